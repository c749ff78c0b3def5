"""No more requests at once than a subgraph bears."""

from __future__ import annotations

import asyncio

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.transport.protocol import SubgraphClient, SubgraphRequest, SubgraphResponse


class SubgraphOverloaded(SubgraphUnavailable):
    """So many requests wait for a subgraph that further ones are refused."""

    code = "SUBGRAPH_OVERLOADED"


class Limiting:
    """Lets some requests through at a time, some wait, and refuses the others at once.

    Args:
        client: the subgraph.
        at_once: how many are under way at most.
        waiting: how many wait at most.
    """

    def __init__(self, client: SubgraphClient, at_once: int, waiting: int) -> None:
        self._client = client
        self._turns = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._waiting = 0

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphOverloaded: when too many wait already.
        """
        if self._turns.locked() and self._waiting >= self._most_waiting:
            raise SubgraphOverloaded("has too many requests waiting for it")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            return await self._client.fetch(request)
        finally:
            self._turns.release()
