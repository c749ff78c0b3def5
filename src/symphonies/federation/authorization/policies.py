"""Policies decided by the caller's own function, once a request, only those the supergraph knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from symphonies.federation.exchange import Exchange
from symphonies.federation.request import GraphQLResponse

Decide = Callable[[Exchange, frozenset[str]], Awaitable[Iterable[str]]]


def decide_policies(
    known: frozenset[str], decide: Decide
) -> Callable[[Exchange, Callable[[], Awaitable[GraphQLResponse]]], Awaitable[GraphQLResponse]]:
    """Returns a ``request`` hook that asks which policies hold for the caller.

    Args:
        known: the policies the supergraph demands, ``Authorization.rules.policies``.
        decide: told the request and the policies, returns those that hold; it runs after the identity is
            known when its hook is given after that of the identity.
    """

    async def hook(exchange: Exchange, proceed: Callable[[], Awaitable[GraphQLResponse]]) -> GraphQLResponse:
        holding = frozenset(await decide(exchange, known)) & known
        exchange.identity = replace(exchange.identity, policies=exchange.identity.policies | holding)
        return await proceed()

    return hook
