"""Hooks: plain async functions around every stage of a request.

A hook receives what the stage receives and ``proceed``, which runs the stage with every hook further in.
It may look before, look after, answer something else, or raise ``RequestRefused``. Hooks run in the order
they are given, the first one outermost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from graphql import DocumentNode

from .exchange import Exchange
from .planning import QueryPlan
from .request import GraphQLResponse
from .transport.protocol import SubgraphRequest, SubgraphResponse

T = TypeVar("T")
Proceed = Callable[[], Awaitable[T]]
StageHook = Callable[[Exchange, Proceed[T]], Awaitable[T]]
FetchProceed = Callable[[SubgraphRequest], Awaitable[SubgraphResponse]]
FetchHook = Callable[[Exchange, SubgraphRequest, FetchProceed], Awaitable[SubgraphResponse]]
ConnectHook = Callable[[Mapping[str, str]], Awaitable[None]]
ResultHook = Callable[[Exchange, GraphQLResponse], Awaitable[GraphQLResponse]]


@dataclass(frozen=True, slots=True)
class Hooks:
    """The functions to run around each stage.

    Attributes:
        connect: on a new WebSocket, told its headers and those of its first message; one that raises
            ``RequestRefused`` turns it away.
        request: around the whole request; the place to find out who asks. For a subscription and a
            deferred answer it ends with the first response.
        parse: around reading a document that is not remembered, its validation included.
        validate: within that, around checking the document against limits and schema.
        plan: around planning an operation that is not remembered.
        execute: around running a planned query or mutation, up to its first response.
        fetch: around every request to a subgraph.
        result: on every response before it leaves: the answer, each event, each deferred part.
    """

    connect: tuple[ConnectHook, ...] = ()
    request: tuple[StageHook[GraphQLResponse], ...] = ()
    parse: tuple[StageHook[DocumentNode], ...] = ()
    validate: tuple[StageHook[None], ...] = ()
    plan: tuple[StageHook[QueryPlan], ...] = ()
    execute: tuple[StageHook[GraphQLResponse], ...] = ()
    fetch: tuple[FetchHook, ...] = ()
    result: tuple[ResultHook, ...] = ()

    def __add__(self, inner: Hooks) -> Hooks:
        """Returns these hooks around others."""
        return Hooks(
            self.connect + inner.connect,
            self.request + inner.request,
            self.parse + inner.parse,
            self.validate + inner.validate,
            self.plan + inner.plan,
            self.execute + inner.execute,
            self.fetch + inner.fetch,
            self.result + inner.result,
        )


def around(hooks: tuple[StageHook[T], ...], exchange: Exchange, stage: Proceed[T]) -> Awaitable[T]:
    """Runs a stage inside its hooks."""

    def wrap(inner: Proceed[T], hook: StageHook[T]) -> Proceed[T]:
        return lambda: hook(exchange, inner)

    return reduce(wrap, reversed(hooks), stage)()


def around_fetch(hooks: tuple[FetchHook, ...], exchange: Exchange, fetch: FetchProceed) -> FetchProceed:
    """Returns a fetch that runs inside its hooks."""

    def wrap(inner: FetchProceed, hook: FetchHook) -> FetchProceed:
        return lambda request: hook(exchange, request, inner)

    return reduce(wrap, reversed(hooks), fetch)
