"""Seasonal indices that are only as strong as the history proves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def seasonal_indices(values: Floats, season: int) -> tuple[Floats, bool]:
    """Returns the index of each point of a season, and whether the indices multiply (else they add).

    Classical decomposition by a centred moving average, of logarithms when every value is positive. The
    indices are shrunk towards none by the positive-part James-Stein rule, so that noise is not repeated
    year after year. With less than two seasons and a point there is nothing to tell a season from.

    Args:
        values: shape (n,).
        season: how many points make a season.

    Returns:
        Shape (season,), aligned with the first value; ones (or zeros) when there is no season.

    Source: Miller & Williams (2003), "Shrinkage estimators of time series seasonal factors".
    """
    multiplies = bool(values.min() > 0)
    neutral = np.full(max(season, 1), 1.0 if multiplies else 0.0)
    if season < 2 or len(values) < 2 * season + 1:
        return neutral, multiplies
    trend = centred_average(values, season)
    lead = (len(values) - len(trend)) // 2
    middle = values[lead : lead + len(trend)]
    ratio = np.log(middle / trend) if multiplies else middle - trend
    phase = np.arange(lead, lead + len(trend)) % season
    counts = np.bincount(phase, minlength=season)
    raw = np.bincount(phase, weights=ratio, minlength=season) / np.maximum(counts, 1)
    noise = float(np.sum((ratio - raw[phase]) ** 2)) / max(len(ratio) - season, 1)
    raw = raw - raw.mean()
    strength = float(np.sum(counts * raw**2))
    kept = max(0.0, 1.0 - (season - 3) * noise / strength) if strength > 0 else 0.0
    shrunk = kept * raw
    return (np.exp(shrunk) if multiplies else shrunk), multiplies


def centred_average(values: Floats, season: int) -> Floats:
    """Returns the moving average over a season, centred; ends where it does not fit are left out."""
    if season % 2:
        weights = np.full(season, 1.0 / season)
    else:
        weights = np.concatenate(([0.5], np.ones(season - 1), [0.5])) / season
    return np.convolve(values, weights, mode="valid")


def along(indices: Floats, start: int, length: int) -> Floats:
    """Returns the indices of ``length`` points from position ``start`` of the history on."""
    return indices[(start + np.arange(length)) % len(indices)]
