"""The days each leaf looks at, for every slot of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from symphonies.kernel import Period
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.reach import OPEN, Reach, stock_day

Ranges = Mapping[Reach, Mapping[int, Period]]
"""Reach -> slot number -> days; slots without days are left out."""


@dataclass(frozen=True)
class DayRow:
    """A day at which stocks are read, for a reach (by place) and a slot."""

    reach: int
    slot: int
    day: date


def ranges_of(context: Context, reaches: Iterable[Reach]) -> dict[Reach, dict[int, Period]]:
    """Return the days of each reach for every slot; reaches without any days are left out."""
    slots = context.frame.slots
    found = {}
    for reach in dict.fromkeys(reaches):
        days = {
            slot.number: span
            for slot, span in zip(slots, context.days_of(reach), strict=True)
            if span is not None and span.days
        }
        if days:
            found[reach] = days
    return found


def hull(ranges: Ranges) -> Period | None:
    """Return the span from the first to the last day of all ranges; None when there are none."""
    spans = [span for days in ranges.values() for span in days.values()]
    if not spans:
        return None
    return Period(min(span.start for span in spans), max(span.end for span in spans))


def day_rows(context: Context, ranges: Ranges) -> list[DayRow]:
    """Return the day at which a stock is read for each reach and slot."""
    return [
        DayRow(place, number, stock_day(span, context.frame.as_of))
        for place, days in enumerate(ranges.values())
        for number, span in days.items()
    ]


def until_stock_day(context: Context, ranges: Ranges) -> dict[Reach, dict[int, Period]]:
    """Return everything up to the day at which a stock is read, for each reach and slot."""
    return {
        reach: {
            number: Period(OPEN, stock_day(span, context.frame.as_of) + timedelta(days=1))
            for number, span in days.items()
        }
        for reach, days in ranges.items()
    }


def range_table(context: Context, ranges: Ranges, alias: str) -> exp.Expression:
    """Return a table of constants (reach, slot, first day, day after)."""
    floor = date(1970, 1, 1)
    rows = [
        (place, number, max(span.start, floor), span.end)
        for place, days in enumerate(ranges.values())
        for number, span in days.items()
    ]
    return context.dialect.values(alias, ["r", "p", "lo", "hi"], ["int", "int", "date", "date"], rows)


def day_table(context: Context, rows: Sequence[DayRow], alias: str) -> exp.Expression:
    """Return a table of constants (reach, slot, day)."""
    return context.dialect.values(
        alias, ["r", "p", "day"], ["int", "int", "date"], [(row.reach, row.slot, row.day) for row in rows]
    )


def bound(day: date) -> exp.Expression | None:
    """Return a day as a constant; None for an open start."""
    return None if day == OPEN else sql.day(day)
