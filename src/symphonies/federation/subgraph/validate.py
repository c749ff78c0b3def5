"""From expanded to validated."""

from __future__ import annotations

from .issue import Issue
from .model import ExpandedSubgraph, ValidatedSubgraph
from .rules import check_subgraph
from .upgrade import upgrade


def validate_subgraph(subgraph: ExpandedSubgraph) -> ValidatedSubgraph | list[Issue]:
    """Returns the subgraph, upgraded to version 2 and validated, or every rule it breaks."""
    upgraded = upgrade(subgraph)
    issues = check_subgraph(upgraded)
    return issues or ValidatedSubgraph(upgraded)
