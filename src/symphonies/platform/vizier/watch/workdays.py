"""What is usual of a day: by its weekday, its place in month and quarter, and by what holidays do to it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from symphonies.platform.vizier.watch.days import Days

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEEKDAY_MEMORY = 26
_LEAST_OF_SLOT = 4
"""So often at least a place in the month was seen before it counts."""
_NEAR = 5
"""So many working days from its ends a quarter's days may differ from those of other months."""
DIPS = 0.7
"""Of what rests on holidays no more than that is left."""
CATCHES_UP = 1.15
"""On the first day after a holiday at least so many times as much comes of what catches up."""
_BEYOND_CHANCE = 3.0
"""So many spreads from the usual past holidays lie together when it is not by chance."""
_LEAST_HOLIDAYS = 3.0
_SURE_HOLIDAYS = 8.0
"""After so many holidays a day of full business on one is no longer usual."""


def calendar_usual(
    values: NDArray[np.float64], starts: Sequence[date], first: int, days: Days | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most that is usual of each day.

    A holiday is held against earlier ones of the same series: where those were days like others it is one
    too. Working days are counted without holidays on which it rests.

    Args:
        values: shape (series, days).
        starts: the days.
        first: the place before which is learned.
        days: what is known of them.
    """
    import numpy as np

    if days is None:
        low = _by_weekday(values, starts, first, np.ones_like(values))
        high = low.copy()
        _widen(low, high, values, starts, first, np.zeros(len(starts), dtype=bool))
        return low, high
    counted = np.broadcast_to(~days.declared, values.shape).astype(float)
    by_weekday = _by_weekday(values, starts, first, counted)
    kept, known, rests = _rest(values, by_weekday, days.closed, first)
    closed = np.where(rests[:, None], days.closed, 0.0)
    by_weekday = _by_weekday(values, starts, first, counted * (1 - closed))
    low, high = by_weekday.copy(), by_weekday.copy()
    for rows, shut in _patterns(closed >= 0.5):
        ends = low[rows], high[rows]
        _widen(*ends, values[rows], starts, first, shut, days.quarter)
        low[rows], high[rows] = ends
    _rested(low, high, by_weekday, closed, np.where(rests, kept, 1.0), known)
    _caught_up(high, values, by_weekday, closed, first)
    low = np.where(days.declared, np.minimum(low, values), low)
    high = np.where(days.declared, np.maximum(high, values), high)
    return low, high


def _by_weekday(
    values: NDArray[np.float64], starts: Sequence[date], first: int, counted: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean of the newest past days of the same weekday, each as far as it counts."""
    import numpy as np

    weekday = np.array([day.weekday() for day in starts])
    found = np.zeros_like(values)
    for slot in range(7):
        places = np.flatnonzero(weekday == slot)
        known = places[places < first][-_WEEKDAY_MEMORY:]
        weights = np.where(np.isfinite(values[:, known]), counted[:, known], 0.0)
        total = (np.nan_to_num(values[:, known]) * weights).sum(axis=1)
        found[:, places] = (total / np.maximum(weights.sum(axis=1), 1e-9))[:, None]
    return found


def _rest(
    values: NDArray[np.float64], by_weekday: NDArray[np.float64], closed: NDArray[np.float64], first: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return what is left of a usual day on past holidays, how many tell so, and who rests on them."""
    import numpy as np

    shut = np.where(by_weekday > 0, closed, 0.0)[:, :first]
    # where a holiday is one for a part of the business only, the other part works
    lacks, far = _off(values, by_weekday, shut)
    own = (by_weekday[:, :first] * shut**2).sum(axis=1)
    with np.errstate(all="ignore"):
        kept = np.clip(np.where(own > 0, 1 + lacks / own, 1.0), 0.0, 1.0)
    known = shut.sum(axis=1)
    return kept, known, (kept < DIPS) & (known >= _LEAST_HOLIDAYS) & (far < -_BEYOND_CHANCE)


def _off(
    values: NDArray[np.float64], by_weekday: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by how much weighted past days differ from the usual ones together, as such and in spreads."""
    import numpy as np

    off = np.nan_to_num(values - by_weekday)[:, : weights.shape[1]]
    works = by_weekday[:, : weights.shape[1]] > 0
    spread = np.sqrt((off**2 * works).sum(axis=1) / np.maximum(works.sum(axis=1), 1))
    total = (off * weights).sum(axis=1)
    with np.errstate(all="ignore"):
        far = total / (spread * np.sqrt((weights**2).sum(axis=1)))
    return total, np.nan_to_num(far)


def _patterns(shut: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.bool_]]]:
    """Yield the series that are shut on the same days, and those days."""
    import numpy as np

    patterns, of = np.unique(np.packbits(shut, axis=1), axis=0, return_inverse=True)
    for number in range(len(patterns)):
        rows = np.flatnonzero(of.reshape(-1) == number)
        yield rows, shut[rows[0]]


def _widen(
    low: NDArray[np.float64], high: NDArray[np.float64], values: NDArray[np.float64],
    starts: Sequence[date], first: int, shut: NDArray[np.bool_], quarter: NDArray[np.bool_] | None = None,
) -> None:  # fmt: skip
    """Widen ranges of working days by their place in the month, and near a quarter's ends by that in it."""
    import numpy as np

    works = np.array([day.weekday() < 5 for day in starts]) & ~shut
    from_start, from_end = _from_start(starts, shut), _from_end(starts, shut)
    slots = [from_start, from_end]
    if quarter is not None:
        before = np.array([quarter[max(place - 31, 0)] for place in range(len(starts))])
        slots.append(np.where(quarter & (from_end <= _NEAR), from_end, -1))
        slots.append(np.where(before & ~quarter & (from_start <= _NEAR), from_start, -1))
    for keys in slots:
        for slot in np.unique(keys[works & (keys >= 0)]):
            places = np.flatnonzero(works & (keys == slot))
            known = places[places < first]
            if len(known) >= _LEAST_OF_SLOT:
                mean = np.nanmean(values[:, known], axis=1)[:, None]
                low[:, places] = np.minimum(low[:, places], mean)
                high[:, places] = np.maximum(high[:, places], mean)


def _rested(
    low: NDArray[np.float64], high: NDArray[np.float64], by_weekday: NDArray[np.float64],
    closed: NDArray[np.float64], kept: NDArray[np.float64], known: NDArray[np.float64],
) -> None:  # fmt: skip
    """Lower ranges on holidays to what is left then; the upper end too once enough of them were seen."""
    import numpy as np

    left = by_weekday * (1 - closed * (1 - kept[:, None]))
    low[:] = np.where(closed > 0, np.minimum(low, left), low)
    sure = (known >= _SURE_HOLIDAYS)[:, None] & (closed >= 0.5)
    high[:] = np.where(sure, np.maximum(left, low), high)


def _caught_up(
    high: NDArray[np.float64], values: NDArray[np.float64], by_weekday: NDArray[np.float64],
    closed: NDArray[np.float64], first: int,
) -> None:  # fmt: skip
    """Raise the upper end on the first open day after holidays by what came on earlier ones."""
    import numpy as np

    after = np.zeros_like(closed)
    owed = np.zeros(len(closed))
    for place in range(closed.shape[1]):
        works = (by_weekday[:, place] > 0) & (closed[:, place] < 0.5)
        after[:, place] = np.where(works, owed, 0.0)
        shut = np.where(by_weekday[:, place] > 0, closed[:, place], 0.0)
        owed = np.where(works, 0.0, np.maximum(owed, shut))
    more, far = _off(values, by_weekday, after[:, :first])
    usual = (by_weekday[:, :first] * after[:, :first]).sum(axis=1)
    with np.errstate(all="ignore"):
        times = np.where(usual > 0, 1 + more / usual, 1.0)
    sure = (times >= CATCHES_UP) & (far > _BEYOND_CHANCE) & (after.sum(axis=1) >= _LEAST_HOLIDAYS)
    raised = by_weekday * (1 + after * (np.where(sure, times, 1.0) - 1)[:, None])
    high[:] = np.where(after > 0, np.maximum(high, raised), high)


def _from_start(starts: Sequence[date], shut: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the number of each day among its month's working days."""
    import numpy as np

    counts: list[int] = []
    for day, is_shut in zip(starts, shut, strict=True):
        fresh = not counts or day.day == 1
        counts.append((0 if fresh else counts[-1]) + (day.weekday() < 5 and not is_shut))
    return np.array(counts)


def _from_end(starts: Sequence[date], shut: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return how many working days are left in each day's month, itself included."""
    import numpy as np

    closed = {day for day, is_shut in zip(starts, shut, strict=True) if is_shut}

    def working(day: date) -> int:
        left = (day + timedelta(ahead) for ahead in range(monthrange(day.year, day.month)[1] - day.day + 1))
        return sum(each.weekday() < 5 and each not in closed for each in left)

    return np.array([working(day) for day in starts])
