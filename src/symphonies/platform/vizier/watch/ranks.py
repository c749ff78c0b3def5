"""What lasts though each month of it has been seen before: month after month among the highest or lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.stretches import LEAST_HISTORY, LEAST_KNOWN, LOOKBACK, Look, at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 3
_USUALLY = (0.025, 0.975)


def look(block: Block, end: int) -> Look | None:
    """Return the stretch up to ``end`` whose months all rank least likely among those before the look-back.

    Where a share ``q`` of the past lies as far out as the mildest of ``n`` months, so many in a row are as
    likely as ``q`` to the power of ``n``. Past months that differ wildly make no such stretch usual.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    values = block.values[:, :end]
    with np.errstate(all="ignore"):
        figures = values if block.weights is None else values / block.weights[:, :end]
    past = figures[:, :first]
    known = np.isfinite(past).sum(axis=1)
    best, place = np.full(len(values), 1.0), np.full(len(values), first)
    for start in range(first, end - SHORTEST + 1):
        stretch = figures[:, start:]
        found = np.minimum(_chance(past, stretch, known), _chance(-past, -stretch, known))
        better = found < best
        best, place = np.where(better, found, best), np.where(better, start, place)
    score = np.where(known >= LEAST_KNOWN[block.grain], np.sqrt(-2 * np.log(best)) + 1, np.nan)
    return _told(block, figures, score, place, first)


def _chance(
    past: NDArray[np.float64], stretch: NDArray[np.float64], known: NDArray[np.int64]
) -> NDArray[np.float64]:
    import numpy as np

    complete = np.isfinite(stretch).all(axis=1)
    mildest = np.where(complete, stretch.min(axis=1), -np.inf)
    share = ((past >= mildest[:, None]).sum(axis=1) + 1) / (known + 1)
    return np.minimum(share, 1.0) ** stretch.shape[1]


def _told(
    block: Block,
    figures: NDArray[np.float64],
    score: NDArray[np.float64],
    place: NDArray[np.int64],
    first: int,
) -> Look:
    import numpy as np

    end = figures.shape[1]
    places = np.arange(end)
    inside = places >= place[:, None]
    sizes = np.ones_like(figures) if block.weights is None else block.weights[:, :end]
    past = np.where(np.isfinite(figures[:, :first]), figures[:, :first], 0.0)
    with np.errstate(all="ignore"):
        usual = (past * sizes[:, :first]).sum(axis=1) / sizes[:, :first].sum(axis=1)
        amounts = np.where(inside, np.nan_to_num(figures) * sizes, 0)
        actual = amounts.sum(axis=1) / np.where(inside, sizes, 0).sum(axis=1)
        share = np.abs(actual - usual) / np.abs(usual)
    low, high = np.quantile(past, _USUALLY, axis=1)
    out = np.where(inside, np.maximum(figures - high[:, None], low[:, None] - figures), -np.inf)
    telling = np.argmax(np.nan_to_num(out, nan=-np.inf), axis=1)
    last = np.full(len(score), end - 1)
    excess = (actual - usual) * np.where(inside, sizes, 0).sum(axis=1)
    return Look(place, last, score, usual, actual, telling, at(figures, telling), low, high, share, excess)
