"""The rules one subgraph must keep, a file for each concern."""

from __future__ import annotations

from symphonies.federation.subgraph.issue import Issue
from symphonies.federation.subgraph.model import ExpandedSubgraph

from .contexts import check_contexts
from .cost import check_cost
from .definitions import check_definitions
from .field_sets import check_field_sets
from .graphql import check_graphql, check_names
from .usage import check_usage

FIRST = (check_names, check_definitions, check_graphql)
"""A subgraph that breaks one of these is not looked at further."""
THEN = (check_field_sets, check_usage, check_cost, check_contexts)


def check_subgraph(subgraph: ExpandedSubgraph) -> list[Issue]:
    """Returns every rule a subgraph breaks."""
    for check in FIRST:
        found = check(subgraph)
        if found:
            return found
    return [issue for check in THEN for issue in check(subgraph)]
