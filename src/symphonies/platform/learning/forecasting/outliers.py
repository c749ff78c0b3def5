"""Points that are far from everything around them: one-offs that no forecast should repeat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FAR = 8.0
"""So many robust standard deviations from its surroundings a point must be to be set aside, and farther
than the middle half of all points is wide."""
AROUND = 4
"""Points to each side that a point is compared with."""
FEWEST_SEASONS = 3
TO_SIGMA = 1.4826
"""What the median absolute deviation of a normal distribution is multiplied with."""


def without_outliers(history: Floats, season: int) -> tuple[Floats, int]:
    """Returns a history in which single far points are as their surroundings and season are; and how many.

    A level that changes and stays is not far: its surroundings change with it.

    Args:
        history: shape (n,).
        season: how many points make a season.

    Source: Hampel (1974), "The influence curve and its role in robust estimation".
    """
    if len(history) <= 2 * AROUND + 1:
        return history, 0
    multiplies = bool(history.min() > 0)
    values = np.log(history) if multiplies else history
    expected = _surroundings(values)
    if season > 1 and len(values) >= FEWEST_SEASONS * season:
        phase = np.arange(len(values)) % season
        habit = np.array([np.median((values - expected)[phase == place]) for place in range(season)])
        expected = _surroundings(values - habit[phase]) + habit[phase]
    apart = values - expected
    sigma = TO_SIGMA * float(np.median(np.abs(apart)))
    spread = float(np.subtract(*np.percentile(values, [75, 25])))
    far = np.abs(apart) > max(FAR * sigma, spread)
    if sigma == 0 or not far.any():
        return history, 0
    kept = np.where(far, expected, values)
    return (np.exp(kept) if multiplies else kept), int(far.sum())


def _surroundings(values: Floats) -> Floats:
    """Returns the running median, over fewer points at the ends."""
    wide = np.pad(values, AROUND, constant_values=np.nan)
    return np.nanmedian(np.lib.stride_tricks.sliding_window_view(wide, 2 * AROUND + 1), axis=1)
