"""Rates of a market: no level is usual, only the size of a day's move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.stretches import LEAST_HISTORY, LOOKBACK, RANGE, Look, at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def look(block: Block, end: int) -> Look | None:
    """Return the largest move of each price among the newest periods before ``end``, in usual moves.

    It lasts while the price has not come half of the way back.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    logs = np.log(_filled(block.values[:, :end]))
    moves = np.diff(logs, axis=1, prepend=logs[:, :1])
    active = np.where(moves[:, :first] != 0, moves[:, :first], np.nan)
    known = np.isfinite(active).sum(axis=1)
    spread = np.sqrt(np.nansum(active**2, axis=1) / np.maximum(known, 1))
    with np.errstate(all="ignore"):
        score = np.where((known >= 8) & (spread > 0), np.abs(moves[:, first:]).max(axis=1) / spread, np.nan)
    place = first + np.argmax(np.nan_to_num(np.abs(moves[:, first:])), axis=1)
    before, after = at(logs, place - 1), at(logs, place)
    back = np.abs(logs[:, -1] - before) < np.abs(after - before) / 2
    last = np.where(back, place, end - 1)
    low, high = np.exp(before - RANGE * spread), np.exp(before + RANGE * spread)
    usual, value = np.exp(before), np.exp(after)
    return Look(
        place, last, score, usual, value, place, value, low, high, np.abs(value / usual - 1), value - usual
    )


def _filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return prices with the last known one where there is none; a price that is not positive is none."""
    import numpy as np

    known = np.isfinite(values) & (values > 0)
    places = np.maximum.accumulate(np.where(known, np.arange(values.shape[1]), 0), axis=1)
    filled = np.take_along_axis(values, places, axis=1)
    return np.where(np.isfinite(filled) & (filled > 0), filled, 1.0)
