"""One subscription to a subgraph, read once and told to every reader that asked the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from symphonies.federation.request import GraphQLResponse
from symphonies.federation.transport.protocol import SubgraphResponse

from .endings import broken
from .options import SubscriptionOptions
from .reader import Reader

Source = Callable[[], Awaitable[AsyncIterator[SubgraphResponse]]]
"""Subscribes to the subgraph."""
Answer = Callable[[SubgraphResponse], Awaitable[GraphQLResponse]]
"""Turns an event of the subgraph into what clients see, with the fields of other subgraphs."""
GRACE_TURNS = 32
"""Turns of the event loop that a reader with a full buffer gets before it counts as slow."""


class Upstream:
    """Reads a subgraph's events in order and hands each answer to all readers.

    Events are answered one after the other, so the subgraph waits while other subgraphs are asked; it never
    waits for a reader.

    Args:
        service: the subgraph.
        source: subscribes to it.
        answer: completes an event.
        options: how readers are treated.
    """

    def __init__(self, service: str, source: Source, answer: Answer, options: SubscriptionOptions) -> None:
        self._service = service
        self._source = source
        self._answer = answer
        self._options = options
        self._readers: list[Reader] = []
        self._task: asyncio.Task[None] | None = None
        self._left = options.retries
        self.is_over = False
        """Whether no more events come."""

    def join(self) -> Reader:
        """Adds a reader; the first one starts the subscription."""
        reader = Reader(self._options)
        self._readers.append(reader)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return reader

    async def leave(self, reader: Reader) -> None:
        """Removes a reader; the last one ends the subscription before this returns."""
        reader.drop()
        if reader in self._readers:
            self._readers.remove(reader)
        if not self._readers and self._task is not None:
            self.is_over = True
            self._task.cancel()
            await asyncio.wait([self._task])

    def has_others(self, reader: Reader) -> bool:
        """Returns whether anybody else reads along."""
        return any(other is not reader for other in self._readers)

    def end(self, last: GraphQLResponse | None = None) -> None:
        """Ends every reader after what it has not read yet."""
        self.is_over = True
        for reader in self._readers:
            reader.end(last)

    async def _run(self) -> None:
        self._left = self._options.retries
        while True:
            try:
                await self._read(await self._source())
            except Exception as error:  # whatever a client raises, the readers are told the same
                if self._left == 0:
                    return self.end(broken(self._service, error))
            else:
                return self.end()
            self._left -= 1
            await asyncio.sleep(self._options.retry_delay_s)

    async def _read(self, events: AsyncIterator[SubgraphResponse]) -> None:
        try:
            async for event in events:
                self._left = self._options.retries
                await self._tell(await self._answer(event))
                if self.is_over:
                    break
        finally:
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()

    async def _tell(self, event: GraphQLResponse) -> None:
        for reader in tuple(self._readers):
            if reader.is_full and not reader.is_lagging:
                await self._wait_for(reader)
            reader.offer(event)
        self._readers = [reader for reader in self._readers if not reader.is_ended]
        if not self._readers:
            self.is_over = True
        await asyncio.sleep(0)  # a source that never waits would leave no turn to the readers

    @staticmethod
    async def _wait_for(reader: Reader) -> None:
        """Lets a reader that is reading catch up; one that is not is found out once, not at every event."""
        for _ in range(GRACE_TURNS):
            await asyncio.sleep(0)
            if not reader.is_full:
                return
        reader.is_lagging = True
