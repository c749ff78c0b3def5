"""A subgraph behind HTTP with its events behind another protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator

from .http import HttpClient
from .protocol import EventClient, SubgraphRequest, SubgraphResponse
from .websocket import WebSocketEvents


class HttpSubgraph:
    """One client made of two.

    Args:
        http: for queries and mutations.
        events: for subscriptions.
    """

    def __init__(self, http: HttpClient, events: EventClient) -> None:
        self._http = http
        self._events = events

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Posts one operation.

        Raises:
            SubgraphUnavailable: when there is no GraphQL answer.
        """
        return await self._http.fetch(request)

    def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields the subgraph's events.

        Raises:
            SubgraphUnavailable: when the subscription cannot be had, or breaks.
        """
        return self._events.subscribe(request)

    async def close(self) -> None:
        """Closes every connection."""
        await self._http.close()
        if isinstance(self._events, WebSocketEvents):
            await self._events.close()
