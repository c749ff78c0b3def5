"""Scores of forecasts. Arrays are aligned; series along the first axis, horizons along the second."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def smape(actual: Floats, forecast: Floats) -> float:
    """Returns the symmetric mean absolute percentage error, in percent (0 to 200).

    A point where both are 0 is right and counts as 0.

    Source: Makridakis & Hibon (2000), "The M3-Competition: results, conclusions and implications".
    """
    total = np.abs(actual) + np.abs(forecast)
    error = np.abs(actual - forecast)
    return float(np.mean(200.0 * np.divide(error, total, out=np.zeros_like(error), where=total > 0)))


def seasonal_scale(history: Floats, season: int) -> float:
    """Returns the mean absolute error of the seasonal naive forecast within a history, in its units.

    ``nan`` when the history is not longer than a season.
    """
    lag = max(season, 1)
    return float(np.mean(np.abs(history[lag:] - history[:-lag]))) if len(history) > lag else float("nan")


def mase(actual: Floats, forecast: Floats, scale: Floats) -> float:
    """Returns the mean absolute scaled error over series whose scale is known and not 0.

    Args:
        actual: shape (series, horizon).
        forecast: shape (series, horizon).
        scale: shape (series,), by ``seasonal_scale``.

    Source: Hyndman & Koehler (2006), "Another look at measures of forecast accuracy".
    """
    usable = np.isfinite(scale) & (scale > 0)
    errors = np.mean(np.abs(actual - forecast), axis=-1)[usable] / scale[usable]
    return float(np.mean(errors))


def wmape(actual: Floats, forecast: Floats) -> float:
    """Returns the sum of absolute errors over the sum of absolute actuals; ``nan`` when all are 0."""
    total = float(np.sum(np.abs(actual)))
    return float(np.sum(np.abs(actual - forecast)) / total) if total else float("nan")


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


def concordance(actual: Floats, forecast: Floats) -> float:
    """Returns the share of pairs that the forecast orders as they came; ties of the forecast count half.

    Args:
        actual: shape (n,); pairs of equal actuals are left out.
        forecast: shape (n,).

    Source: Harrell et al. (1982), "Evaluating the yield of medical tests".
    """
    order = np.argsort(actual, kind="stable")
    ranked, told = actual[order], forecast[order]
    ranks = np.unique(told, return_inverse=True)[1] + 1
    tree = np.zeros(ranks.max(initial=0) + 1, dtype=np.int64)
    agree, pairs, position = 0.0, 0, 0
    while position < len(ranked):
        end = int(np.searchsorted(ranked, ranked[position], side="right"))
        for rank in ranks[position:end]:
            below, upto = _count(tree, int(rank) - 1), _count(tree, int(rank))
            agree += below + 0.5 * (upto - below)
            pairs += position
        for rank in ranks[position:end]:
            _add(tree, int(rank))
        position = end
    return agree / pairs if pairs else float("nan")


def _count(tree: NDArray[np.int64], rank: int) -> int:
    """Returns how many ranks up to one a Fenwick tree holds."""
    found = 0
    while rank > 0:
        found += int(tree[rank])
        rank -= rank & -rank
    return found


def _add(tree: NDArray[np.int64], rank: int) -> None:
    while rank < len(tree):
        tree[rank] += 1
        rank += rank & -rank
