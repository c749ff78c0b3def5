"""Levels: the newest complete figure of each metric, as one principal may see it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from symphonies.kernel import ForbiddenError, Grain, Kept, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import (
    Comparison,
    Filter,
    Metric,
    MetricQuery,
    MetricResult,
    MetricType,
    Op,
    SemanticLayer,
    calendar_of,
)
from symphonies.platform.vizier.facts.claim import Against
from symphonies.platform.vizier.facts.measured import Level, Reference
from symphonies.platform.vizier.facts.seen import Seen
from symphonies.platform.vizier.facts.subject import Slice, Subject, Timespan
from symphonies.platform.vizier.facts.surprise import surprise

COMPARED = (Comparison.TARGET, Comparison.PREVIOUS_YEAR, Comparison.PREVIOUS_PERIOD)
AGAINST = {
    Comparison.TARGET: Against.PLAN,
    Comparison.PREVIOUS_YEAR: Against.YEAR,
    Comparison.PREVIOUS_PERIOD: Against.PERIOD,
}
SAME_RATIO = 0.005
"""A figure within this of what was seen last has not moved."""
REMEMBERED = 4_000
"""How many levels are remembered: those of principals who see different things, and of other days."""
PERIODS = 14
"""How many periods are looked at: a year of changes, and the newest."""


@dataclass(frozen=True)
class Levels:
    """What was found.

    Attributes:
        facts: one for each metric that has a figure, in the order asked for.
        withheld: metrics that policy hides.
    """

    facts: tuple[Level, ...]
    withheld: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    level: Level | None
    withheld: bool = False


@dataclass(frozen=True)
class LevelMemory:
    """Levels found once for all who see the same, until the data change; safe to share between threads.

    Attributes:
        version: tells data apart.
    """

    version: Callable[[], object]
    _known: Kept[tuple[object, ...], _Found] = field(default_factory=lambda: Kept(REMEMBERED))


def levels(
    metrics: Iterable[str],
    layer: SemanticLayer,
    scope: Scope,
    where: tuple[Slice, ...] = (),
    seen: Mapping[str, Seen] | None = None,
    memory: LevelMemory | None = None,
) -> Levels:
    """Return the newest figure of each metric with what it is set against.

    Args:
        metrics: metric ids.
        layer: answers the metric queries.
        scope: what the principal may see.
        where: the part of the company to speak of.
        seen: what the reader saw at the last visit, by metric.
        memory: keeps what was found; None: each is asked for anew.
    """
    found: list[Level] = []
    withheld: list[str] = []
    view = None if memory is None else (scope.audience, layer.company.as_of, memory.version(), where)
    for metric in metrics:
        known = memory._known.get((metric, view)) if memory is not None else None
        if known is None:
            known = _look(metric, layer, scope, where)
            if memory is not None:
                memory._known.put((metric, view), known)
        if known.withheld:
            withheld.append(metric)
        elif known.level is not None:
            found.append(_since(known.level, layer.catalog.metric(metric), (seen or {}).get(metric)))
    return Levels(tuple(found), tuple(withheld))


def _look(metric: str, layer: SemanticLayer, scope: Scope, where: tuple[Slice, ...]) -> _Found:
    try:
        return _Found(_level(metric, layer, scope, where))
    except ForbiddenError:
        return _Found(None, withheld=True)
    except SymphonyError:
        return _Found(None)


def _level(metric_id: str, layer: SemanticLayer, scope: Scope, where: tuple[Slice, ...]) -> Level | None:
    """Return the newest complete figure of a metric; a stock counts on any day."""
    metric = layer.catalog.metric(metric_id)
    grain = max(metric.default_grain, Grain.MONTH, key=list(Grain).index)
    filters = tuple(Filter(part.dimension, Op.EQ, (part.value,)) for part in where)
    asked = MetricQuery(
        metrics=(metric_id,), grain=grain, period=_recent(layer, grain), where=filters, compare=COMPARED
    )
    result = layer.run(asked, scope)
    rows = [row for row in result.rows.to_pylist() if _is_number(row[metric_id])]
    if metric.type is not MetricType.STOCK:
        rows = [row for row in rows if row.get("complete", True)]
    if not rows:
        return None
    newest = rows[-1]
    subject = _subject(metric, result, newest["period"], grain, where)
    return Level(
        subject=subject,
        value=float(newest[metric_id]),
        references=tuple(_references(newest, metric)),
        surprise=surprise([row[metric_id] for row in rows]),
        query=replace(asked, period=subject.span.period),
    )


def _subject(
    metric: Metric, result: MetricResult, start: object, grain: Grain, where: tuple[Slice, ...]
) -> Subject:
    info = next(info for info in result.periods if info.start == start)
    span = Timespan(Period(info.start, info.end), grain, info.label)
    return Subject(
        metric.id,
        metric.title,
        metric.unit,
        result.currency,
        metric.direction,
        span,
        where,
        metric.synonyms,
        metric.most,
    )


def _references(row: Mapping[str, Any], metric: Metric) -> Iterable[Reference]:
    for comparison, kind in AGAINST.items():
        value = row.get(f"{metric.id}__{comparison.value}")
        # how far apart figures are of which one stands for more than itself, nobody knows
        if _is_number(value) and not metric.stands_for_more(value, row[metric.id]):
            yield Reference(kind, float(value))  # type: ignore[arg-type]


def _since(level: Level, metric: Metric, seen: Seen | None) -> Level:
    """Return a level that is set against what was seen last too, if it is the same figure and moved."""
    start = level.subject.span.period.start
    if seen is None or (metric.type is not MetricType.STOCK and seen.start != start):
        return level
    if abs(level.value - seen.value) <= SAME_RATIO * abs(seen.value):
        return level
    if metric.stands_for_more(level.value, seen.value):
        return level
    return replace(level, references=(*level.references, Reference(Against.VISIT, seen.value)))


def _recent(layer: SemanticLayer, grain: Grain) -> Period:
    """Return the periods that tell a habit: ``PERIODS`` of them, the as-of day in the last."""
    calendar = calendar_of(layer.company)
    newest = calendar.period_of(layer.company.as_of, grain)
    return Period(calendar.shift(newest, 1 - PERIODS, grain).start, newest.end)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def subject_of(metric_id: str, layer: SemanticLayer) -> Subject:
    """Return a metric in the month that holds the layer's as-of day, over all the reader may see."""
    metric, calendar = layer.catalog.metric(metric_id), calendar_of(layer.company)
    as_of = layer.company.as_of
    span = Timespan(calendar.period_of(as_of, Grain.MONTH), Grain.MONTH, calendar.label(as_of, Grain.MONTH))
    return Subject(
        metric.id,
        metric.title,
        metric.unit,
        layer.company.currency,
        metric.direction,
        span,
        (),
        metric.synonyms,
        metric.most,
    )
