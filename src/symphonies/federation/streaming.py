"""What follows the first response of a request: nothing, later parts, or events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace

from .incremental import FirstPart, LaterPart, LaterParts, PartPlace
from .request import GraphQLResponse
from .subscriptions import Subscription

Answer = GraphQLResponse | FirstPart | LaterParts
"""A whole answer or an event, or the parts of one answer."""
Show = Callable[[GraphQLResponse], Awaitable[GraphQLResponse]]
"""The last stage before a response leaves."""
OPENED = GraphQLResponse(has_data=False)
"""Stands for the first response of a subscription, which has none before its first event."""


class Following:
    """What a request began besides its first response.

    Args:
        show: runs on every response before it leaves.
    """

    def __init__(self, show: Show) -> None:
        self._show = show
        self._pending: tuple[PartPlace, ...] = ()
        self._later: Callable[[], AsyncIterator[LaterParts]] | None = None
        self._events: Subscription | None = None

    def with_parts(self, pending: list[PartPlace], later: Callable[[], AsyncIterator[LaterParts]]) -> None:
        """Says that the response is a first part."""
        self._pending = tuple(pending)
        self._later = later

    def with_events(self, events: Subscription) -> None:
        """Says that the response only opens a subscription."""
        self._events = events

    async def answers(self, first: GraphQLResponse) -> AsyncIterator[Answer]:
        """Yields everything the client gets, the first response included.

        Args:
            first: the response that the request stage ended with; when a hook answered something else than
                the gateway did, nothing follows it.
        """
        if self._events is not None and first.data is None and not first.errors:
            async for event in self._events:
                yield await self._show(event)
            return
        shown = await self._show(first)
        if not self._pending or self._later is None or first.data is None:
            yield shown
            return
        yield FirstPart(shown, self._pending)
        async with aclosing(self._later()) as later:  # type: ignore[type-var]
            async for parts in later:
                yield await self._shown(parts)

    async def _shown(self, parts: LaterParts) -> LaterParts:
        shown = [LaterPart(part.place, await self._show(part.response)) for part in parts.parts]
        return replace(parts, parts=tuple(shown))

    async def aclose(self) -> None:
        """Ends what is still under way."""
        if self._events is not None:
            await self._events.aclose()
