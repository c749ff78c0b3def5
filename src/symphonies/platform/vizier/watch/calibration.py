"""How likely a score is when nothing is wrong, learned from what many like series reached before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST_SCORE = 1e-3
_UPPER = 0.9
_UPPER_Z = 1.2815515655446004
_LEAST_SPREAD = 0.2
LEAST_POOLED = 16
"""Fewer earlier scores than these calibrate nothing."""


def predictive_p(scores: Sequence[float], past: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Return the chance of a score as large as each series' own, if it goes on as it and its like did.

    Logarithms of scores are taken as normal around a level of the series' own, and the levels as normal
    around that of the pool. A series with little history is thus judged mostly as its like, one with much
    mostly as itself. Spreads are read between the median and the upper tenth, so that what went wrong in
    earlier looks widens them little, and what the tail needs is not missed.

    Args:
        scores: one for each series, not negative.
        past: the scores of each series in earlier looks; may be empty.

    Returns:
        p-values, shape (series,); all 1 where the pool is too small to tell.

    Source: empirical Bayes with an empirical null, Efron, Large-Scale Inference (2010), chapters 1 and 6.
    """
    import numpy as np
    from scipy.special import ndtr

    logs = [np.log(np.maximum(np.asarray(each, dtype=float), _LEAST_SCORE)) for each in past]
    pooled = np.concatenate([*logs, np.zeros(0)])
    if len(pooled) < LEAST_POOLED:
        return np.ones(len(scores))
    middle = float(np.median(pooled))
    whole = _upper_spread(pooled - middle)
    within = _within(logs, whole)
    between = max(whole**2 - within**2, 0.0)
    counts = np.array([len(each) for each in logs], dtype=float)
    means = np.array([each.mean() if len(each) else middle for each in logs])
    weight = np.where(counts > 0, between / (between + within**2 / np.maximum(counts, 1)), 0.0)
    # calm so far is no promise: none is expected to score less than half of its like do
    level = middle + np.maximum(weight * (means - middle), 0.0)
    spread = np.sqrt(np.maximum(within**2 + between * (1 - weight), _LEAST_SPREAD**2))
    place = (np.log(np.maximum(np.asarray(scores, dtype=float), _LEAST_SCORE)) - level) / spread
    return np.asarray(ndtr(-place), dtype=np.float64)


def together(p_values: NDArray[np.float64]) -> float:
    """Return one p-value for the claim that something is wrong with any of several series.

    Source: Simes (1986).
    """
    import numpy as np

    ordered = np.sort(p_values)
    return float(min(1.0, np.min(ordered * len(ordered) / np.arange(1, len(ordered) + 1))))


def _within(logs: Sequence[NDArray[np.float64]], whole: float) -> float:
    """Return how far the looks of one series lie from each other."""
    import numpy as np

    gaps = [np.abs(np.diff(each)) / np.sqrt(2) for each in logs if len(each) > 1]
    if not gaps:
        return whole
    # a half-normal's upper tenth is the normal's upper twentieth
    spread = float(np.quantile(np.concatenate(gaps), _UPPER)) / 1.6448536269514722
    return min(max(spread, _LEAST_SPREAD), whole)


def _upper_spread(centred: NDArray[np.float64]) -> float:
    import numpy as np

    return max(float(np.quantile(centred, _UPPER)) / _UPPER_Z, _LEAST_SPREAD)
