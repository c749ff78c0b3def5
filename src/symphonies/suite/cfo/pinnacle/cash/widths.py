"""How much wider or narrower bands must be than the simulation draws them: told by earlier forecasts."""

from __future__ import annotations

import numpy as np

from symphonies.platform.learning import conformal_quantile
from symphonies.suite.cfo.pinnacle.books import Floats

_NEIGHBOURS = 1
"""Weeks on either side that are learnt from together with a week."""
_PRIOR = 4.0
"""Independent earlier forecasts that count as much as the simulation's own word."""


def learn_widths(strayed: Floats, level: float, every_weeks: float) -> Floats:
    """Returns the width of each week's band over the simulation's, shape (weeks,).

    Args:
        strayed: how far cash was off its mean over the room to the end of the band, shape (origins, weeks).
        level: that of the band.
        every_weeks: how far the origins lie apart. Forecasts that look over the same weeks say much the same,
            so the farther one looks, the fewer independent ones there are, and the more the simulation is
            believed.
    """
    origins, weeks = strayed.shape
    found = np.ones(weeks)
    for week in range(weeks):
        near = strayed[:, max(week - _NEIGHBOURS, 0) : week + _NEIGHBOURS + 1]
        needed = conformal_quantile(near.ravel(), level)
        if needed is None or needed <= 0:
            continue
        apart = origins * min(every_weeks / (week + 1), 1.0)
        found[week] = needed ** (apart / (apart + _PRIOR))
    return found


def daily_widths(weekly: Floats) -> Floats:
    """Returns the width at the end of each day, straight between the ends of weeks."""
    days = np.arange(1, 7 * len(weekly) + 1)
    return np.interp(days, 7 * np.arange(1, len(weekly) + 1), weekly)
