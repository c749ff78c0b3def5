"""What the client is told about caching the whole answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from symphonies.federation.exchange import Exchange
from symphonies.federation.request import GraphQLResponse

from .control import NOT_AT_ALL, CacheControl

FACT = "cache_control"


def note(exchange: Exchange, control: CacheControl) -> None:
    """Remembers what may be done with a piece of the answer."""
    known = exchange.facts.get(FACT)
    exchange.facts[FACT] = control if known is None else known & control


async def tell_cache_control(
    exchange: Exchange, proceed: Callable[[], Awaitable[GraphQLResponse]]
) -> GraphQLResponse:
    """A ``request`` hook that sets the answer's Cache-Control from those of its pieces.

    An answer with errors, of a mutation, or with a piece that may not be cached is ``no-store``; one to
    somebody who is signed in is ``private``.
    """
    response = await proceed()
    said: CacheControl = exchange.facts.get(FACT, NOT_AT_ALL)
    is_query = exchange.operation is not None and exchange.operation.operation.value == "query"
    if response.errors or not response.has_data or not is_query:
        said = NOT_AT_ALL
    elif exchange.identity.is_authenticated:
        said = said & CacheControl(said.max_age_s, is_private=True)
    exchange.response_headers["cache-control"] = said.header
    if said.max_age_s >= 1:
        exchange.response_headers["vary"] = "accept, authorization"
    return response
