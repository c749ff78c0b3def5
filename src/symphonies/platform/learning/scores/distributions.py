"""Scores of distributions: quantiles, bands, samples. Lower is better, coverage is near its level."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def pinball(actual: Floats, quantile: Floats, level: float) -> float:
    """Returns the mean pinball loss of a forecast of one quantile, in the units of the series.

    Args:
        actual: what came.
        quantile: the forecast of the quantile.
        level: which quantile, between 0 and 1.

    Source: Koenker & Bassett (1978), "Regression quantiles".
    """
    above = actual - quantile
    return float(np.mean(np.maximum(level * above, (level - 1.0) * above)))


def crps(actual: Floats, quantiles: Mapping[float, Floats]) -> float:
    """Returns the continuous ranked probability score, approximated over the given quantiles.

    Twice the mean pinball loss: exact as the levels become dense and evenly spaced.

    Source: Gneiting & Raftery (2007), "Strictly proper scoring rules, prediction, and estimation".
    """
    return 2.0 * float(np.mean([pinball(actual, q, level) for level, q in quantiles.items()]))


def coverage(actual: Floats, low: Floats, high: Floats) -> float:
    """Returns the share of actuals inside a band, ends included."""
    return float(np.mean((actual >= low) & (actual <= high)))


def crps_of_paths(actual: Floats, paths: Floats) -> float:
    """Returns the continuous ranked probability score of samples, in the units of what is forecast.

    The fair estimator: its mean does not depend on how many paths there are.

    Args:
        actual: shape (n,).
        paths: shape (paths, n), at least two paths.

    Source: Zamo & Naveau (2018), "Estimation of the continuous ranked probability score".
    """
    count = len(paths)
    ranked = np.sort(paths, axis=0)
    rank = np.arange(1, count + 1)[:, None]
    apart = 2.0 * np.sum((2 * rank - count - 1) * ranked, axis=0) / (count * (count - 1))
    return float(np.mean(np.mean(np.abs(paths - actual), axis=0) - apart / 2))


def interval_score(actual: Floats, low: Floats, high: Floats, level: float) -> float:
    """Returns the mean width of a band plus what its misses cost: proper for a central band.

    Args:
        actual: what came.
        low: lower ends.
        high: upper ends.
        level: the share to cover, between 0 and 1.

    Source: Gneiting & Raftery (2007), "Strictly proper scoring rules, prediction, and estimation".
    """
    missed = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    return float(np.mean(high - low + missed * 2 / (1 - level)))
