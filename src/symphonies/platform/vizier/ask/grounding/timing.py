"""Which days a query is of, how they are cut, and what they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import Company, Comparison, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.grounding import periods
from symphonies.platform.vizier.ask.grounding.relations import is_plan
from symphonies.platform.vizier.ask.language import Sense, When, stems_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Intent, Reading

_LONG = (Grain.QUARTER, Grain.YEAR)
_RATES = (Unit.RATIO, Unit.DAYS)
_FEWEST = 4
"""A trend over fewer long periods is told in shorter ones."""


@dataclass(frozen=True)
class Timing:
    """The days of one company's figures."""

    vocabulary: Vocabulary
    company: Company
    calendar: Calendar
    ever: bool
    """Whether a figure without a period is that of all time, not of the newest one."""

    def grain(self, reading: Reading, metric: Metric) -> Grain | None:
        """Return the length of a series' periods; None for one figure."""
        if reading.grain is not None and not _says_what_it_is(reading, metric):
            return reading.grain
        if not reading.trend:
            if reading.when is not None and reading.when.each:
                return reading.when.grain
            return self._run_of(reading, metric)
        when = reading.when
        if when is not None and when.grain is not None:
            first = self.calendar.period_of(when.period.start, when.grain)
            if when.period.end > self.calendar.shift(first, _FEWEST - 2, when.grain).end:
                return when.grain
        return periods.series_grain(metric)

    def _run_of(self, reading: Reading, metric: Metric) -> Grain | None:
        """Return the grain of a stock over several periods: one figure would tell only the last.

        So is that of a rate over quarters and years, which nobody names for what a rate is over all of them.
        """
        when = reading.when
        if when is None or when.instant or reading.intent is not Intent.FIGURE:
            return None
        if not periods.is_stock(metric) and not self._is_run_of_rates(reading, metric):
            return None
        if when.grain is None or reading.rank is not None or reading.groups:
            return None
        whole = self.calendar.period_of(when.period.start, when.grain)
        return when.grain if when.period.days > whole.days + 3 else None

    def _is_run_of_rates(self, reading: Reading, metric: Metric) -> bool:
        """Return whether a rate is asked for over several whole quarters or years: the last four quarters."""
        when = reading.when
        held = reading.compare or reading.compared_to or {Sense.CHANGE, Sense.GROWTH} & reading.asks
        is_rate = metric.type is MetricType.RATIO or metric.unit in _RATES
        if when is None or when.grain not in _LONG or not is_rate or held:
            return False
        first = self.calendar.period_of(when.period.start, when.grain)
        return when.period.end > self.calendar.shift(first, 1, when.grain).end

    def period(self, reading: Reading, metric: Metric, grain: Grain | None) -> Period | None:
        """Return the days; None for the as-of day of a stock, or for all time."""
        when = reading.when
        ago = reading.compared_to.offset if reading.compared_to is not None else None
        if ago not in (None, Grain.YEAR, Grain.DAY) and self._is_today(when) and periods.is_stock(metric):
            return self.calendar.period_of(self.company.as_of, ago)  # "cash today and a month ago"
        if when is not None and (not when.future or is_plan(metric.id, self.vocabulary)):
            series = grain is not None and grain is not Grain.DAY  # "cash per month until June"
            if when.upto and (series or not periods.is_stock(metric)):
                year = self.calendar.period_of(when.period.start, Grain.YEAR)
                return Period(year.start, when.period.end)
            return when.period
        if grain is not None:
            return periods.series_period(grain, self.company, self.calendar)
        other = reading.compared_to
        flows = not periods.is_stock(metric)
        if flows and other is not None and other.offset not in (None, Grain.YEAR):
            return periods.newest_of(other.offset, self.company, self.calendar)
        if self.ever:
            return None
        return periods.newest_period(metric, self.company, self.calendar)

    def _is_today(self, when: When | None) -> bool:
        """Return whether a balance is asked for as it stands, by name or for want of another day."""
        return when is None or (when.grain is Grain.DAY and when.period.start == self.company.as_of)

    def compare(
        self, reading: Reading, period: Period | None, grain: Grain | None
    ) -> tuple[Comparison, ...] | None:
        """Return what the days are compared with; None where no such comparison is made."""
        found = list(reading.compare)
        other = reading.compared_to
        held = reading.contrast or bool({Sense.CHANGE, Sense.GROWTH} & reading.asks)
        if other is not None and other.period == period and held and other.offset is not None:
            year = other.offset is Grain.YEAR
            found.append(Comparison.PREVIOUS_YEAR if year else Comparison.PREVIOUS_PERIOD)
        if reading.compared_to is not None and reading.compared_to.period != period:
            other = periods.compared(period, reading.compared_to, grain, self.calendar)
            if other is None:
                return None
            found.append(other)
        if reading.intent is Intent.FIGURE and not found:
            if Sense.GROWTH in reading.asks:
                found.append(Comparison.PREVIOUS_YEAR)
            elif Sense.CHANGE in reading.asks and not (reading.grain and reading.when):  # a series shows it
                found.append(Comparison.PREVIOUS_PERIOD if period is not None else Comparison.PREVIOUS_YEAR)
        return tuple(dict.fromkeys(found))


def _says_what_it_is(reading: Reading, metric: Metric) -> bool:
    """Return whether a figure itself is that of a length: the annual value of contracts to renew."""
    words = stems_of(metric.description)
    return bool(reading.grain_of) and any(reading.grain_of == pair for pair in pairwise(words))
