"""How surprising a value is after the values before it."""

from __future__ import annotations

import math
from collections import deque

LEVELS = 16
ORDERS = 2
_PRIOR = 0.5
_TRUST = 0.2


class ContextModel:
    """Counts which level of the range followed which, for contexts of 0 to ``ORDERS`` levels.

    At most ``LEVELS ** (ORDERS + 1)`` counts are kept.

    Source: prediction by partial matching over a quantised signal (Cleary and Witten 1984), its orders
    blended by how often each context was seen.
    """

    def __init__(self, *, learn: int) -> None:
        """Start empty; the range is that of the first ``learn`` values, and widens later."""
        self._learn = learn
        self._first: list[float] | None = []
        self._low = math.inf
        self._high = -math.inf
        self._counts: dict[tuple[int, ...], dict[int, int]] = {}
        self._recent: deque[int] = deque(maxlen=ORDERS)

    def surprises(self, value: float) -> list[float]:
        """Return the mean negative log probability of a value under its contexts, and take it in.

        Nothing while the range is being learned; once it is, those of the learned values come first.
        """
        self._low, self._high = min(self._low, value), max(self._high, value)
        if self._first is None:
            return [self._judge(value)]
        self._first.append(value)
        if len(self._first) < self._learn:
            return []
        learned, self._first = self._first, None
        return [self._judge(earlier) for earlier in learned]

    def _judge(self, value: float) -> float:
        level = self._level(value)
        surprise = self._surprise(level)
        self._count(level)
        return surprise

    def _level(self, value: float) -> int:
        width = self._high - self._low
        return 0 if width <= 0 else min(LEVELS - 1, int((value - self._low) / width * LEVELS))

    def _contexts(self) -> list[tuple[int, ...]]:
        recent = tuple(self._recent)
        return [recent[len(recent) - order :] for order in range(len(recent) + 1)]

    def _surprise(self, level: int) -> float:
        total = weights = 0.0
        for context in self._contexts():
            followers = self._counts.get(context)
            if followers is None:
                break
            seen = sum(followers.values())
            weight = 1 - 1 / (1 + _TRUST * seen)
            chance = (followers.get(level, 0) + _PRIOR / LEVELS) / (seen + _PRIOR)
            total -= weight * math.log(chance)
            weights += weight
        return total / weights if weights else 0.0

    def _count(self, level: int) -> None:
        for context in self._contexts():
            followers = self._counts.setdefault(context, {})
            followers[level] = followers.get(level, 0) + 1
        self._recent.append(level)
