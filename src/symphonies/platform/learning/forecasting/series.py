"""One regular series made from rows as they come: gaps found, filled or told."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.learning.errors import HistoryTooShortError, SeriesInvalidError

from .frequency import Frequency, infer_frequency, positions, season_of

if TYPE_CHECKING:
    import pandas as pd

FEWEST = 6
"""Points a forecast needs at least."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A regular series without gaps.

    Attributes:
        name: whose series it is.
        values: shape (n,), oldest first.
        frequency: the distance between points.
        season: how many points make a season, 1 for none.
        last: when the last value was, or its number.
        notes: what was done to the rows, in words.
    """

    name: str
    values: Floats
    frequency: Frequency
    season: int
    last: pd.Timestamp | int
    notes: tuple[str, ...] = field(default=())

    def stamp(self, ahead: int) -> str:
        """Returns what the point ``ahead`` steps after the last one is called: a date or a number."""
        if isinstance(self.last, int):
            return str(self.last + ahead)
        return stamp_after(self.last, self.frequency, ahead)


def stamp_after(last: pd.Timestamp, frequency: Frequency, ahead: int) -> str:
    """Returns the date (for hours, the time) some steps after another, month ends staying month ends."""
    import pandas as pd

    offsets = {
        Frequency.HOUR: pd.DateOffset(hours=ahead),
        Frequency.DAY: pd.DateOffset(days=ahead),
        Frequency.BUSINESS_DAY: pd.offsets.BusinessDay(ahead),
        Frequency.WEEK: pd.DateOffset(weeks=ahead),
        Frequency.MONTH: pd.DateOffset(months=ahead),
        Frequency.QUARTER: pd.DateOffset(months=3 * ahead),
        Frequency.YEAR: pd.DateOffset(years=ahead),
    }
    found = last + offsets[frequency]
    if frequency in {Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR} and last.is_month_end:
        found += pd.offsets.MonthEnd(0)
    return found.isoformat() if frequency is Frequency.HOUR else found.date().isoformat()


def make_series(
    name: str,
    stamps: Sequence[str],
    values: Iterable[float],
    *,
    frequency: Frequency | None = None,
    season: int | None = None,
) -> Series:
    """Makes a regular series from rows in any order.

    Args:
        name: whose series it is.
        stamps: dates (ISO), times, or whole numbers.
        values: one for each stamp; ``nan`` for one that is missing.
        frequency: the distance between points; by default told by the stamps.
        season: how many points make a season; by default that of the frequency.

    Raises:
        SeriesInvalidError: a stamp comes twice, or is neither a date nor a whole number.
        HistoryTooShortError: there are fewer points than a forecast needs.
    """
    import pandas as pd

    numbers = np.asarray(list(values), dtype=np.float64)
    if np.isinf(numbers).any():
        raise SeriesInvalidError(f"Series {name!r} holds an infinite value.")
    if not len(numbers):
        raise HistoryTooShortError(f"Series {name!r} has not enough history: 0 of {FEWEST} points.")
    index, spoken = _index(name, stamps)
    repeated = index[index.duplicated()]
    if len(repeated):
        raise SeriesInvalidError(
            f"Series {name!r} has {repeated[0]} more than once.",
            hint="Sum or drop the repeated rows; which is right cannot be guessed.",
        )
    rows: Any = pd.Series(numbers, index=index).sort_index()
    if isinstance(rows.index, pd.DatetimeIndex):
        kind = frequency or infer_frequency(rows.index)
        regular, summed = _by_period(rows, kind)
        spoken += summed
        last: pd.Timestamp | int = _last(rows.index, kind) if summed else rows.index[-1]
    else:
        kind = Frequency.STEP
        regular = rows.reindex(range(int(rows.index[0]), int(rows.index[-1]) + 1))
        last = int(rows.index[-1])
    length = season_of(kind) if season is None else season
    filled, notes = _fill(name, regular.to_numpy(dtype=np.float64), max(length, 3))
    if len(filled) < FEWEST:
        raise HistoryTooShortError(
            f"Series {name!r} has not enough history: {len(filled)} of {FEWEST} points.",
            hint="Send a longer history, or forecast it as part of a larger total.",
        )
    return Series(name, filled, kind, length, last, spoken + notes)


def _index(name: str, stamps: Sequence[str]) -> tuple[pd.Index, tuple[str, ...]]:
    """Returns numbers, or times without a zone, and what was done to them."""
    import pandas as pd

    if all(str(stamp).lstrip("-").isdigit() and len(str(stamp)) < 8 for stamp in stamps):
        return pd.Index([int(stamp) for stamp in stamps]), ()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # several zones
            found = pd.DatetimeIndex(pd.to_datetime(list(stamps), format="ISO8601"))
    except (ValueError, TypeError, FutureWarning):
        return _in_utc(name, stamps)
    if found.hasnans:
        raise _no_date(name, next(stamp for stamp, at in zip(stamps, found, strict=True) if pd.isna(at)))
    if found.tz is None:
        return found, ()
    return found.tz_localize(None), (f"times are those of the zone {found.tz}",)


def _in_utc(name: str, stamps: Sequence[str]) -> tuple[pd.Index, tuple[str, ...]]:
    import pandas as pd

    found = pd.to_datetime(list(stamps), format="ISO8601", errors="coerce", utc=True)
    if found.hasnans:
        raise _no_date(name, next(stamp for stamp, at in zip(stamps, found, strict=True) if pd.isna(at)))
    return pd.DatetimeIndex(found).tz_localize(None), ("times of several zones are in UTC",)


def _no_date(name: str, stamp: str) -> SeriesInvalidError:
    return SeriesInvalidError(
        f"Series {name!r} has the date {str(stamp)!r}.",
        hint="Write dates as 2026-01-31, or number the points.",
    )


def _by_period(rows: Any, kind: Frequency) -> tuple[Any, tuple[str, ...]]:
    """Returns one value for each period, missing ones too, and what was summed."""
    import pandas as pd

    stamps = rows.index
    assert isinstance(stamps, pd.DatetimeIndex)
    if kind is Frequency.BUSINESS_DAY:
        return rows.reindex(rows.index.union(pd.bdate_range(stamps[0], stamps[-1]))), ()
    grouped = rows.set_axis(positions(stamps, kind)).groupby(level=0)
    summed = grouped.sum(min_count=1)
    whole = summed.reindex(pd.period_range(summed.index[0], summed.index[-1]))
    return whole, _summed(grouped.count(), kind)


def _last(stamps: pd.DatetimeIndex, kind: Frequency) -> pd.Timestamp:
    """Returns when the last sum begins; weeks go by the day of their last row."""
    return stamps[-1] if kind is Frequency.WEEK else positions(stamps[-1:], kind)[0].start_time


def _summed(counts: pd.Series, kind: Frequency) -> tuple[str, ...]:
    total, periods = int(counts.sum()), int((counts > 0).sum())
    if total == periods:
        return ()
    told = f"{total} points summed to {periods} {kind.value}s"
    last, usual = int(counts.iloc[-1]), int(counts.median())
    if last < usual:
        return (told, f"the last {kind.value} holds {last} of usually {usual} points: it may not be complete")
    return (told,)


def _fill(name: str, values: Floats, longest: int) -> tuple[Floats, tuple[str, ...]]:
    """Bridges short gaps with a straight line; after a long one history starts anew."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        raise HistoryTooShortError(
            f"Series {name!r} has not enough history: 0 of {FEWEST} points.", hint="Every value is missing."
        )
    values = values[known[0] : known[-1] + 1]
    known = known - known[0]
    notes: list[str] = []
    gaps = np.diff(known)
    long = np.flatnonzero(gaps > longest)
    if len(long):
        start = int(known[long[-1] + 1])
        notes.append(f"used the {len(values) - start} points after a gap of {int(gaps[long[-1]]) - 1}")
        values, known = values[start:], known[known >= start] - start
    missing = len(values) - len(known)
    if missing:
        notes.append(f"{missing} missing {'point' if missing == 1 else 'points'} filled in a straight line")
        values = np.interp(np.arange(len(values)), known, values[known])
    return values, tuple(notes)
