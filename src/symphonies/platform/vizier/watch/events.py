"""Things that happen: payments, failures, frauds, judged by how unlikely so many or so few would be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.block import Block
from symphonies.platform.vizier.watch.series import Family
from symphonies.platform.vizier.watch.stretches import (
    LEAST_HISTORY,
    LEAST_KNOWN,
    LOOKBACK,
    Look,
    at,
    longer_is_surer,
)
from symphonies.platform.vizier.watch.workdays import calendar_usual

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LENGTHS = {Grain.DAY: (1, 2, 3, 5, 7, 14, 28), Grain.MONTH: (1, 2, 3, 4, 5, 6, 7, 8)}
_CLUSTERS = 7
"""Days over which events that come together are taken as one lump when their spread is measured."""
_LEAST_P = 1e-300
FEW = 4
"""Fewer lumps too many or too few are not worth a word, however unlikely."""
CALM = 2.0
"""The score where nothing lies two spreads out: such stretches are not told apart."""


def fits(block: Block) -> NDArray[np.bool_]:
    """Return which series count or sum single events: none negative, shares at most all."""
    import numpy as np

    values = block.values
    fitting = np.all(values >= 0, axis=1)
    if block.weights is not None:
        fitting = fitting & (values <= block.weights).all(axis=1)
    suits = block.family in (Family.FLOW, Family.RATIO)
    return np.logical_and(fitting, np.full(len(block.members), suits))


def look(block: Block, end: int) -> Look | None:
    """Return the most unusual stretches among the newest periods before ``end``; None without enough history.

    The events of a stretch are held against a Poisson count of lumps: the size of a lump is learned from how
    far past days lay from the usual. Of a share the rarer side is counted. Usual is what the calendar makes
    usual; between two answers of the calendar nothing is unusual.
    """
    import numpy as np

    first = end - LOOKBACK[block.grain]
    if first < LEAST_HISTORY[block.grain]:
        return None
    expected = _expected(block, first, end)
    lump = _lumps(block, expected, first)
    score, place, length = _most_unlikely(block, expected, lump, first, LENGTHS[block.grain])
    if block.weights is not None:
        known = (block.weights[:, :first] > 0).sum(axis=1) >= LEAST_KNOWN[block.grain]
        score = np.where(known, score, np.nan)
    last = place + length - 1
    lump = np.maximum(lump, _lump_of(block, expected.events, place, last))
    return replace(_told(block, expected, lump, place, last), score=score)


@dataclass(frozen=True)
class _Expected:
    events: NDArray[np.float64]
    low: NDArray[np.float64]
    """The least that is usual."""
    high: NDArray[np.float64]
    """The most that is usual."""


def _expected(block: Block, first: int, end: int) -> _Expected:
    """Return the events of each period, and the least and most that is usual."""
    import numpy as np

    values = block.values[:, :end]
    if block.weights is None:
        if block.grain is Grain.DAY:
            days = None if block.days is None else block.days.within(slice(end))
            low, high = calendar_usual(values, block.starts[:end], first, days)
        else:
            low = high = np.repeat(values[:, :first].mean(axis=1)[:, None], end, axis=1)
        return _Expected(values, low, high)
    weights = block.weights[:, :end]
    events = np.where(_mostly(block)[:, None], weights - values, values)
    whole = weights[:, :first].sum(axis=1)
    with np.errstate(all="ignore"):
        rate = np.where(whole > 0, events[:, :first].sum(axis=1) / whole, 0.0)
    usual = rate[:, None] * weights
    return _Expected(events, usual, usual)


def _mostly(block: Block) -> NDArray[np.bool_]:
    """Return where a share is above a half: there the other side is rarer."""
    import numpy as np

    if block.weights is None:
        return np.zeros(len(block.values), dtype=bool)
    return block.values.sum(axis=1) > block.weights.sum(axis=1) / 2


def _lumps(block: Block, expected: _Expected, first: int) -> NDArray[np.float64]:
    """Return variance over mean of past events, of single periods and of several together, the larger one."""
    import numpy as np

    found = []
    for long in (1, _CLUSTERS if block.grain is Grain.DAY else 3):
        parts = (expected.events, expected.low, expected.high)
        seen, least, most = (_windows(part[:, :first], long)[:, ::long] for part in parts)
        off = np.maximum(np.maximum(seen - most, least - seen), 0.0)
        mean = (least + most).sum(axis=1) / 2
        with np.errstate(all="ignore"):
            found.append(np.where(mean > 0, (off**2).sum(axis=1) / mean, 0.0))
    events = expected.events
    largest = events[:, :first].max(axis=1)
    lump = np.maximum(np.maximum(*found), 0.0)
    lump = np.where(lump > 0, lump, largest)
    counted = (events == np.rint(events)).all(axis=1)
    if (squares := _squares(block, first)) is None:
        return np.maximum(lump, np.where(counted, 1.0, _amounts(block, first)))
    with np.errstate(all="ignore"):
        own = np.nan_to_num(squares.sum(axis=1) / events[:, :first].sum(axis=1))
    return np.maximum(lump, np.where(counted, 1.0, own))


def _squares(block: Block, end: int) -> NDArray[np.float64] | None:
    """Return the sum of squares of the rows behind the events of each period before an end, where known."""
    import numpy as np

    if block.parts is None:
        return None
    parts = block.parts.each(lambda part: part[:, :end])
    other = parts.around(np.ones((len(block.values), 1)))
    return parts.values if block.weights is None else np.where(_mostly(block)[:, None], other, parts.values)


def _lump_of(
    block: Block, events: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the usual amount of the events of a stretch, counted as often as it is large; 0: not known."""
    import numpy as np

    squares = _squares(block, events.shape[1])
    if squares is None:
        return np.zeros(len(events))
    places = np.arange(events.shape[1])
    inside = (places >= first[:, None]) & (places <= last[:, None])
    with np.errstate(all="ignore"):
        found = np.where(inside, squares, 0).sum(axis=1) / np.where(inside, events, 0).sum(axis=1)
    return np.nan_to_num(found, posinf=0.0)


def _amounts(block: Block, first: int) -> NDArray[np.float64]:
    """Return the usual amount of each series' metric: amounts of a slice come from the same lot.

    Amounts vary widely, and large ones count for more: the usual one is that of a typical unit of money.
    """
    import numpy as np

    usual = {}
    for metric, values in block.wholes.items():
        past = np.abs(values[:first])
        usual[metric] = float((past**2).sum() / past.sum()) if past.sum() > 0 else 0.0
    return np.array([usual.get(each.metric, 0.0) for each in block.members])


def _windows(matrix: NDArray[np.float64], long: int) -> NDArray[np.float64]:
    import numpy as np

    sums = np.hstack([np.zeros((len(matrix), 1)), np.cumsum(matrix, axis=1)])
    return sums[:, long:] - sums[:, :-long]


def _most_unlikely(
    block: Block, expected: _Expected, lump: NDArray[np.float64], first: int, lengths: tuple[int, ...]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    import numpy as np
    from scipy.special import gammainc, gammaincc

    events, low, high = expected.events, expected.low, expected.high
    count, periods = len(events), events.shape[1] - first
    best = np.full(count, CALM)
    place, length = np.full(count, first), np.ones(count, dtype=np.int64)
    squares = _squares(block, events.shape[1])
    usually = lump[:, None]
    # what never happened so far is expected half a time in all of the past
    floor = 0.5 / first
    for long in (each for each in lengths if each <= periods):
        seen, least, most = (_windows(part[:, first:], long) for part in (events, low, high))
        size = usually
        if squares is not None:
            with np.errstate(all="ignore"):
                size = np.fmax(usually, np.where(seen > 0, _windows(squares[:, first:], long) / seen, 0.0))
        size = np.where(size > 0, size, np.nan)
        seen, least, most = seen / size, least / size, most / size
        most = np.maximum(most, floor * long)
        up, down = seen > most + 2 * np.sqrt(most), seen < least - 2 * np.sqrt(least)
        log_p = np.zeros_like(seen)
        log_p[up] = np.log(np.maximum(gammainc(np.maximum(seen[up], 1e-9), most[up]), _LEAST_P))
        log_p[down] = np.log(np.maximum(gammaincc(seen[down] + 1, least[down]), _LEAST_P))
        where = np.argmin(log_p, axis=1)
        score = np.sqrt(-2 * at(log_p, where))
        better = (score > best) & longer_is_surer(score, np.where(best > CALM, best, np.nan))
        best = np.where(better, score, best)
        place, length = np.where(better, where + first, place), np.where(better, long, length)
    return np.where(lump > 0, best, np.nan), place, length


def _told(
    block: Block,
    expected: _Expected,
    lump: NDArray[np.float64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
) -> Look:
    """Return the look; the figure told is that of the whole stretch for events, of its days for shares."""
    import numpy as np

    events, low, high = expected.events, expected.low, expected.high
    score = np.zeros(len(events))
    places = np.arange(events.shape[1])
    inside = (places >= first[:, None]) & (places <= last[:, None])
    length = inside.sum(axis=1)
    seen, least, most = (np.where(inside, part, 0.0).sum(axis=1) for part in (events, low, high))
    reach = 2 * np.sqrt(np.maximum(lump, 0) * np.maximum(most, lump / 4))
    bottom, top = np.maximum(least - reach, 0.0), most + reach
    out = np.where(inside, np.maximum(events - high, low - events), -np.inf)
    telling = np.argmax(out, axis=1)
    usual = (least + most) / 2
    with np.errstate(all="ignore"):
        typical = np.maximum(
            np.where(places < first[:, None], events, 0).sum(axis=1) / np.maximum(first, 1), 0
        )
        share = np.abs(seen - usual) / np.maximum(typical * length, 1e-12)
        share = np.where(np.abs(seen - usual) >= FEW * lump, share, 0.0)
        look = Look(
            first,
            last,
            score,
            usual / length,
            seen / length,
            telling,
            seen,
            bottom,
            top,
            share,
            seen - usual,
        )
    if block.weights is None:
        return look
    weight = np.where(inside, block.weights[:, : events.shape[1]], 0.0).sum(axis=1)
    return _as_shares(look, usual, weight, _mostly(block))


def _as_shares(
    look: Look, usual: NDArray[np.float64], weight: NDArray[np.float64], mostly: NDArray[np.bool_]
) -> Look:
    """Return a look at events as one at their share of a weight, or at the share of the others."""
    import numpy as np

    with np.errstate(all="ignore"):
        ends = [each / weight for each in (look.value, look.low, look.high, usual)]
    value, one, other, usual = (np.where(mostly, 1 - each, each) for each in ends)
    return replace(
        look,
        usual=usual,
        actual=value,
        value=value,
        low=np.maximum(np.minimum(one, other), 0.0),
        high=np.minimum(np.maximum(one, other), 1.0),
        excess=(value - usual) * weight,
    )
