"""How far a value lies outside everything seen lately."""

from __future__ import annotations

from collections import deque


class TrailingRange:
    """The lowest and highest of the last ``window`` values, in constant time a value.

    Source: sliding-window extremes by monotonic queues (Lemire 2006).
    """

    def __init__(self, window: int, *, learn: int) -> None:
        """Start empty; the first ``learn`` values widen the range and are never outside it."""
        self._window = window
        self._learn = learn
        self._seen = 0
        self._low: deque[tuple[int, float]] = deque()
        self._high: deque[tuple[int, float]] = deque()

    def excess(self, value: float) -> float:
        """Return how far a value lies outside the range before it, in widths of the range, and take it in."""
        outside = self._outside(value) if self._seen >= self._learn else 0.0
        self._take(value)
        return outside

    def _outside(self, value: float) -> float:
        if not self._low:
            return 0.0
        low, high = self._low[0][1], self._high[0][1]
        width = high - low or max(abs(high), 1e-9)
        return max(value - high, low - value, 0.0) / width

    def _take(self, value: float) -> None:
        place = self._seen
        self._seen += 1
        while self._low and self._low[-1][1] >= value:
            self._low.pop()
        while self._high and self._high[-1][1] <= value:
            self._high.pop()
        self._low.append((place, value))
        self._high.append((place, value))
        oldest = self._seen - self._window
        if self._low[0][0] < oldest:
            self._low.popleft()
        if self._high[0][0] < oldest:
            self._high.popleft()


class TrailingMean:
    """The mean of the last ``window`` values."""

    def __init__(self, window: int) -> None:
        self._values: deque[float] = deque(maxlen=window)
        self._sum = 0.0

    def take(self, value: float) -> float:
        """Take a value in and return the mean with it."""
        if len(self._values) == self._values.maxlen:
            self._sum -= self._values[0]
        self._values.append(value)
        self._sum += value
        return self.mean(value)

    def mean(self, otherwise: float) -> float:
        """Return the mean of what was taken in, or another value while there is nothing."""
        return self._sum / len(self._values) if self._values else otherwise
