"""A subgraph that is a function in this process."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable

from .protocol import SubgraphRequest, SubgraphResponse

Executor = Callable[[SubgraphRequest], SubgraphResponse | Awaitable[SubgraphResponse]]
"""Answers a request, at once or as a coroutine."""


class InProcessClient:
    """Calls an executor directly: no text, no encoding.

    Args:
        executor: answers requests. A plain function runs on the event loop, so it should be quick;
            give a coroutine function to leave the loop free.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation."""
        answer = self._executor(request)
        if inspect.isawaitable(answer):
            return await answer
        return answer
