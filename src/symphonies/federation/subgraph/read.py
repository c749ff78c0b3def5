"""From text to the expanded model."""

from __future__ import annotations

from graphql import GraphQLSyntaxError, parse

from symphonies.federation.errors import SubgraphInvalid

from .expand import expand
from .model import ExpandedSubgraph, ParsedSubgraph


def parse_subgraph(name: str, sdl: str, url: str = "") -> ParsedSubgraph:
    """Parses a subgraph's document.

    Raises:
        SubgraphInvalid: when it is not GraphQL.
    """
    try:
        return ParsedSubgraph(name, url, sdl, parse(sdl))
    except GraphQLSyntaxError as error:
        raise SubgraphInvalid(f"[{name}] {error.message}", locations=_places(error)) from error


def read_subgraph(name: str, sdl: str, url: str = "") -> ExpandedSubgraph:
    """Parses and expands a subgraph's document.

    Raises:
        SubgraphInvalid: when it is not GraphQL.
    """
    return expand(parse_subgraph(name, sdl, url))


def _places(error: GraphQLSyntaxError) -> list[tuple[int, int]]:
    return [(place.line, place.column) for place in error.locations or ()]
