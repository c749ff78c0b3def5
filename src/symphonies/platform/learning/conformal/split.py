"""Split-conformal calibration: how far to reach, told from errors on cases that were not learned from."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def conformal_quantile(errors: Floats, level: float, weights: Floats | None = None) -> float | None:
    """Returns the error that a share ``level`` of further cases will not exceed; None with too few errors.

    With the correction for their number it promises at least the level for a case exchangeable with them.
    Pool cases by scaling each error with its own expected size first.

    Args:
        errors: shape (n,), larger is worse; may be negative.
        level: the share to cover, between 0 and 1.
        weights: shape (n,), such as more for what is recent; by default all count the same.

    Source: Lei et al. (2018), "Distribution-free predictive inference for regression"; weights after
        Barber et al. (2023), "Conformal prediction beyond exchangeability".
    """
    if weights is None:
        rank = math.ceil((len(errors) + 1) * level)
        return float(np.partition(errors, rank - 1)[rank - 1]) if 0 < rank <= len(errors) else None
    order = np.argsort(errors, kind="stable")
    reached = np.cumsum(weights[order]) / (np.sum(weights) + np.max(weights, initial=1.0))
    place = int(np.searchsorted(reached, level - 1e-12))
    return float(errors[order[place]]) if place < len(errors) else None


def least_count(level: float) -> int:
    """Returns how many errors a band of some level needs at least."""
    return math.ceil(round(level / (1 - level), 9))


def widening(
    actual: Floats, low: Floats, high: Floats, level: float, weights: Floats | None = None
) -> float | None:
    """Returns by how much a band's two ends must move out (in, when negative) to cover its level.

    Divide all three by a scale of each case first where cases differ in size.

    Args:
        actual: shape (n,), what came.
        low: shape (n,), lower ends that were forecast.
        high: shape (n,), upper ends that were forecast.
        level: the share to cover, between 0 and 1.
        weights: shape (n,); by default all count the same.

    Returns:
        None with too few cases.

    Source: Romano, Patterson & Candès (2019), "Conformalized quantile regression".
    """
    return conformal_quantile(np.maximum(low - actual, actual - high), level, weights)
