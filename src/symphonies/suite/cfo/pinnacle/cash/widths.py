"""How much wider or narrower bands must be than the simulation draws them: told by earlier forecasts."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats

_ALIKE = 0.5
"""Deviation, in the logarithm of the week, of the weights of weeks that are learnt from together."""
_MEAN_ERROR = np.sqrt(2 / np.pi)
"""Mean size of a standard normal error."""
_VARIANCE = np.pi / 2 - 1
"""Variance of the logarithm of the mean size of normal errors, times their number."""


def learn_widths(strayed: Floats, level: float, every_weeks: float) -> Floats:
    """Returns the width of each week's band over the simulation's, shape (weeks,).

    The width is what the mean size of earlier errors asks for, brought nearer to 1 by its own standard error:
    few outcomes do not overrule a simulation that may be right, and many do.

    Args:
        strayed: how far cash was off its mean over the room to the end of the band, shape (origins, weeks).
        level: that of the band.
        every_weeks: how far the origins lie apart. Forecasts that look over the same weeks say much the same,
            so the farther one looks, the fewer independent ones there are.

    Source: the soft threshold of Donoho & Johnstone (1994), "Ideal spatial adaptation by wavelet shrinkage";
        the threshold of one standard error after Breiman et al. (1984).
    """
    from scipy.special import ndtri

    week = np.arange(1, strayed.shape[1] + 1)
    weight = np.exp(-0.5 * (np.log(week / week[:, None]) / _ALIKE) ** 2)
    mean = weight @ strayed.mean(axis=0) / weight.sum(axis=1)
    needed = np.log(np.maximum(mean, 1e-9) * ndtri((1 + level) / 2) / _MEAN_ERROR)
    apart = len(strayed) * np.minimum(every_weeks / week, 1.0)
    proven = np.maximum(np.abs(needed) - np.sqrt(_VARIANCE / apart), 0.0)
    return np.exp(np.sign(needed) * proven)


def daily_widths(weekly: Floats) -> Floats:
    """Returns the width at the end of each day, straight between the ends of weeks."""
    days = np.arange(1, 7 * len(weekly) + 1)
    return np.interp(days, 7 * np.arange(1, len(weekly) + 1), weekly)
