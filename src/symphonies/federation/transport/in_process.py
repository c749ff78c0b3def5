"""A subgraph that is a function in this process."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable

from symphonies.federation.errors import SubgraphUnavailable

from .protocol import SubgraphRequest, SubgraphResponse

Executor = Callable[[SubgraphRequest], SubgraphResponse | Awaitable[SubgraphResponse]]
"""Answers a request, at once or as a coroutine."""
Subscriber = Callable[[SubgraphRequest], AsyncIterator[SubgraphResponse]]
"""Yields the events of a subscription, as an asynchronous generator does."""


class InProcessClient:
    """Calls an executor directly: no text, no encoding.

    Args:
        executor: answers requests. A plain function runs on the event loop, so it should be quick;
            give a coroutine function to leave the loop free.
        subscriber: answers subscriptions, if there are any.
    """

    def __init__(self, executor: Executor, subscriber: Subscriber | None = None) -> None:
        self._executor = executor
        self._subscriber = subscriber

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation."""
        answer = self._executor(request)
        if inspect.isawaitable(answer):
            return await answer
        return answer

    def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields the events of a subscription.

        Raises:
            SubgraphUnavailable: when there is no subscriber.
        """
        if self._subscriber is None:
            raise SubgraphUnavailable("serves no events")
        return self._subscriber(request)
