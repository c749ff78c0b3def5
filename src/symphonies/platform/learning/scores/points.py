"""Scores of point forecasts. Arrays are aligned; series along the first axis, horizons along the second."""

from __future__ import annotations

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
    """Returns the mean absolute scaled error over series whose scale is known and not 0, ``nan`` with none.

    Args:
        actual: shape (series, horizon).
        forecast: shape (series, horizon).
        scale: shape (series,), by ``seasonal_scale``.

    Source: Hyndman & Koehler (2006), "Another look at measures of forecast accuracy".
    """
    usable = np.isfinite(scale) & (scale > 0)
    errors = np.mean(np.abs(actual - forecast), axis=-1)[usable] / scale[usable]
    return float(np.mean(errors)) if len(errors) else float("nan")


def mae(actual: Floats, forecast: Floats) -> float:
    """Returns the mean absolute error, in the units of what is forecast."""
    return float(np.mean(np.abs(actual - forecast)))


def wmape(actual: Floats, forecast: Floats) -> float:
    """Returns the sum of absolute errors over the sum of absolute actuals; ``nan`` when all are 0."""
    total = float(np.sum(np.abs(actual)))
    return float(np.sum(np.abs(actual - forecast)) / total) if total else float("nan")
