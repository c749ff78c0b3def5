"""Series that keep their course: flows, levels and ratios by month, judged by their spread around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.baselines import seasonal_usual
from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.series import Family
from symphonies.platform.vizier.watch.stretches import LEAST_HISTORY, LEAST_KNOWN, LOOKBACK, RANGE, Look, at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 8
_SEASON = 12
_SMALL = 0.1
_FAR = 10.0
_LEAST_RELATIVE = 0.005
"""No figure is taken to repeat itself more exactly than this."""


@dataclass(frozen=True)
class _Course:
    residual: NDArray[np.float64]
    """Actual less usual."""
    usual: NDArray[np.float64]
    spread: NDArray[np.float64]
    """Of a unit of information, by series."""


def look(block: Block, end: int) -> Look | None:
    """Return the most unusual stretches among the newest periods before ``end``; None without enough history.

    Each stretch is set against the periods before the look-back alone, so that what is unusual does not
    become usual by lasting. A longer stretch counts for more, by the square root of its length; that the
    baseline is itself uncertain counts against it.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    found = _look(block, first, end, _units(block, first))
    if block.weights is not None:
        return found
    # what is far in multiples only is near nothing, what is far in amounts only has grown
    amounts = _look(block, first, end, np.full(len(block.members), np.nan))
    return replace(found, score=np.minimum(found.score, amounts.score))


def _look(block: Block, first: int, end: int, unit: NDArray[np.float64]) -> Look:
    import numpy as np

    course = _residuals(block, first, end, unit)
    residual, spread = course.residual, course.spread
    size = np.ones_like(residual) if block.weights is None else np.abs(block.weights[:, :end])
    known = np.isfinite(residual)
    past = np.where(known, size, 0)[:, :first].sum(axis=1)[:, None]
    zero = np.zeros((len(residual), 1))
    sums = np.hstack([zero, np.cumsum(np.where(known, residual, 0.0)[:, first:], axis=1)])
    sizes = np.hstack([zero, np.cumsum(np.where(known, size, 0.0)[:, first:], axis=1)])
    best = np.full(len(residual), -1.0)
    place, length = np.zeros((2, len(residual)), dtype=np.int64)
    for long in range(1, min(LONGEST, end - first) + 1):
        total, weight = sums[:, long:] - sums[:, :-long], sizes[:, long:] - sizes[:, :-long]
        with np.errstate(all="ignore"):
            # a level far out in one period is far out in the next: a longer stretch of it is no surer
            surer = 1 if block.family is Family.LEVEL else weight
            scale = spread[:, None] * np.sqrt(weight * (1 + weight / past) * weight / surer)
            scores = np.where((weight > 0) & (scale > 0), np.abs(total) / scale, 0.0)
        where = np.argmax(scores, axis=1)
        found = at(scores, where)
        better = found > best
        best = np.where(better, found, best)
        place, length = np.where(better, where + first, place), np.where(better, long, length)
    score = np.where((spread > 0) & np.isfinite(best), best, np.nan)
    last = place + length - 1
    return replace(_told(block, course, unit, place, last), score=score)


def _units(block: Block, first: int) -> NDArray[np.float64]:
    """Return the size below which differences count as amounts; NaN: all do, as figures of both signs must.

    Figures of one sign vary by multiples: what doubles is as unusual at any size.
    """
    import numpy as np

    past = block.values[:, :first]
    known = np.isfinite(past)
    one_sign = np.where(known, past >= 0, True).all(axis=1) | np.where(known, past <= 0, True).all(axis=1)
    sizes = np.where(known | known.any(axis=1, keepdims=True), np.abs(past), 0.0)
    middle = np.nanmedian(sizes, axis=1)
    unit = np.where(block.counts, np.maximum(_SMALL * middle, 1.0), _SMALL * middle)
    return np.where(one_sign & (middle > 0) & (block.family is not Family.RATIO), unit, np.nan)


def _residuals(block: Block, first: int, end: int, unit: NDArray[np.float64]) -> _Course:
    """Return the course learned before ``first``."""
    import numpy as np

    values = block.values[:, :end]
    if block.weights is not None:
        return _ratio_residuals(values, block.weights[:, :end], first, LEAST_KNOWN[block.grain])
    scaled = np.isfinite(unit)
    by = np.where(scaled, unit, 1.0)[:, None]
    bent = np.where(scaled[:, None], np.arcsinh(values / by), values)
    usual = seasonal_usual(bent, first, _SEASON)
    # no straight course leads further than a thousandfold
    usual = np.where(scaled[:, None], np.clip(usual, -_FAR, _FAR), usual)
    residual = bent - usual
    spread = np.maximum(_spread(residual[:, :first]), np.where(scaled, _LEAST_RELATIVE, 0.0))
    middle = np.maximum(np.nanmedian(np.abs(np.nan_to_num(values[:, :first])), axis=1), 1.0)
    chance = np.where(scaled, np.sqrt(middle) / np.hypot(middle, by[:, 0]), np.sqrt(middle))
    spread = np.where(block.counts, np.maximum(spread, chance), spread)
    straight = np.where(scaled[:, None], usual, 0.0)
    return _Course(residual, np.where(scaled[:, None], np.sinh(straight) * by, usual), spread)


def _ratio_residuals(
    values: NDArray[np.float64], weights: NDArray[np.float64], first: int, least: int
) -> _Course:
    import numpy as np

    whole = weights[:, :first].sum(axis=1)
    with np.errstate(all="ignore"):
        rate = np.where(whole != 0, values[:, :first].sum(axis=1) / whole, 0.0)
        residual = np.where(weights != 0, values - rate[:, None] * weights, np.nan)
        past = np.where(
            weights[:, :first] > 0, residual[:, :first] / np.sqrt(np.abs(weights[:, :first])), np.nan
        )
    enough = np.isfinite(past).sum(axis=1) >= least
    known = np.maximum(np.isfinite(past).sum(axis=1), 1)
    spread = np.where(enough, np.sqrt(np.nansum(past**2, axis=1) / known), 0.0)
    share = ((values >= 0) & (values <= weights) & (weights == np.rint(weights)))[:, :first].all(axis=1)
    # shares of counts vary at least as coins do
    with np.errstate(all="ignore"):
        coins = np.sqrt(np.maximum(rate * (1 - rate), 0.02 / np.where(whole > 0, whole, np.inf)))
    spread = np.where(share & enough & (whole > 0), np.maximum(spread, coins), spread)
    return _Course(residual, np.repeat(rate[:, None], values.shape[1], axis=1), spread)


def _spread(residual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard deviation with the largest twentieth drawn in: no outlier hides another."""
    import numpy as np

    size = np.abs(residual)
    known = np.isfinite(size)
    enough = known.sum(axis=1) >= 8
    quantile = np.nanquantile if not known.all() else np.quantile
    far = quantile(np.where(enough[:, None], size, 0.0), 0.95, axis=1)
    drawn = np.minimum(size, far[:, None]) ** 2
    mean = np.nansum(drawn, axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.where(enough, np.sqrt(mean) * 1.1, 0.0)


def _told(
    block: Block,
    course: _Course,
    unit: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> Look:
    """Return the look with the period told, its figure, and the ends of its expected range."""
    import numpy as np

    residual, usual = course.residual, course.usual
    weights = np.ones_like(residual) if block.weights is None else block.weights[:, : residual.shape[1]]
    size = np.abs(weights)
    places = np.arange(residual.shape[1])
    inside = (places >= first[:, None]) & (places <= last[:, None])
    reach = RANGE * course.spread[:, None] * np.sqrt(size)
    with np.errstate(all="ignore"):
        out = np.where(inside & (reach > 0), np.nan_to_num(np.abs(residual) / reach), -1.0)
    beyond = np.where(out > 1, places, -1).max(axis=1)
    telling = np.where(beyond >= 0, beyond, np.argmax(out, axis=1))
    middle, far = at(usual, telling), at(reach, telling)
    values = block.values[:, : residual.shape[1]]
    with np.errstate(all="ignore"):
        if block.weights is not None:
            weight = at(weights, telling)
            value = at(values, telling) / weight
            low, high = middle - far / np.abs(weight), middle + far / np.abs(weight)
            actual = np.where(inside, values, 0).sum(axis=1) / np.where(inside, weights, 0).sum(axis=1)
            usually = usual[:, 0]
        else:
            value = at(values, telling)
            place = np.arcsinh(middle / unit)
            low = np.where(np.isfinite(unit), np.sinh(place - far) * unit, middle - far)
            high = np.where(np.isfinite(unit), np.sinh(place + far) * unit, middle + far)
            length = np.maximum((inside & np.isfinite(values)).sum(axis=1), 1)
            usually = np.nansum(np.where(inside & np.isfinite(values), usual, 0), axis=1) / length
            actual = np.nansum(np.where(inside, values, 0), axis=1) / length
        share = np.abs(actual - usually) / np.abs(usually)
    low, high = _possible(block, low, high)
    excess = (actual - usually) * np.where(inside, weights, 0.0).sum(axis=1)
    return Look(first, last, np.zeros(len(low)), usually, actual, telling, value, low, high, share, excess)


def _possible(
    block: Block, low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of ranges kept to what figures of a series ever can be."""
    import numpy as np

    least = np.where(np.nan_to_num(block.values, nan=0.0).min(axis=1) >= 0, 0.0, -np.inf)
    most = np.full(len(low), np.inf)
    if block.weights is not None:
        share = (block.values >= 0).all(axis=1) & (block.values <= block.weights).all(axis=1)
        most = np.where(share, 1.0, np.inf)
        least = np.where((block.weights >= 0).all(axis=1), least, -np.inf)
    return np.maximum(low, least), np.minimum(high, most)
