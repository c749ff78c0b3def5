"""On which days of a month documents come: months made of working days, some busier than others."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints, month_start, months

from .forecast import Volumes

_BINS = 23
_YEAR = 12
_CLOSED_SHARE = 0.02
_PRIOR = float(_BINS)
"""Documents that an even month counts for: one in each step of it."""


def month_profile(day: Ints, amount: Floats, cut: int) -> tuple[Floats, np.ndarray]:
    """Returns how much of a month has come by each of 23 even steps of it, and which weekdays are worked.

    Args:
        day: of the documents, in days since 1970-01-01.
        amount: of the documents.
        cut: the last known day; the year before it counts. Documents of unequal amounts count for fewer.
    """
    recent = day > cut - 366
    day, amount = day[recent], np.abs(amount[recent])
    share = np.bincount((day + 3) % 7, weights=amount, minlength=7)
    works = share >= _CLOSED_SHARE * share.sum() if share.sum() > 0 else np.arange(7) < 5
    steps = np.linspace(0.0, 1.0, _BINS + 1)
    if not amount.sum() > 0:
        return steps, works
    # a day fills its part of the month: a short month's last day reaches to the end like that of a long one
    kinds, place = np.unique(day, return_inverse=True)
    begun = (steps - _position(kinds, works)[:, None]) / _width(kinds, works)[:, None]
    come = np.bincount(place, weights=amount) @ np.clip(begun, 0.0, 1.0) / amount.sum()
    known = amount.sum() ** 2 / np.sum(amount**2)
    return (known * come + _PRIOR * steps) / (known + _PRIOR), works


def daily_shares(first: int, days: int, profile: Floats, works: np.ndarray) -> Floats:
    """Returns what share of its month each day of a span brings, shape (days,); a whole month sums to 1."""
    span = first + np.arange(days)
    worked = works[(span + 3) % 7]
    low, width = _position(span, works), _width(span, works)
    steps = np.linspace(0, 1, _BINS + 1)
    shares = np.interp(np.minimum(low + width, 1.0), steps, profile) - np.interp(low, steps, profile)
    return np.where(worked, shares, 0.0)


def days_of_month(cut: int) -> int:
    """Returns how many days of an unfinished month have passed on a day: 0 on the last day of one."""
    return cut + 1 - int(month_start(months(np.array([cut + 1])))[0])


def spread_over_days(volumes: Volumes, cut: int, days: int, shares: Floats) -> Floats:
    """Returns what each cell does on each coming day, shape (cells, days), base currency."""
    first_ahead = volumes.cells.first + volumes.cells.totals.shape[1]
    month = months(cut + 1 + np.arange(days)) - first_ahead
    return volumes.mean[:, np.clip(month, 0, volumes.mean.shape[1] - 1)] * shares


def _position(day: Ints, works: np.ndarray) -> Floats:
    """Returns how much of the working days of its month lies before each day, 0 to 1."""
    return _worked_before(day, works) * _width(day, works)


def _width(day: Ints, works: np.ndarray) -> Floats:
    month = months(day)
    kinds, place = np.unique(month, return_inverse=True)
    count = [
        int(works[(np.arange(int(month_start(m)), int(month_start(m + 1))) + 3) % 7].sum())
        for m in kinds.tolist()
    ]
    return 1.0 / np.maximum(np.array(count, dtype=np.float64), 1.0)[place]


def _worked_before(day: Ints, works: np.ndarray) -> Floats:
    start = month_start(months(day))
    total = np.cumsum(works[(np.arange(start.min(initial=0), day.max(initial=0) + 1) + 3) % 7])
    base = int(start.min(initial=0))
    before_day = np.where(day > base, total[np.maximum(day - base - 1, 0)], 0)
    before_month = np.where(start > base, total[np.maximum(start - base - 1, 0)], 0)
    return (before_day - before_month).astype(np.float64)
