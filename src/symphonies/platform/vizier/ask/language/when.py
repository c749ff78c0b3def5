"""What a date phrase comes to, and the spans that move with the as-of day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from symphonies.kernel import Calendar, Grain, Period

_YEARS = 12
"""How far from a part of a year its year may lie."""
BEGINNING = date(1900, 1, 1)
"""Where all that is before a day begins."""


@dataclass(frozen=True)
class When:
    """A span of days as it was said."""

    period: Period
    grain: Grain | None
    """The calendar length it has; None: an odd span."""
    instant: bool = False
    """Whether one day is meant, as for a balance."""
    offset: Grain | None = None
    """Set for the period before the current one: ``last year``, ``previous quarter``."""
    future: bool = False
    each: bool = False
    """Whether each of its periods was asked for."""
    yearless: bool = False
    """Whether no year was said."""
    upto: bool = False
    """Whether all that led there is meant too: ``until September``."""
    since: bool = False
    """Whether it goes on to this day: ``since June``."""
    same: bool = False
    """Whether of a year that part is meant which was spoken of: ``the same quarter of 2025``."""
    ends: tuple[When, When] | None = None
    """The first and the last of its periods, where it is said to lie between them."""
    edge: Grain | None = None
    """Set for the end of a current period, such as ``quarter end``."""


class Today(Protocol):
    """Whose today it is."""

    @property
    def calendar(self) -> Calendar:
        """How the year is cut."""
        ...

    @property
    def as_of(self) -> date:
        """The last day the data speaks of."""
        ...


def rolling(today: Today, count: int, grain: Grain) -> When:
    """Return the last so many periods: days, weeks, months up to the as-of day; whole quarters and years."""
    end = today.as_of + timedelta(days=1)
    if grain in (Grain.DAY, Grain.WEEK):
        return When(Period(end - timedelta(days=count * (7 if grain is Grain.WEEK else 1)), end), grain)
    if grain is Grain.MONTH:
        return When(Period(today.calendar.shift_boundary(end, -count, grain), end), grain)
    current = today.calendar.period_of(today.as_of, grain)
    newest = current if current.end <= end else today.calendar.shift(current, -1, grain)
    oldest = today.calendar.shift(newest, 1 - count, grain)
    return When(Period(oldest.start, newest.end), grain)


def forward(today: Today, count: int, grain: Grain) -> When:
    """Return the next so many periods."""
    start = today.as_of + timedelta(days=1)
    return When(Period(start, today.calendar.shift_boundary(start, count, grain)), grain, future=True)


def part_of_year(part: When, year: When) -> When | None:
    """Return a part of some year moved into another one; None where it does not lie in one year."""
    for back in range(-_YEARS, _YEARS):
        try:
            moved = Period(_moved(part.period.start, back), _moved(part.period.end, back))
        except ValueError:
            continue
        if year.period.start <= moved.start and moved.end <= year.period.end:
            return replace(part, period=moved, yearless=False, future=year.future, offset=None)
    return None


def _moved(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def spanning(first: When, second: When) -> When:
    """Return the span of two neighbours."""
    grain = first.grain if first.grain == second.grain else None
    yearless = first.yearless and second.yearless
    return When(Period(first.period.start, second.period.end), grain, yearless=yearless)
