"""p-values from ranks among earlier scores: no distribution is assumed where there is history."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_TAIL_SHARE = 0.02
_TAIL_LEAST = 10


def conformal_p(scores: NDArray[np.float64], reference: Sequence[float]) -> NDArray[np.float64]:
    """Return the share of reference scores at least as large as each score, itself counted.

    If a score is exchangeable with the ``n`` reference scores, its p-value is at most ``p`` with a chance
    of at most ``p``; the smallest possible one is ``1 / (n + 1)``.

    Args:
        scores: what is judged, any shape.
        reference: scores of times when nothing was wrong.

    Source: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World (2005).
    """
    import numpy as np

    ordered = np.sort(np.asarray(reference, dtype=float))
    above = len(ordered) - np.searchsorted(ordered, scores, side="left")
    return np.asarray((above + 1.0) / (len(ordered) + 1.0), dtype=np.float64)


class RollingRank:
    """Conformal p-values of a stream against its own last ``window`` scores.

    Past the tenth largest score a rank says too little: there an exponential tail goes on, as far from the
    threshold as the scores of the tail are on average (Pickands 1975, with shape 0).
    """

    def __init__(self, window: int, *, learn: int) -> None:
        self._learn = learn
        self._order: deque[float] = deque()
        self._window = window
        self._sorted: list[float] = []

    def log_p(self, score: float) -> float:
        """Return ``-log10`` of the p-value of a score, 0 while learning, and take the score in."""
        found = self._log_p(score) if len(self._sorted) >= self._learn else 0.0
        self._order.append(score)
        insort(self._sorted, score)
        if len(self._order) > self._window:
            del self._sorted[bisect_right(self._sorted, self._order.popleft()) - 1]
        return found

    def _log_p(self, score: float) -> float:
        count = len(self._sorted)
        above = count - bisect_left(self._sorted, score)
        if above >= _TAIL_LEAST:
            return -math.log10((above + 1) / (count + 1))
        size = max(_TAIL_LEAST, int(count * _TAIL_SHARE))
        tail = self._sorted[-size:]
        mean_excess = sum(tail) / size - tail[0]
        if mean_excess <= 0:
            return math.log10(count + 1) if score > tail[-1] else -math.log10((above + 1) / (count + 1))
        return -math.log10(size / (count + 1)) + (score - tail[0]) / mean_excess * math.log10(math.e)
