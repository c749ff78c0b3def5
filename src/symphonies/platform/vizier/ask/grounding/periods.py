"""Which days a question means when it says them only in part, or not at all."""

from __future__ import annotations

from datetime import timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import Company, Comparison, Metric, MetricType, Stock
from symphonies.platform.vizier.ask.language import When

_SERIES = {Grain.DAY: 30, Grain.WEEK: 13, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 5}
"""How many periods a trend shows when nobody says."""


def newest_period(metric: Metric, company: Company, calendar: Calendar) -> Period | None:
    """Return the period of a figure asked for without one: the newest that is over.

    It has the metric's own grain, a month at least. A stock counts on the as-of day: None.
    """
    if metric.type in (MetricType.STOCK, MetricType.MODEL):
        return None
    return newest_of(max(metric.default_grain, Grain.MONTH, key=list(Grain).index), company, calendar)


def newest_of(grain: Grain, company: Company, calendar: Calendar) -> Period:
    """Return the newest period of a grain that is over."""
    current = calendar.period_of(company.as_of, grain)
    over = current.end <= company.as_of + timedelta(days=1)
    return current if over else calendar.shift(current, -1, grain)


def series_period(grain: Grain, company: Company, calendar: Calendar) -> Period:
    """Return the periods of a trend asked for without any: the as-of day lies in the last."""
    current = calendar.period_of(company.as_of, grain)
    return Period(calendar.shift(current, 1 - _SERIES[grain], grain).start, current.end)


def series_grain(metric: Metric) -> Grain:
    """Return the length of a trend's periods when nobody says."""
    return max(metric.default_grain, Grain.MONTH, key=list(Grain).index)


def is_stock(metric: Metric) -> bool:
    """Return whether a figure is read on one day."""
    return metric.stock in (Stock.ACCUMULATE, Stock.INTERVAL, Stock.LAST) or metric.type is MetricType.STOCK


def compared(when: Period | None, other: When, grain: Grain | None, calendar: Calendar) -> Comparison | None:
    """Return what a second period is to the first; None where no figure is set against it."""
    if when is None or other.offset is not None:
        return _by_offset(when, other, grain)
    earlier = calendar.shift(when, -1, Grain.YEAR)
    whole_year = (
        other.grain is Grain.YEAR and earlier.start in other.period and earlier.last_day in other.period
    )
    if earlier == other.period or whole_year:
        return Comparison.PREVIOUS_YEAR
    if other.period.end == when.start:
        return Comparison.PREVIOUS_PERIOD
    return None


def _by_offset(when: Period | None, other: When, grain: Grain | None) -> Comparison | None:
    if other.offset is Grain.YEAR or other.grain is Grain.YEAR:
        return Comparison.PREVIOUS_YEAR
    if other.offset is not None:
        return Comparison.PREVIOUS_PERIOD
    return None if grain is None else Comparison.PREVIOUS_PERIOD
