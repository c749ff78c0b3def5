"""Civil periods that engines can number from a date: what facts are first summed up by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics.dialects.dialect import ANCHOR

_CIVIL = Calendar()
_COARSEST_FIRST = (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK, Grain.DAY)


@dataclass(frozen=True)
class Base:
    """A civil grain; its numbers equal those of :meth:`Dialect.number`."""

    grain: Grain

    def number(self, day: date) -> int:
        """Return the integer that names the period of a day."""
        if self.grain is Grain.DAY:
            return (day - ANCHOR).days
        if self.grain is Grain.WEEK:
            days = (day - ANCHOR).days
            return days - days % 7
        if self.grain is Grain.MONTH:
            return day.year * 12 + day.month
        if self.grain is Grain.QUARTER:
            return day.year * 4 + (day.month + 2) // 3
        return day.year

    def starts(self, day: date) -> bool:
        """Return whether a period starts on a day."""
        return self.first_day(day) == day

    def first_day(self, day: date) -> date:
        """Return the first day of the period that holds a day."""
        return _CIVIL.period_of(day, self.grain).start

    def numbers(self, span: Period) -> list[int]:
        """Return the numbers of all periods that share a day with a span."""
        return [self.number(period.start) for period in _CIVIL.periods_in(span, self.grain)]


def base_of(wholes: Sequence[Period], grain: Grain) -> Base | None:
    """Return the civil grain whose periods are exactly these; None when there is none."""
    always = grain in (Grain.DAY, Grain.WEEK)
    fits = always or all(whole == _CIVIL.period_of(whole.start, grain) for whole in wholes)
    return Base(grain) if fits else None


def common_base(ranges: Iterable[Period], scanned: Period) -> Base:
    """Return the coarsest civil grain that cuts every range at whole periods.

    The first and last day scanned need no cut: the scan's own condition makes it.
    """
    cuts = {day for days in ranges for day in (days.start, days.end)} - {scanned.start, scanned.end}
    for grain in _COARSEST_FIRST:
        base = Base(grain)
        if all(base.starts(day) for day in cuts):
            return base
    return Base(Grain.DAY)


def last_bucket(days: Period, base: Base) -> int:
    """Return the number of the period that holds the last day of a range."""
    return base.number(days.end - timedelta(days=1))
