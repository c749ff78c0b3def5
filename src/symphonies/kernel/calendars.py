"""Calendars: which period of a grain holds a day, how periods are numbered, named and moved.

Four kinds, all with the same five grains:

``calendar``  civil months, quarters and years; weeks run Monday to Sunday (ISO 8601).
``fiscal``    civil months; quarters and years start in another month.
``iso``       as ``calendar``, but a year is the ISO week-year (52 or 53 whole weeks).
``445``       retail: a quarter is 4 + 4 + 5 weeks; the year starts on the Monday nearest the
              first of its start month; a 53rd week belongs to the last month.

Source: ISO 8601 (weeks); National Retail Federation, 4-5-4 calendar (week-based years).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from symphonies.kernel.periods import Grain, Period

MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
"""How many months the grains of a month and longer have."""
_WEEKS_PER_MONTH = (4, 4, 5)
_WEEKS = {Grain.MONTH: 4, Grain.QUARTER: 13, Grain.YEAR: 52}


class CalendarKind(StrEnum):
    """The ways a company may cut its year."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"
    ISO = "iso"
    RETAIL = "445"


@dataclass(frozen=True)
class Calendar:
    """A kind of calendar and the month (1 to 12) in which its year starts."""

    kind: CalendarKind = CalendarKind.CALENDAR
    start_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise ValueError(f"a year cannot start in month {self.start_month}")

    @property
    def year_month(self) -> int:
        """The month in which a year starts: 1 unless the calendar is fiscal or retail."""
        shifted = self.kind in (CalendarKind.FISCAL, CalendarKind.RETAIL)
        return self.start_month if shifted else 1

    def period_of(self, day: date, grain: Grain) -> Period:
        """Return the period of a grain that holds a day."""
        return self.nth(self.ordinal(day, grain), grain)

    def ordinal(self, day: date, grain: Grain) -> int:
        """Return the number of the period that holds a day; the next period has the next number."""
        if grain is Grain.DAY:
            return day.toordinal()
        if grain is Grain.WEEK:
            return (day.toordinal() - 1) // 7
        if self.kind is CalendarKind.RETAIL:
            return _retail_ordinal(day, grain, self)
        if grain is Grain.YEAR and self.kind is CalendarKind.ISO:
            return day.isocalendar().year
        months = day.year * 12 + day.month - 1
        if grain is Grain.MONTH:
            return months
        return (months - self.year_month + 1) // MONTHS[grain]

    def nth(self, number: int, grain: Grain) -> Period:
        """Return the period with a number, as :meth:`ordinal` counts."""
        return Period(_start(number, grain, self), _start(number + 1, grain, self))

    def periods_in(self, span: Period, grain: Grain) -> tuple[Period, ...]:
        """Return the whole periods of a grain that share a day with a span, in order."""
        if span.days == 0:
            return ()
        first, last = (self.ordinal(day, grain) for day in (span.start, span.last_day))
        starts = [_start(number, grain, self) for number in range(first, last + 2)]
        return tuple(Period(start, end) for start, end in itertools.pairwise(starts))

    def shift(self, period: Period, count: int, grain: Grain) -> Period:
        """Return the period ``count`` grains later (earlier when negative).

        Whole periods of the calendar map to whole periods. A week moved by a month, quarter or year
        moves by 4, 13 or 52 weeks, so that weekdays stay together. Other spans move day by day.
        """
        if period.days and period == self.period_of(period.start, grain):
            return self.nth(self.ordinal(period.start, grain) + count, grain)
        if grain not in MONTHS:
            step = timedelta(days=count * (7 if grain is Grain.WEEK else 1))
            return Period(period.start + step, period.end + step)
        if _starts_month(period.start, self) and _starts_month(period.end, self):
            return Period(*(self.shift_boundary(day, count, grain) for day in (period.start, period.end)))
        if period.days == 7 and period.start.weekday() == 0:
            step = timedelta(weeks=count * _WEEKS[grain])
            return Period(period.start + step, period.end + step)
        months = count * MONTHS[grain]
        last = period.end - timedelta(days=1)
        return Period(add_months(period.start, months), add_months(last, months) + timedelta(days=1))

    def shift_boundary(self, day: date, count: int, grain: Grain) -> date:
        """Return the boundary ``count`` grains later: month starts stay month starts of the calendar."""
        if grain not in MONTHS:
            return day + timedelta(days=count * (7 if grain is Grain.WEEK else 1))
        months = count * MONTHS[grain]
        if _starts_month(day, self):
            return _start(self.ordinal(day, Grain.MONTH) + months, Grain.MONTH, self)
        return add_months(day, months)

    def label(self, day: date, grain: Grain) -> str:
        """Return the name people use for the period that holds a day.

        ``2026-01-31``, ``2026-W05``, ``2026-01``, ``2026 Q1``, ``2026``; with a year that starts in
        another month ``FY2026/27 Q1``; in a retail calendar ``FY2026 P05``.
        """
        if grain is Grain.DAY:
            return day.isoformat()
        if grain is Grain.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        if grain is Grain.MONTH and self.kind is not CalendarKind.RETAIL:
            return f"{day:%Y-%m}"
        year_number = self.ordinal(day, Grain.YEAR)
        name = _year_name(year_number, self)
        if grain is Grain.YEAR:
            return name
        per_year = 12 // MONTHS[grain]
        place = self.ordinal(day, grain) % per_year + 1
        return f"{name} Q{place}" if grain is Grain.QUARTER else f"{name} P{place:02d}"


def add_months(day: date, months: int) -> date:
    """Return the day some civil months later, or the last of that month where it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, _month_days(year, month + 1)))


def _year_name(year: int, calendar: Calendar) -> str:
    if calendar.kind in (CalendarKind.CALENDAR, CalendarKind.ISO):
        return str(year)
    return f"FY{year}" if calendar.start_month == 1 else f"FY{year}/{(year + 1) % 100:02d}"


def _start(number: int, grain: Grain, calendar: Calendar) -> date:
    if grain is Grain.DAY:
        return date.fromordinal(number)
    if grain is Grain.WEEK:
        return date.fromordinal(number * 7 + 1)
    if calendar.kind is CalendarKind.RETAIL:
        return _retail_start(number, grain, calendar)
    if grain is Grain.YEAR and calendar.kind is CalendarKind.ISO:
        return date.fromisocalendar(number, 1, 1)
    offset = calendar.year_month - 1 if grain is not Grain.MONTH else 0
    year, month = divmod(number * MONTHS[grain] + offset, 12)
    return date(year, month + 1, 1)


def _starts_month(day: date, calendar: Calendar) -> bool:
    if calendar.kind is CalendarKind.RETAIL:
        return _start(calendar.ordinal(day, Grain.MONTH), Grain.MONTH, calendar) == day
    return day.day == 1


@lru_cache(maxsize=512)
def _retail_year_start(year: int, month: int) -> date:
    """Return the Monday nearest the first of the month."""
    first = date(year, month, 1)
    back = first.weekday()
    return first - timedelta(days=back) if back <= 3 else first + timedelta(days=7 - back)


def _retail_ordinal(day: date, grain: Grain, calendar: Calendar) -> int:
    year = day.year + 1
    while _retail_year_start(year, calendar.start_month) > day:
        year -= 1
    if grain is Grain.YEAR:
        return year
    week = (day - _retail_year_start(year, calendar.start_month)).days // 7
    quarter = min(week // 13, 3)
    if grain is Grain.QUARTER:
        return year * 4 + quarter
    return year * 12 + quarter * 3 + min((week - quarter * 13) // 4, 2)


def _retail_start(number: int, grain: Grain, calendar: Calendar) -> date:
    per_year = 12 // MONTHS[grain]
    year, place = divmod(number, per_year)
    quarter, month = (place, 0) if grain is Grain.QUARTER else divmod(place, 3)
    if grain is Grain.YEAR:
        quarter, month = 0, 0
    weeks = quarter * 13 + sum(_WEEKS_PER_MONTH[:month])
    return _retail_year_start(year, calendar.start_month) + timedelta(weeks=weeks)


def _month_days(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
