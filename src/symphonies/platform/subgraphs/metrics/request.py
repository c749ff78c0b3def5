"""The arguments of a metric field -> a metric query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from symphonies.kernel import Calendar, CalendarKind, Grain, Period
from symphonies.platform.semantics import Comparison, Filter, Metric, MetricQuery, Op, Top
from symphonies.platform.semantics import calendar_of as company_calendar
from symphonies.platform.subgraphs.context import Company, as_of_day
from symphonies.platform.subgraphs.errors import ArgumentInvalidError
from symphonies.platform.subgraphs.rows.values import to_parameter

_Word = TypeVar("_Word", bound=StrEnum)
LONG_AGO = date(1000, 1, 1)
"""The start of a period that has none."""


def calendar_of(company: Company, kind: str | None) -> Calendar:
    """Return the calendar asked for, else the company's.

    Raises:
        ArgumentInvalidError: There is no such calendar.
    """
    try:
        return company_calendar(company, kind)
    except ValueError as error:
        raise ArgumentInvalidError(
            f"calendar {kind!r} does not exist", hint=f"Known: {', '.join(CalendarKind)}."
        ) from error


def read_query(metric: Metric, arguments: Mapping[str, Any], company: Company) -> MetricQuery:
    """Return the query that a metric field's arguments ask.

    Raises:
        ArgumentInvalidError: The period cannot be read, or its parts do not fit together.
    """
    grain = _word(Grain, arguments["grain"], "grain") if arguments.get("grain") else None
    kind = arguments.get("calendar")
    variant = arguments.get("variant")
    top = arguments.get("top")
    rest = arguments.get("rest")
    return MetricQuery(
        metrics=(metric.id,),
        by=tuple(arguments.get("by") or ()),
        grain=grain,
        period=_read_period(
            arguments.get("period"), grain or metric.default_grain, calendar_of(company, kind), company
        ),
        where=tuple(_read_filter(each) for each in arguments.get("where") or ()),
        compare=tuple(_word(Comparison, each, "compare") for each in arguments.get("compare") or ()),
        currency=arguments.get("currency") or "group",
        calendar=kind,
        variants={metric.id: variant} if variant else {},
        top=None if top is None else Top(top, rest=rest is not False),
        share=bool(arguments.get("share")),
    )


def _read_filter(given: Mapping[str, Any]) -> Filter:
    try:
        return Filter(given["dimension"], Op[given["op"]], tuple(map(str, given["values"])))
    except (KeyError, TypeError) as error:
        raise ArgumentInvalidError(
            f"where: {error} was not found as expected",
            hint=f"A condition has dimension, op ({', '.join(Op.__members__)}) and a list of values.",
        ) from error


def _word(words: type[_Word], given: Any, where: str) -> _Word:
    try:
        return words(given.lower())
    except (ValueError, AttributeError) as error:
        raise ArgumentInvalidError(
            f"{where}: {str(given)[:40]!r} is not known", hint=f"Known: {', '.join(words.__members__)}."
        ) from error


def _read_period(
    given: Mapping[str, Any] | None, grain: Grain, calendar: Calendar, company: Company
) -> Period | None:
    start, end = _day(given, "from"), _day(given, "to")
    count = given.get("last") if given else None
    as_of = as_of_day(company)
    if count is not None:
        if start is not None or not isinstance(count, int) or count < 1:
            raise ArgumentInvalidError(
                "period: last needs a number from 1 on, and no from",
                hint="Give from and to, or last (with to as its end, if not the as-of day).",
            )
        include_current = given is None or given.get("includeCurrent") is not False
        return _last(count, end or as_of, grain, calendar, include_current=include_current)
    if start is None and end is None:
        return None
    start, end = start or LONG_AGO, end or as_of
    if end < start:
        raise ArgumentInvalidError(
            f"period: from {start} lies after to {end}", hint="Both days are part of the period."
        )
    return Period(start, end + timedelta(days=1))


def _last(count: int, day: date, grain: Grain, calendar: Calendar, *, include_current: bool) -> Period:
    newest = calendar.period_of(day, grain)
    if not include_current and newest.last_day > day:
        newest = calendar.shift(newest, -1, grain)
    return Period(calendar.shift(newest, 1 - count, grain).start, newest.end)


def _day(given: Mapping[str, Any] | None, name: str) -> date | None:
    value = given.get(name) if given else None
    found = to_parameter(value, "date", f"period.{name}")
    return found if isinstance(found, date) else None
