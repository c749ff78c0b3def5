"""Series that keep their course: flows, levels and ratios by month, judged by their spread around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.baselines import seasonal_usual
from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.stretches import (
    LEAST_HISTORY,
    LEAST_KNOWN,
    LOOKBACK,
    RANGE,
    SURER,
    Look,
    at,
    longer_is_surer,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 8
SHORTEST_TREND = 4
_SEASON = 12
FEW = 4
"""A sum that is off by fewer usual rows is not worth a word."""
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
    noise = _noise(block, end)
    known = np.isfinite(residual)
    past = np.where(known, size, 0)[:, :first].sum(axis=1)[:, None]
    past_noise = np.where(known, noise, 0)[:, :first].sum(axis=1)[:, None]
    like_rows = _like_rows(block, course, first)
    best = np.full(len(residual), np.nan)
    place, length = np.zeros((2, len(residual)), dtype=np.int64)
    for long in range(1, min(LONGEST, end - first) + 1):
        total, weight, noisy = (
            _windows(np.where(known, part, 0.0)[:, first:], long) for part in (residual, size, noise)
        )
        with np.errstate(all="ignore"):
            # a level far out in one period is far out in the next: a longer stretch of it is no surer
            surer = long if block.family.stands else 1
            of_rate = spread[:, None] ** 2 * (weight / past) ** 2 * past_noise
            own = like_rows[:, None] * _own_noise(block, first, end, long)
            of_stretch = np.maximum(spread[:, None] ** 2 * noisy, own)
            scale = np.sqrt((of_stretch + of_rate) * surer)
            scores = np.where((weight > 0) & (spread[:, None] > 0), np.abs(total) / scale, 0.0)
        where = np.argmax(scores, axis=1)
        found = at(scores, where)
        better = longer_is_surer(found, best)
        best = np.where(better, found, best)
        place, length = np.where(better, where + first, place), np.where(better, long, length)
    score = np.where(spread > 0, best, np.nan)
    last = place + length - 1
    trend = _is_trend(block, residual, first, place, last)
    return replace(_told(block, course, unit, place, last), score=score, trend=trend)


def _noise(block: Block, end: int) -> NDArray[np.float64]:
    """Return how much chance weighs in each period: the more so, the fewer and larger rows make its size."""
    import numpy as np

    if block.weights is None:
        return np.ones_like(block.values[:, :end])
    if block.parts is None or block.parts.weights is None:
        return np.abs(block.weights[:, :end])
    return block.parts.weights[:, :end]


def _own_noise(block: Block, first: int, end: int, long: int) -> NDArray[np.float64] | float:
    """Return the variance of each stretch as its own rows tell it: they may differ more than past ones."""
    import numpy as np

    if block.weights is None or block.parts is None:
        return 0.0
    values, weights = (_windows(part[:, first:end], long) for part in (block.values, block.weights))
    with np.errstate(all="ignore"):
        rate = np.where(weights != 0, values / weights, 0.0)
    return block.parts.each(lambda part: _windows(part[:, first:end], long)).around(rate)


def _like_rows(block: Block, course: _Course, first: int) -> NDArray[np.float64]:
    """Return the past variance over the one that rows tell, at most 1: rows may offset each other."""
    import numpy as np

    if block.weights is None or block.parts is None:
        return np.zeros(len(block.values))
    rows = block.parts.each(lambda part: part[:, :first]).around(course.usual[:, :1])
    with np.errstate(all="ignore"):
        found = np.nansum(course.residual[:, :first] ** 2, axis=1) / rows.sum(axis=1)
    return np.minimum(np.nan_to_num(found), 1.0)


def _windows(matrix: NDArray[np.float64], long: int) -> NDArray[np.float64]:
    """Return sums of so many periods in a row."""
    import numpy as np

    sums = np.hstack([np.zeros((len(matrix), 1)), np.cumsum(matrix, axis=1)])
    return sums[:, long:] - sums[:, :-long]


def _is_trend(
    block: Block,
    residual: NDArray[np.float64],
    first: int,
    place: NDArray[np.int64],
    last: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return which stretches that last are better told as a line away from the usual than as a new level."""
    import numpy as np

    end = residual.shape[1]
    weights = np.ones_like(residual) if block.weights is None else np.abs(block.weights[:, :end])
    with np.errstate(all="ignore"):
        newest = np.nan_to_num((residual / weights)[:, first:], posinf=0.0, neginf=0.0)
    places = np.arange(first, end)
    inside = (places >= place[:, None]) & (places <= last[:, None])
    level = (newest * inside).sum(axis=1) / np.maximum(inside.sum(axis=1), 1)
    off_level = ((newest - level[:, None] * inside) ** 2).sum(axis=1)
    off_line = np.full(len(newest), np.inf)
    for start in range(end - first - SHORTEST_TREND + 1):
        line = np.maximum(np.arange(end - first) - start + 1.0, 0.0)
        slope = newest @ line / (line @ line)
        off_line = np.minimum(off_line, ((newest - slope[:, None] * line) ** 2).sum(axis=1))
    lasts = (last == end - 1) & (last - place + 1 >= SHORTEST_TREND)
    with np.errstate(all="ignore"):
        gain = (end - first) * np.log(off_level / off_line)
    return np.asarray(lasts & (gain > SURER))


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
    return np.where(one_sign & (middle > 0) & (not block.family.is_ratio), unit, np.nan)


def _residuals(block: Block, first: int, end: int, unit: NDArray[np.float64]) -> _Course:
    """Return the course learned before ``first``."""
    import numpy as np

    values = block.values[:, :end]
    if block.weights is not None:
        least = LEAST_KNOWN[block.grain]
        return _ratio_residuals(values, block.weights[:, :end], _noise(block, end), first, least)
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
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    noise: NDArray[np.float64],
    first: int,
    least: int,
) -> _Course:
    import numpy as np

    whole = weights[:, :first].sum(axis=1)
    with np.errstate(all="ignore"):
        rate = np.where(whole != 0, values[:, :first].sum(axis=1) / whole, 0.0)
        residual = np.where(weights != 0, values - rate[:, None] * weights, np.nan)
        past = np.where(weights[:, :first] > 0, residual[:, :first] / np.sqrt(noise[:, :first]), np.nan)
    enough = np.isfinite(past).sum(axis=1) >= least
    known = np.maximum(np.isfinite(past).sum(axis=1), 1)
    spread = np.where(enough, np.sqrt(np.nansum(past**2, axis=1) / known), 0.0)
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
    places = np.arange(residual.shape[1])
    inside = (places >= first[:, None]) & (places <= last[:, None])
    reach = RANGE * course.spread[:, None] * np.sqrt(_noise(block, residual.shape[1]))
    with np.errstate(all="ignore"):
        out = np.where(inside & (reach > 0), np.nan_to_num(np.abs(residual) / reach), -1.0)
    beyond = np.where(out > 1, places, -1).max(axis=1)
    telling = np.where(beyond >= 0, beyond, np.argmax(out, axis=1))
    middle, far = at(usual, telling), at(reach, telling)
    values = block.values[:, : residual.shape[1]]
    value = at(values, telling)
    with np.errstate(all="ignore"):
        if block.weights is not None:
            weight = at(weights, telling)
            value = value / weight
            low, high = middle - far / np.abs(weight), middle + far / np.abs(weight)
            actual = np.where(inside, values, 0).sum(axis=1) / np.where(inside, weights, 0).sum(axis=1)
            usually = usual[:, 0]
        else:
            low, high = _range(middle, far, unit)
            length = np.maximum((inside & np.isfinite(values)).sum(axis=1), 1)
            usually = np.nansum(np.where(inside & np.isfinite(values), usual, 0), axis=1) / length
            actual = np.nansum(np.where(inside, values, 0), axis=1) / length
        share = np.abs(actual - usually) / np.abs(usually)
    if block.weights is None and block.parts is not None:
        few = np.abs(actual - usually) < FEW * _lump(block, inside)
        share = np.where(few, 0.0, share)
    low, high = _possible(block, low, high)
    excess = (actual - usually) * np.where(inside, weights, 0.0).sum(axis=1)
    return Look(first, last, np.zeros(len(low)), usually, actual, telling, value, low, high, share, excess)


def _range(
    middle: NDArray[np.float64], far: NDArray[np.float64], unit: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the ends of the expected range around a figure; in units of its size, where it has one."""
    import numpy as np

    place = np.arcsinh(middle / unit)
    low = np.where(np.isfinite(unit), np.sinh(place - far) * unit, middle - far)
    high = np.where(np.isfinite(unit), np.sinh(place + far) * unit, middle + far)
    return low, high


def _lump(block: Block, inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the usual amount of the rows of a stretch, counted as often as it is large."""
    import numpy as np

    if block.parts is None:
        return np.zeros(len(block.values))
    end = inside.shape[1]
    with np.errstate(all="ignore"):
        found = np.where(inside, block.parts.values[:, :end], 0.0).sum(axis=1) / np.abs(
            np.where(inside, block.values[:, :end], 0.0).sum(axis=1)
        )
    return np.nan_to_num(found)


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
