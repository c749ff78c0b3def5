"""From expanded to validated."""

from __future__ import annotations

from collections.abc import Sequence

from .issue import Issue
from .model import ExpandedSubgraph, ValidatedSubgraph
from .rules import check_subgraph
from .upgrade import upgrade


def validate_subgraph(
    subgraph: ExpandedSubgraph, others: Sequence[ExpandedSubgraph] = ()
) -> ValidatedSubgraph | list[Issue]:
    """Returns the subgraph, upgraded to version 2 and validated, or every rule it breaks.

    Args:
        subgraph: the subgraph.
        others: the subgraphs it is composed with; version 1 lets an extension rely on their keys.
    """
    upgraded = upgrade(subgraph, others)
    issues = check_subgraph(upgraded)
    return issues or ValidatedSubgraph(upgraded)
