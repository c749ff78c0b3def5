"""Subgraph documents: parsed, expanded, validated."""

from .issue import Issue, Location
from .links import Names
from .model import (
    Applied,
    Element,
    ExpandedSubgraph,
    InputValue,
    ParsedSubgraph,
    SubField,
    SubType,
    ValidatedSubgraph,
)
from .read import parse_subgraph, read_subgraph
from .validate import validate_subgraph

__all__ = [
    "Applied",
    "Element",
    "ExpandedSubgraph",
    "InputValue",
    "Issue",
    "Location",
    "Names",
    "ParsedSubgraph",
    "SubField",
    "SubType",
    "ValidatedSubgraph",
    "parse_subgraph",
    "read_subgraph",
    "validate_subgraph",
]
