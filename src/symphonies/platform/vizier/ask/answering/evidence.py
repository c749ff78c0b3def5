"""What the rows of an answer entitle its sentence to say: a fact for each figure, for the check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import (
    Comparison,
    Filter,
    MetricQuery,
    MetricResult,
    Op,
    SemanticLayer,
)
from symphonies.platform.vizier.facts import (
    Against,
    Fact,
    Level,
    Portion,
    Reference,
    Slice,
    Subject,
    Tally,
    Timespan,
)

_AGAINST = {
    Comparison.TARGET: Against.PLAN,
    Comparison.PREVIOUS_YEAR: Against.YEAR,
    Comparison.PREVIOUS_PERIOD: Against.PERIOD,
}
Row = Mapping[str, Any]


def evidence(
    result: MetricResult, rows: Sequence[Row], layer: SemanticLayer, labels: Mapping[str, str]
) -> list[Fact]:
    """Return the facts that the rows of a result are.

    Args:
        result: The figures.
        rows: Those that are told of.
        layer: Knows the metrics.
        labels: Keys of filters -> what people call them.
    """
    limits = tuple(
        Slice(each.dimension, str(value), labels.get(str(value), str(value)))
        for each in result.query.where
        for value in each.values
    )
    found: list[Fact] = []
    for name in result.query.metrics:
        for row in rows:
            found += _of_row(name, row, result, layer, limits)
        found += _tallies(name, rows, result, layer, limits)
    return found


def _of_row(
    name: str, row: Row, result: MetricResult, layer: SemanticLayer, limits: tuple[Slice, ...]
) -> Iterator[Fact]:
    value = row.get(name)
    if not isinstance(value, int | float):
        return
    paths = () if row.get("is_rest") else result.query.by
    own = tuple(Slice(path, str(row.get(path)), _label(row, path)) for path in paths)
    spans, query = _spans(row, result), query_of(name, row, result)
    for scope in (own, (*limits, *own)) if own and limits else (own or limits,):
        for span in spans:
            subject = _subject(name, result, layer, scope, span)
            references = tuple(_references(name, row, result))
            yield Level(subject=subject, value=float(value), references=references, query=query)
            share = row.get(f"{name}__share")
            if isinstance(share, int | float):
                yield Portion(subject=subject, ratio=float(share), query=query)


def query_of(name: str, row: Row, result: MetricResult) -> MetricQuery:
    """Return the metric query whose one figure a cell of a result is; of the rest, that of the whole."""
    asked = result.query
    info = next((each for each in result.periods if each.start == row.get("period")), None)
    keys = () if row.get("is_rest") else tuple(_is_key(path, row.get(path)) for path in asked.by)
    return replace(
        asked,
        metrics=(name,),
        by=(),
        period=Period(info.start, info.end) if info and asked.grain else asked.period,
        where=(*asked.where, *keys),
        variants={name: asked.variants[name]} if name in asked.variants else {},
        top=None,
        share=False,
        limit=None,
        having=(),
    )


def _is_key(path: str, key: object) -> Filter:
    if key is None:
        return Filter(path, Op.IS_NULL)
    return Filter(path, Op.EQ, (str(key).lower() if isinstance(key, bool) else str(key),))


def _references(name: str, row: Row, result: MetricResult) -> Iterator[Reference]:
    for each in result.query.compare:
        other = row.get(f"{name}__{each}")
        if isinstance(other, int | float):
            yield Reference(_AGAINST[each], float(other))


def _tallies(
    name: str, rows: Sequence[Row], result: MetricResult, layer: SemanticLayer, limits: tuple[Slice, ...]
) -> Iterator[Fact]:
    """Yield how many groups there are, how many of them are not named, and the places that limit them all."""
    if not result.query.by and not limits:
        return
    known = [row for row in rows if isinstance(row.get(name), int | float) and not row.get("is_rest")]
    for span in _spans({}, result):
        subject = _subject(name, result, layer, limits, span)
        for count in range(max(0, len(known) - 3), len(known) + 1):
            # no figure of the metric: the table beside it holds them, and there is nothing to look into
            yield Tally(subject=subject, count=count)


def _spans(row: Row, result: MetricResult) -> tuple[Timespan, ...]:
    """Return the period of a row, and the whole of it all where a sentence may name that."""
    query = result.query
    period = query.period or Period(result.as_of, result.as_of + timedelta(days=1))
    whole = Timespan(period, query.grain or Grain.DAY, "")
    info = next((each for each in result.periods if each.start == row.get("period")), None)
    if info is None:
        return (whole,)
    return (Timespan(Period(info.start, info.end), query.grain or Grain.DAY, info.label), whole)


def _subject(
    name: str, result: MetricResult, layer: SemanticLayer, scope: tuple[Slice, ...], span: Timespan
) -> Subject:
    metric = layer.catalog.definition(name, result.query.variants.get(name))
    currency = result.currency if str(metric.unit) == "money" else None
    return Subject(
        name, metric.title, str(metric.unit), currency, metric.direction, span, scope, most=metric.most
    )


def _label(row: Row, path: str) -> str:
    label = row.get(f"{path}__label")
    return "none" if label is None else str(label)
