"""One reader of events: a bounded buffer between a subgraph and a client."""

from __future__ import annotations

import asyncio
from collections import deque

from symphonies.federation.request import GraphQLResponse

from .endings import too_slow
from .options import SubscriptionOptions


class Reader:
    """Keeps events until they are read; never makes the one who offers them wait.

    Args:
        options: how many are kept, and what happens to more.
    """

    def __init__(self, options: SubscriptionOptions) -> None:
        self._options = options
        self._events: deque[GraphQLResponse] = deque()
        self._news = asyncio.Event()
        self.is_ended = False
        """Whether no further event is taken."""
        self.is_lagging = False
        """Whether the buffer was found full and was not half emptied since."""
        self.dropped = 0
        """Events lost because the reader was too slow."""

    @property
    def is_full(self) -> bool:
        """Whether one more event would be too many."""
        return len(self._events) >= self._options.buffer

    def offer(self, event: GraphQLResponse) -> None:
        """Takes an event, by the stated policy when there is no room."""
        if self.is_ended:
            return
        if self.is_full:
            if self._options.overflow == "close":
                self.end(too_slow())
                return
            self._events.popleft()
            self.dropped += 1
        self._events.append(event)
        self._news.set()

    def end(self, last: GraphQLResponse | None = None) -> None:
        """Ends the reader: what is kept may still be read, then ``last``, then nothing."""
        if self.is_ended:
            return
        self.is_ended = True
        if last is not None:
            self._events.append(last)
        self._news.set()

    def drop(self) -> None:
        """Forgets everything that was not read."""
        self._events.clear()
        self.end()

    async def next(self) -> GraphQLResponse | None:
        """Returns the next event, None after the last."""
        while not self._events:
            if self.is_ended:
                return None
            self._news.clear()
            await self._news.wait()
        event = self._events.popleft()
        if self.is_lagging and 2 * len(self._events) <= self._options.buffer:
            self.is_lagging = False
        return event
