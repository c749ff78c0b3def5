"""Equal reads that are under way at the same time are sent once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import orjson

from symphonies.federation.transport.protocol import SubgraphClient, SubgraphRequest, SubgraphResponse

TRACING = frozenset({"traceparent", "tracestate", "baggage"})


@dataclass(slots=True, eq=False)
class _Flight:
    """A request under way; ``copies`` is its data in bytes once there is more than one who wants it."""

    task: asyncio.Task[tuple[SubgraphResponse, bytes | None]]
    passengers: int = 1


class Sharing:
    """Answers equal reads with one request; each asker owns its data.

    Args:
        client: the subgraph.
        sent_headers: what of the client's headers is forwarded; requests that differ in it are not equal.
    """

    def __init__(
        self, client: SubgraphClient, sent_headers: Callable[[SubgraphRequest], Mapping[str, str]]
    ) -> None:
        self._client = client
        self._sent_headers = sent_headers
        self._flights: dict[object, _Flight] = {}

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: to everybody who shares a request that fails.
        """
        if not request.is_safe:
            return await self._client.fetch(request)
        key = self._key(request)
        flight = self._flights.get(key)
        is_first = flight is None
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.create_task(self._fly(key, request)))
        else:
            flight.passengers += 1
        try:
            response, copies = await asyncio.shield(flight.task)
        except asyncio.CancelledError:
            self._leave(key, flight)
            raise
        return response if is_first or copies is None else replace(response, data=orjson.loads(copies))

    async def _fly(self, key: object, request: SubgraphRequest) -> tuple[SubgraphResponse, bytes | None]:
        flight = None
        try:
            response = await self._client.fetch(request)
        finally:
            flight = self._flights.pop(key, None)
        is_shared = flight is not None and flight.passengers > 1
        return response, orjson.dumps(response.data) if is_shared else None

    def _leave(self, key: object, flight: _Flight) -> None:
        """Ends a request that nobody wants any more."""
        flight.passengers -= 1
        if flight.passengers == 0 and not flight.task.done():
            self._flights.pop(key, None)
            flight.task.cancel()

    def _key(self, request: SubgraphRequest) -> object:
        hooked = {k: v for k, v in request.headers.items() if k not in TRACING}
        sent = {k: v for k, v in self._sent_headers(request).items() if k not in TRACING}
        variables = orjson.dumps(request.variables, default=str, option=orjson.OPT_SORT_KEYS)
        return request.document, variables, tuple(sorted(hooked.items())), tuple(sorted(sent.items()))
