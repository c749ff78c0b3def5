"""Figures that stay away: how unlikely so long a gap is after the gaps there were."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.stretches import LEAST_HISTORY, LEAST_KNOWN, LOOKBACK, Look

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 2
_USUALLY = (0.025, 0.975)


def look(block: Block, end: int) -> Look | None:
    """Return the gap each series ends in, if it ends in one; `chance` undoes its score.

    Whether a figure is there depends on whether one was there the period before; both chances are learned
    before the look-back, so that weekends and months without a figure are usual where they were. A series
    without gaps of its own has the chances of its metric, and a metric without any those of its like.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    values = block.values[:, :end]
    there = np.isfinite(values)
    long = np.where(there.any(axis=1), np.argmax(there[:, ::-1], axis=1), 0)
    # the newest figure alone may just be late
    long = np.where(long >= SHORTEST, long, 0)
    before, after = there[:, : first - 1], there[:, 1:first]
    begins = _rates(block, before & ~after, before)
    goes_on = _rates(block, ~before & ~after, ~before)
    # a gap may begin in any period of the look-back
    log_p = np.log(begins) + (long - 1) * np.log(goes_on) + np.log(end - first)
    known = (there[:, :first].sum(axis=1) >= LEAST_KNOWN[block.grain]) & (long < end - first)
    score = np.where(known, np.sqrt(-2 * np.minimum(np.where(long > 0, log_p, 0.0), 0.0)) + 1, np.nan)
    place = np.where(long > 0, end - long, end - 1)
    with np.errstate(all="ignore"):
        usual = np.nan_to_num(np.nanmean(_last(values, first), axis=1))
        low, high = np.nan_to_num(np.nanquantile(_last(values, first), _USUALLY, axis=1))
    last, gone = np.full(len(values), end - 1), long > 0
    # what did not come is told as nothing, beside the range that was to be expected
    value = np.where(gone, 0.0, usual)
    return Look(
        place, last, score, usual, value, place, value, low, high,
        np.where(gone, 1.0, 0.0), np.where(gone, -usual, 0.0),
    )  # fmt: skip


def chance(score: float) -> float:
    """Return how likely so long a gap is."""
    return math.exp(-((score - 1) ** 2) / 2)


def _rates(block: Block, cases: NDArray[np.bool_], chances: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how often it happened in each series, drawn to its metric, and that to all, by one case."""
    import numpy as np

    seen, of = cases.sum(axis=1), chances.sum(axis=1)
    every = (seen.sum() + 1) / (of.sum() + 2)
    _, metric = np.unique([each.metric for each in block.members], return_inverse=True)
    of_metric = (np.bincount(metric, weights=seen) + every) / (np.bincount(metric, weights=of) + 1)
    return np.asarray((seen + of_metric[metric]) / (of + 1))


def _last(values: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """Return the periods before the look-back, zeros of series that had no figure yet."""
    import numpy as np

    known = values[:, :first]
    some = np.isfinite(known).any(axis=1, keepdims=True)
    return np.where(some, known, 0.0)
