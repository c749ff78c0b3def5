"""The semantic layer's table -> rows with their comparisons."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from symphonies.kernel import Calendar, Period
from symphonies.platform.semantics import Comparison, Direction, Metric, MetricQuery


def metric_rows(
    table: pa.Table, metric: Metric, query: MetricQuery, calendar: Calendar, as_of: date
) -> list[dict[str, Any]]:
    """Return the ``MetricRow`` values of a metric's result, in the table's order."""
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    count = table.num_rows
    values = [_number(value) for value in columns[metric.id]]
    shares = columns.get(f"{metric.id}__share", [None] * count)
    rests = columns.get("is_rest", [False] * count)
    periods = list(_periods(columns.get("period"), count, query, calendar))
    dimensions = _dimensions(columns, query, count)
    compared = {kind: columns.get(f"{metric.id}__{kind.value}", [None] * count) for kind in query.compare}
    return [
        {
            "periodStart": _iso(periods[row].start) if periods[row] else None,
            "periodEnd": _iso(periods[row].last_day) if periods[row] else _iso(as_of),
            "complete": periods[row] is None or periods[row].last_day <= as_of,
            "dimensions": dimensions[row],
            "value": values[row],
            "comparisons": [
                _compared(metric, kind, values[row], _number(others[row]))
                for kind, others in compared.items()
            ],
            "share": _number(shares[row]),
            "isRest": bool(rests[row]),
        }
        for row in range(count)
    ]


def _periods(starts: list[Any] | None, count: int, query: MetricQuery, calendar: Calendar) -> Iterator[Any]:
    if starts is None or query.grain is None:
        yield from [query.period] * count
        return
    known: dict[date, Period] = {}
    for start in starts:
        day = start.date() if isinstance(start, datetime) else start
        if day not in known:
            known[day] = calendar.period_of(day, query.grain)
        yield known[day]


def _dimensions(
    columns: Mapping[str, list[Any]], query: MetricQuery, count: int
) -> list[list[dict[str, Any]]]:
    found = [(name, columns[name], columns.get(f"{name}__label", columns[name])) for name in query.by]
    return [
        [{"name": name, "key": _text(keys[row]), "label": _text(labels[row])} for name, keys, labels in found]
        for row in range(count)
    ]


def _compared(metric: Metric, kind: Comparison, value: float | None, other: float | None) -> dict[str, Any]:
    """Return a ``ComparedValue``: how far a figure lies from what it is set against, where that is known."""
    delta = good = None
    if value is not None and other is not None and not metric.stands_for_more(value, other):
        delta, good = value - other, _judge(metric)(value, other)
    ratio = delta / abs(other) if delta is not None and other else None
    return {"kind": kind.name, "value": other, "delta": delta, "deltaRatio": ratio, "good": good}


def _judge(metric: Metric) -> Callable[[float, float], bool | None]:
    """Return how a change from the second figure to the first is judged."""
    band = metric.band

    def better(value: float, other: float) -> bool | None:
        if metric.direction is Direction.NONE or value == other:
            return None
        if metric.direction is Direction.BAND:
            far, farther = (0.0, 0.0) if band is None else (_outside(value, band), _outside(other, band))
            return None if far == farther else far < farther
        return (value > other) == (metric.direction is Direction.UP)

    return better


def _outside(value: float, band: tuple[float, float]) -> float:
    return max(band[0] - value, value - band[1], 0.0)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, date):
        return float(value.toordinal() - date(1970, 1, 1).toordinal())
    number = float(value)
    return number if math.isfinite(number) else None


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _iso(day: date) -> str:
    return day.isoformat()
