"""All rules for one subgraph put around its client, in the order that makes sense."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from typing import Protocol, runtime_checkable

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.transport.protocol import (
    EventClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
)

from .breaking import Breaking, CircuitState
from .limiting import Limiting
from .redacting import redact
from .retrying import Retrying
from .rules import TrafficRules
from .sharing import Sharing


@runtime_checkable
class Closable(Protocol):
    """A client that holds connections."""

    async def close(self) -> None:
        """Closes them."""
        ...


class Shaped:
    """A subgraph client inside its rules.

    From the outside in: equal reads are shared, the time is limited, failures are repeated, each attempt
    counts for the circuit breaker, and takes a turn.

    Args:
        client: the subgraph.
        rules: how requests to it are treated.
        sent_headers: what of the client's headers is forwarded.
    """

    def __init__(
        self,
        client: SubgraphClient,
        rules: TrafficRules,
        sent_headers: Callable[[SubgraphRequest], Mapping[str, str]],
    ) -> None:
        self._client = client
        self._timeout_s = rules.timeout_s
        self._telling = rules.errors
        self._breaking: Breaking | None = None
        inner = client
        if rules.at_once is not None:
            inner = Limiting(inner, rules.at_once, rules.waiting)
        if rules.breaker is not None:
            inner = self._breaking = Breaking(inner, rules.breaker)
        if rules.retry is not None:
            inner = Retrying(inner, rules.retry)
        self._attempts = inner
        self._outermost: SubgraphClient = Sharing(_Timed(self), sent_headers) if rules.share else _Timed(self)

    @property
    def circuit(self) -> CircuitState:
        """Whether requests are let through now."""
        return self._breaking.state if self._breaking else CircuitState.CLOSED

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: when there is no answer within the rules.
        """
        return redact(await self._outermost.fetch(request), self._telling)

    async def attempt(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation within the time allowed.

        Raises:
            SubgraphUnavailable: when there is no answer in time.
        """
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._attempts.fetch(request)
        except TimeoutError as error:
            raise SubgraphUnavailable("took too long to answer") from error

    async def close(self) -> None:
        """Closes the connections of the client."""
        if isinstance(self._client, Closable):
            await self._client.close()


class ShapedEvents(Shaped):
    """The same for a client that can be subscribed to; events are not shaped."""

    def __init__(
        self,
        client: SubgraphClient,
        events: EventClient,
        rules: TrafficRules,
        sent_headers: Callable[[SubgraphRequest], Mapping[str, str]],
    ) -> None:
        super().__init__(client, rules, sent_headers)
        self._events = events

    async def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields the subgraph's events.

        Raises:
            SubgraphUnavailable: when the subscription cannot be had, or breaks.
        """
        async with aclosing(self._events.subscribe(request)) as events:  # type: ignore[type-var]
            async for event in events:
                yield redact(event, self._telling)


class _Timed:
    def __init__(self, shaped: Shaped) -> None:
        self._shaped = shaped

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        return await self._shaped.attempt(request)


def shape(
    client: SubgraphClient,
    rules: TrafficRules,
    sent_headers: Callable[[SubgraphRequest], Mapping[str, str]] = lambda request: request.client_headers,
) -> Shaped:
    """Puts rules around a client; it can be subscribed to if the client can.

    Args:
        client: the subgraph.
        rules: how requests to it are treated.
        sent_headers: what of the client's headers is forwarded; requests that differ in it are never shared.
    """
    if isinstance(client, EventClient):
        return ShapedEvents(client, client, rules, sent_headers)
    return Shaped(client, rules, sent_headers)
