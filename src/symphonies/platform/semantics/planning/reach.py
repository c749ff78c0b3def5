"""Which days a value of a period looks at: own period, shifted, trailing, to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from symphonies.kernel import Calendar, Grain, Period

OPEN = date(1000, 1, 1)
"""The start of a period that has none."""


class Step(NamedTuple):
    """One move of a period.

    ``shift``: ``count`` grains back. ``trailing``: the last ``count`` grains up to its end.
    ``to_date``: from the start of the grain that holds its last day. ``prior``: back by its own
    length. ``back``: the single grain that lies ``count`` grains before its end. ``whole``: out to
    the end of its grain, also when the company's data ends inside.
    """

    kind: str
    count: int = 0
    grain: Grain = Grain.DAY


Reach = tuple[Step, ...]
"""Moves, outermost first; empty: the period itself."""

SPANS = frozenset({"trailing", "to_date"})
SHIFTS = frozenset({"shift", "prior"})


@dataclass(frozen=True)
class Slot:
    """One period of the answer."""

    number: int
    """Its key in the SQL."""
    whole: Period
    """The whole period of the grain."""
    own: Period
    """The part the query asks for."""


def reach_of(reach: Reach, slot: Slot, calendar: Calendar, as_of: date) -> Period | None:
    """Return the days a value looks at; None where there are none (before an open start).

    Moves start from the data's end: when the as-of day lies inside the period, a shifted period is cut
    after as many days (like is compared with like), and a trailing or to-date range ends on that day.
    """
    whole, low, high = slot.whole, slot.own.start, slot.own.end
    cut = as_of + timedelta(days=1)
    if reach and reach[0].kind != "whole" and low < cut < high:
        high = cut
    for step in reach:
        if step.kind in SHIFTS:
            if low == OPEN and step.kind == "prior":
                return None
            moved = _moved(whole, step, calendar)
            low, high = _cut_alike(whole, moved, low, high)
            whole = moved
        elif step.kind == "whole":
            low, high = whole.start, whole.end
        else:
            low, high = _span(step, cut if low < cut < high else high, calendar)
            whole = Period(low, high)
    return Period(low, max(low, high))


def _span(step: Step, end: date, calendar: Calendar) -> tuple[date, date]:
    """Return the range of a trailing, to-date or back step that ends before a day."""
    if step.kind == "to_date":
        return calendar.period_of(end - timedelta(days=1), step.grain).start, end
    if step.kind == "trailing":
        return calendar.shift_boundary(end, -step.count, step.grain), end
    return (
        calendar.shift_boundary(end, -step.count - 1, step.grain),
        calendar.shift_boundary(end, -step.count, step.grain),
    )


def stock_day(days: Period, as_of: date) -> date:
    """Return the day a stock of a period is read: its last, or the as-of day when that lies inside."""
    return as_of if as_of in days else days.last_day


def elapsed_days(days: Period, as_of: date) -> int:
    """Return how many days of a period lie up to the as-of day, or all when it does not lie inside."""
    return (as_of - days.start).days + 1 if as_of in days else days.days


def _moved(whole: Period, step: Step, calendar: Calendar) -> Period:
    if step.kind == "shift":
        if whole.start == OPEN:
            return Period(OPEN, calendar.shift_boundary(whole.end, -step.count, step.grain))
        return calendar.shift(whole, -step.count, step.grain)
    months = _months(whole)
    if months:
        return calendar.shift(whole, -months, Grain.MONTH)
    return Period(whole.start - timedelta(days=whole.days), whole.start)


def _months(whole: Period) -> int:
    """Return how many whole civil months a period has; 0 when it cuts one."""
    if whole.start.day != 1 or whole.end.day != 1:
        return 0
    return (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month


def _cut_alike(whole: Period, moved: Period, low: date, high: date) -> tuple[date, date]:
    """Cut a moved period as the original is cut: as many days from its start, or up to its end."""
    if high == whole.end:
        start = moved.start if low == whole.start else max(moved.start, moved.end - (whole.end - low))
        return start, moved.end
    start = moved.start + (low - whole.start)
    return min(start, moved.end), min(moved.end, moved.start + (high - whole.start))
