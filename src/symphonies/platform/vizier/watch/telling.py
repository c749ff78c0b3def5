"""A finding as a fact, and the question why."""

from __future__ import annotations

from symphonies.kernel import Period
from symphonies.platform.semantics import Filter, MetricQuery, Op, SemanticLayer, calendar_of
from symphonies.platform.vizier.explain import ChangeQuestion, slices_of
from symphonies.platform.vizier.facts.subject import Subject, Timespan
from symphonies.platform.vizier.facts.unusual import Shape, Unusual
from symphonies.platform.vizier.watch.anomaly import Anomaly
from symphonies.platform.vizier.watch.grouping import Finding
from symphonies.platform.vizier.watch.stretches import Kind

ORIGIN = "watch-1"
_SHAPES = {
    Kind.TREND: Shape.TREND,
    Kind.SWINGS: Shape.SWINGS,
    Kind.MISSING: Shape.MISSING,
    Kind.IMPOSSIBLE: Shape.IMPOSSIBLE,
}


def fact_of(finding: Finding, layer: SemanticLayer) -> Unusual:
    """Return what the finding's head entitles a text to say, in the metric's own unit."""
    head = finding.head
    metric = layer.catalog.metric(head.metric)
    shape = _SHAPES.get(head.kind, Shape.LEVEL)
    factor = 1.0 if shape is Shape.SWINGS else _factor(head, layer)
    span = _told_span(head, layer)
    currency = layer.company.currency if metric.unit == "money" else None
    return Unusual(
        subject=Subject(
            metric.id, metric.title, metric.unit, currency, metric.direction, span,
            slices_of(head.metric, head.slice, head.label, layer), metric.synonyms,
        ),
        value=head.value * factor,
        low=min(head.low * factor, head.high * factor),
        high=max(head.low * factor, head.high * factor),
        since=head.first_on,
        chance=head.chance,
        query=None if shape is Shape.SWINGS else _query(head, span),
        shape=shape,
        few=head.few,
        origin=ORIGIN,
    )  # fmt: skip


def question_of(finding: Finding, layer: SemanticLayer) -> ChangeQuestion:
    """Return the question why the unusual periods differ from as many before them."""
    head = finding.head
    calendar = calendar_of(layer.company)
    after = Period(head.first_on, calendar.period_of(head.last_on, head.grain).end)
    periods = len(calendar.periods_in(after, head.grain))
    first = calendar.period_of(head.first_on, head.grain)
    before = Period(calendar.shift(first, -periods, head.grain).start, head.first_on)
    return ChangeQuestion(head.metric, after, before, where=_filters(head))


def query_of(found: Anomaly, layer: SemanticLayer) -> MetricQuery:
    """Return what gives the figure that is told of an anomaly."""
    return _query(found, _told_span(found, layer))


def _filters(head: Anomaly) -> tuple[Filter, ...]:
    return tuple(Filter(path, Op.EQ, (value,)) for path, value in head.slice)


def _factor(head: Anomaly, layer: SemanticLayer) -> float:
    ratio = layer.catalog.ratio(head.metric)
    return ratio.factor if head.family.is_ratio and ratio is not None else 1.0


def _told_span(head: Anomaly, layer: SemanticLayer) -> Timespan:
    """Return the period of the figure told: one of its grain, or several told together."""
    calendar = calendar_of(layer.company)
    last = head.told_until or head.told_on
    period = Period(head.told_on, calendar.period_of(last, head.grain).end)
    names = [calendar.label(day, head.grain) for day in dict.fromkeys([head.told_on, last])]
    return Timespan(period, head.grain, " to ".join(names), several=len(names) > 1)


def _query(head: Anomaly, span: Timespan) -> MetricQuery:
    grain = head.grain if head.told_until in (None, head.told_on) else None
    return MetricQuery((head.metric,), grain=grain, period=span.period, where=_filters(head))
