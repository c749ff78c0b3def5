"""Reads that fail in passing are sent again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.transport.protocol import SubgraphClient, SubgraphRequest, SubgraphResponse

from .rules import RetryRules

START_BUDGET = 10.0
"""Repeats that are allowed before there were requests to take a share of."""


class Retrying:
    """Sends safe requests again, after pauses of random length, while the budget for repeats lasts.

    Args:
        client: the subgraph.
        rules: how often and how fast.
        sleep: waits some seconds.
        rng: draws the pauses.

    Source: full jitter, Brooker, "Exponential Backoff and Jitter"; retry budgets as in Finagle.
    """

    def __init__(
        self,
        client: SubgraphClient,
        rules: RetryRules,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self._client = client
        self._rules = rules
        self._sleep = sleep
        self._rng = rng or random.Random()
        self._budget = START_BUDGET

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: when the last attempt failed too.
        """
        self._budget = min(self._budget + self._rules.budget_ratio, START_BUDGET)
        attempt = 1
        while True:
            try:
                return await self._client.fetch(request)
            except SubgraphUnavailable as error:
                if not self._may_repeat(request, error, attempt):
                    raise
                self._budget -= 1
                await self._sleep(self._pause(error, attempt))
                attempt += 1

    def _may_repeat(self, request: SubgraphRequest, error: SubgraphUnavailable, attempt: int) -> bool:
        in_reach = (error.retry_after_s or 0) <= self._rules.longest_delay_s
        return (
            request.is_safe
            and error.is_transient
            and in_reach
            and attempt < self._rules.attempts
            and self._budget >= 1
        )

    def _pause(self, error: SubgraphUnavailable, attempt: int) -> float:
        if error.retry_after_s is not None:
            return error.retry_after_s
        longest = min(self._rules.first_delay_s * 2 ** (attempt - 1), self._rules.longest_delay_s)
        return self._rng.uniform(0, longest)
