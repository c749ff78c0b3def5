"""What would have been usual, learned from the periods before a place; matrices are (series, periods)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WEEKDAY_MEMORY = 26


def seasonal_usual(values: NDArray[np.float64], first: int, season: int) -> NDArray[np.float64]:
    """Return a line through the past that outliers do not bend, plus the season on which the years agree.

    Source: Theil (1950) and Sen (1968) for the line.
    """
    import numpy as np

    places = np.arange(values.shape[1])
    one, other = np.triu_indices(first, k=1)
    past = values[:, :first]
    gaps = np.isnan(past).any()
    middle = np.nanmedian if gaps else np.median
    slope = middle((past[:, other] - past[:, one]) / (other - one), axis=1)
    usual = slope[:, None] * places
    usual += middle(past - usual[:, :first], axis=1)[:, None]
    left = past - usual[:, :first]
    for slot in range(min(season, first)):
        same = left[:, slot::season]
        known = np.isfinite(same)
        agree = known.sum(axis=1) >= 2
        agree &= np.where(known, same > 0, True).all(axis=1) | np.where(known, same < 0, True).all(axis=1)
        least = np.min(np.where(known, np.abs(same), np.inf), axis=1)
        sign = np.sign(np.nansum(same, axis=1))
        usual[:, slot::season] += np.where(agree, sign * np.where(agree, least, 0.0), 0.0)[:, None]
    return usual


def calendar_usual(
    values: NDArray[np.float64], starts: Sequence[date], first: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most that is usual of a day: by its weekday, and by its place in the month."""
    import numpy as np

    weekday = np.array([day.weekday() for day in starts])
    by_weekday = np.zeros_like(values)
    for slot in range(7):
        places = np.flatnonzero(weekday == slot)
        known = places[places < first][-_WEEKDAY_MEMORY:]
        if len(known):
            by_weekday[:, places] = np.nanmean(values[:, known], axis=1)[:, None]
    low, high = by_weekday.copy(), by_weekday.copy()
    for keys in (_from_start(starts), _from_end(starts)):
        for slot in np.unique(keys):
            places = np.flatnonzero(keys == slot)
            known = places[places < first]
            if len(known) >= 4:
                mean = np.nanmean(values[:, known], axis=1)[:, None]
                low[:, places] = np.minimum(low[:, places], mean)
                high[:, places] = np.maximum(high[:, places], mean)
    return low, high


def _from_start(starts: Sequence[date]) -> NDArray[np.int64]:
    """Return the number of each day among its month's working days."""
    import numpy as np

    counts: list[int] = []
    for day in starts:
        fresh = not counts or day.day == 1
        counts.append((0 if fresh else counts[-1]) + (day.weekday() < 5))
    return np.array(counts)


def _from_end(starts: Sequence[date]) -> NDArray[np.int64]:
    import numpy as np

    def working(day: date) -> int:
        left = monthrange(day.year, day.month)[1] - day.day
        return sum((day + timedelta(days=ahead)).weekday() < 5 for ahead in range(left + 1))

    return np.array([working(day) for day in starts])
