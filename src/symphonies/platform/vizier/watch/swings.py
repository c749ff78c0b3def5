"""Figures that swing more wildly from week to week than they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.series import Family
from symphonies.platform.vizier.watch.stretches import LEAST_HISTORY, LOOKBACK, RANGE, Look

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEEK = 7
WINDOWS = (10, 15, 20)
"""Over so many of the newest weeks wilder swings are looked for."""
_ROWS = 20
"""Of fewer rows a week swings by chance: it is not looked at."""
_LOW = 0.05
"""A week below this share of the usual one counts as that share."""
_KEPT = 0.8
"""The largest fifth of the changes is left out, so that a spike or a step is no swing."""
_NOISE = 0.9
"""Standard deviation of the logarithm of a swing over one week, of normal figures."""
_LEAST = 1e-6


def fits(block: Block) -> NDArray[np.bool_]:
    """Return which series are made of enough rows every week, none of them negative."""
    import numpy as np

    none = np.zeros(len(block.members), dtype=bool)
    if block.grain is not Grain.DAY or block.family is not Family.FLOW or block.parts is None:
        return none
    weeks, squares = _weeks(block.values), _weeks(block.parts.values)
    with np.errstate(all="ignore"):
        rows = np.nan_to_num(weeks**2 / squares)
    return np.asarray((block.values >= 0).all(axis=1) & (np.quantile(rows, 0.1, axis=1) >= _ROWS))


def look(block: Block, end: int) -> Look | None:
    """Return how far the newest swings lie above those before the look-back, over the most telling window.

    A swing is the mean relative change from week to week, the largest ones left out. The score is the
    exponential of its distance in standard deviations, as scores are judged by their logarithm.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    weeks = _weeks(block.values[:, :end])
    usually = np.median(weeks, axis=1, keepdims=True)
    changes = np.abs(np.diff(np.log(np.maximum(weeks, _LOW * usually + _LEAST)), axis=1))
    recent = (end - first) // WEEK
    past = changes[:, :-recent]
    usual = _swing(past)
    best, actual, length = np.zeros(len(weeks)), usual.copy(), np.full(len(weeks), WINDOWS[0])
    for long in WINDOWS:
        swing = _swing(changes[:, -long:])
        found = np.log(swing / usual) / (_NOISE * np.sqrt(1 / long + 1 / past.shape[1]))
        better = found > best
        best = np.where(better, found, best)
        actual, length = np.where(better, swing, actual), np.where(better, long, length)
    reach = np.exp(RANGE * _NOISE / np.sqrt(length))
    place = np.maximum(end - WEEK * length, 0)
    last = np.full(len(weeks), end - 1)
    share = np.abs(actual - usual) / usual
    score = np.exp(np.minimum(best, 50.0))
    low, high, nothing = usual / reach, usual * reach, np.zeros(len(weeks))
    return Look(place, last, score, usual, actual, last, actual, low, high, share, nothing)


def _weeks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of seven days, counted back from the newest one."""
    import numpy as np

    count = values.shape[1] // WEEK
    return (
        np.nan_to_num(values[:, values.shape[1] - count * WEEK :])
        .reshape(len(values), count, WEEK)
        .sum(axis=2)
    )


def _swing(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    kept = max(int(changes.shape[1] * _KEPT), 1)
    return np.maximum(np.sort(changes, axis=1)[:, :kept].mean(axis=1), _LEAST)
