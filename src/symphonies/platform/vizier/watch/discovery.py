"""Which of many findings to believe, so that few of those told are false."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def discoveries(p_values: NDArray[np.float64], rate: float) -> NDArray[np.bool_]:
    """Return which hypotheses to reject so that the expected share of false ones is at most ``rate``.

    Holds for independent and for positively dependent p-values, such as those of a metric and its slices.

    Args:
        p_values: shape (tests,), each in 0..1.
        rate: the false-discovery rate, in 0..1.

    Source: Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001) for the dependence.
    """
    import numpy as np

    count = len(p_values)
    if count == 0:
        return np.zeros(0, dtype=bool)
    order = np.argsort(p_values, kind="stable")
    holds = p_values[order] <= rate * np.arange(1, count + 1) / count
    kept = np.zeros(count, dtype=bool)
    if holds.any():
        kept[order[: int(np.flatnonzero(holds)[-1]) + 1]] = True
    return kept


class OnlineDiscovery:
    """The same promise for p-values that come one at a time and are answered at once.

    Source: LORD++, Ramdas, Yang, Wainwright and Jordan (2017).
    """

    def __init__(self, rate: float) -> None:
        """Start with a wealth of half the false-discovery rate."""
        self._rate = rate
        self._wealth = rate / 2
        self._tests = 0
        self._found: list[int] = []

    def decide(self, p_value: float) -> bool:
        """Return whether to believe the next finding."""
        self._tests += 1
        level = _spending(self._tests) * self._wealth
        for rank, place in enumerate(self._found):
            earned = self._rate - self._wealth if rank == 0 else self._rate
            level += earned * _spending(self._tests - place)
        if p_value <= level:
            self._found.append(self._tests)
            return True
        return False


def _spending(place: int) -> float:
    """Return the share of the wealth spent on the n-th test; the shares sum to at most 1."""
    from math import exp, log, sqrt

    return 0.0722 * log(max(place, 2)) / (place * exp(sqrt(log(place))))
