"""A subgraph that keeps failing is left alone for a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from symphonies.federation.errors import SubgraphUnavailable
from symphonies.federation.transport.protocol import SubgraphClient, SubgraphRequest, SubgraphResponse

from .rules import BreakerRules


class CircuitState(StrEnum):
    """Whether requests are let through: all, none, or one that tries."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaking:
    """Refuses requests at once while a subgraph fails too often.

    Args:
        client: the subgraph.
        rules: what too often means.
        clock: seconds that only grow.

    Source: the circuit breaker of Nygard, "Release It!".
    """

    def __init__(
        self,
        client: SubgraphClient,
        rules: BreakerRules,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._rules = rules
        self._clock = clock
        self._outcomes: deque[tuple[float, bool]] = deque()
        self._failures = 0
        self._opened_at: float | None = None
        self._is_trying = False

    @property
    def state(self) -> CircuitState:
        """Whether requests are let through."""
        if self._opened_at is None:
            return CircuitState.CLOSED
        rested = self._clock() - self._opened_at >= self._rules.pause_s
        return CircuitState.HALF_OPEN if rested else CircuitState.OPEN

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        """Answers one operation.

        Raises:
            SubgraphUnavailable: when the subgraph fails, or is left alone.
        """
        tries = self._admit()
        try:
            response = await self._client.fetch(request)
        except SubgraphUnavailable:
            self._note(is_failure=True, tries=tries)
            raise
        except BaseException:
            if tries:
                self._is_trying = False  # neither proven well nor ill: the next request tries
            raise
        self._note(is_failure=False, tries=tries)
        return response

    def _admit(self) -> bool:
        state = self.state
        if state is CircuitState.CLOSED:
            return False
        if state is CircuitState.OPEN or self._is_trying:
            raise SubgraphUnavailable("is left alone after many failures", circuit="open")
        self._is_trying = True
        return True

    def _note(self, *, is_failure: bool, tries: bool) -> None:
        if tries:
            self._is_trying = False
            self._opened_at = self._clock() if is_failure else None
            self._forget()
            return
        now = self._clock()
        self._outcomes.append((now, is_failure))
        self._failures += is_failure
        while self._outcomes[0][0] <= now - self._rules.window_s:
            self._failures -= self._outcomes.popleft()[1]
        total = len(self._outcomes)
        if total >= self._rules.fewest and self._failures >= self._rules.failure_ratio * total:
            self._opened_at = now
            self._forget()

    def _forget(self) -> None:
        self._outcomes.clear()
        self._failures = 0
