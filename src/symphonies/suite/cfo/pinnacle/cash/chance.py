"""How often a band that is right holds in a backtest of few days that look over the same weeks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

WEEK = 7
DRAWS, SEED = 2000, 20_260_101
WITHIN = 0.8
"""Of all tests of a band that is right, the share that lies between the ends that are told."""


def chance_range(level: float, cuts: Sequence[date], weeks: int) -> tuple[float, float]:
    """Returns between which shares a right band of a level holds in eight of ten tests from the same days.

    Errors are taken to add up day by day, each day's on its own, so that forecasts that look over the same
    days are off alike: the more they overlap, the fewer they are worth.

    Args:
        level: that of the band, 0 to 1.
        cuts: the days that were looked ahead from.
        weeks: how many ends of weeks were tested from each.
    """
    first = min(cuts)
    return _range(level, tuple(sorted((cut - first).days for cut in cuts)), weeks)


@lru_cache(maxsize=64)
def _range(level: float, days: tuple[int, ...], weeks: int) -> tuple[float, float]:
    from scipy.special import ndtri

    ahead = WEEK * np.arange(1, weeks + 1)
    start = np.array(days)[:, None]
    daily = np.random.default_rng(SEED).standard_normal((DRAWS, days[-1] + WEEK * weeks))
    walked = np.concatenate([np.zeros((DRAWS, 1)), daily.cumsum(axis=1)], axis=1)
    strayed = np.abs(walked[:, start + ahead] - walked[:, start]) / np.sqrt(ahead)
    held = (strayed <= ndtri((1 + level) / 2)).mean(axis=(1, 2))
    low, high = np.quantile(held, [(1 - WITHIN) / 2, (1 + WITHIN) / 2])
    return float(low), float(high)
