"""What composition has to say about a subgraph or about the whole: code, words, place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a subgraph's document, counted from 1."""

    subgraph: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Issue:
    """An error or a hint.

    Attributes:
        code: Apollo's stable code, for example ``INVALID_FIELD_SHARING``.
        message: what was found and what was expected; starts with ``[subgraph]`` when one is to blame.
        locations: where.
    """

    code: str
    message: str
    locations: tuple[Location, ...] = ()

    @property
    def subgraphs(self) -> tuple[str, ...]:
        """The subgraphs it is about."""
        return tuple(dict.fromkeys(at.subgraph for at in self.locations))

    def __str__(self) -> str:
        where = "; ".join(f"{at.subgraph}:{at.line}:{at.column}" for at in self.locations)
        return f"{self.code}: {self.message}" + (f" ({where})" if where else "")


def location_of(subgraph: str, node: Any) -> tuple[Location, ...]:
    """Returns where an AST node stands in its subgraph, nothing for a node that was made up."""
    loc = getattr(node, "loc", None)
    if loc is None:
        return ()
    place = loc.source.get_location(loc.start)
    return (Location(subgraph, place.line, place.column),)
