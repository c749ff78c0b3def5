"""The question why a figure changed, and its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Dimension, Filter, SemanticLayer, calendar_of
from symphonies.platform.vizier.explain.breakdowns import break_down, concentration
from symphonies.platform.vizier.explain.cascade import Cascade
from symphonies.platform.vizier.explain.causes import upstream_causes
from symphonies.platform.vizier.explain.contributions import additive
from symphonies.platform.vizier.explain.drivers import find_drivers
from symphonies.platform.vizier.explain.errors import ChangeEmptyError
from symphonies.platform.vizier.explain.explanation import Breakdown, Explanation
from symphonies.platform.vizier.explain.figures import Asker

MOST_GROUPS = 60
MOST_DIMENSIONS = 10
MOST_PULLED = 5
NO_CASCADE = Cascade()


@dataclass(frozen=True)
class ChangeQuestion:
    """Why is the figure of one period not that of another?"""

    metric: str
    after: Period
    before: Period | None = None
    """None: the period before of the same length, in whole months where the later one is."""
    by: tuple[str, ...] = ()
    """Dimension paths; none: those found to tell most."""
    where: tuple[Filter, ...] = ()
    lasting: bool = False
    """Of the dimensions found, only what rows refer to: who and where, not what became of them."""
    without: tuple[str, ...] = ()
    """Dimension paths that are not looked for."""


def explain_change(
    question: ChangeQuestion, layer: SemanticLayer, scope: Scope, cascade: Cascade = NO_CASCADE
) -> Explanation:
    """Explain a change with what a principal may see.

    Contributions of every dimension sum to the change exactly, whatever the kind of the metric: see `Method`.

    Args:
        question: what is asked.
        layer: answers the metric queries.
        scope: the rows and columns that count and are named.
        cascade: which metrics move which.

    Raises:
        ChangeEmptyError: one of the periods has no figure.
        SymphonyError: as the semantic layer does, for what is unknown or forbidden.
    """
    metric = layer.catalog.metric(question.metric)
    ask = Asker(layer, scope, question.where)
    before_period = question.before or period_before(question.after, layer)
    periods = before_period, question.after
    figures = [ask.total(question.metric, period) for period in periods]
    for period, value in zip(periods, figures, strict=True):
        if value is None:
            raise ChangeEmptyError(
                f"{metric.title} has no figure from {period.start} to {period.last_day}.",
                hint="Choose periods with data, or fewer conditions.",
            )
    before, after = (float(value) for value in figures if value is not None)
    breakdowns = sorted(
        _breakdowns(question, periods, (before, after), ask),
        key=lambda each: each.concentration,
        reverse=True,
    )
    drivers = find_drivers(question.metric, periods, after - before, breakdowns, ask)
    causes = upstream_causes(question.metric, after - before, periods, cascade, ask)
    currency = layer.company.currency if metric.unit == "money" else None
    return Explanation(
        question.metric, metric.title, metric.unit, currency, *periods, before, after, tuple(breakdowns),
        drivers, causes, tuple(_notes(breakdowns, drivers, after - before)),
    )  # fmt: skip


def period_before(period: Period, layer: SemanticLayer) -> Period:
    """Return the period that ends where another starts and is as long, in whole months where that one is."""
    calendar = calendar_of(layer.company)
    months = calendar.periods_in(period, Grain.MONTH)
    if months and months[0].start == period.start and months[-1].end == period.end:
        return Period(calendar.shift(months[0], -len(months), Grain.MONTH).start, period.start)
    return Period(period.start - timedelta(days=period.days), period.start)


def _breakdowns(
    question: ChangeQuestion, periods: tuple[Period, Period], totals: tuple[float, float], ask: Asker
) -> Iterator[Breakdown]:
    if question.by:
        for path in question.by:
            yield break_down(question.metric, path, periods, totals, ask)
        return
    for path in _telling(question, periods, ask):
        yield break_down(question.metric, path, periods, totals, ask)


def _telling(question: ChangeQuestion, periods: tuple[Period, Period], ask: Asker) -> list[str]:
    """Return the dimensions in which the change is least evenly spread, by a metric that adds up."""
    catalog, metric = ask.layer.catalog, question.metric
    ratio = catalog.ratio(metric)
    own = catalog.metric(metric)
    leaf = next((each for each in catalog.leaf_metrics(metric) if each.additive_over_groups), own)
    measured = metric if own.additive_over_groups else ratio.numerator if ratio else leaf.id
    scores: dict[str, float] = {}
    candidates = [each for each in _candidates(metric, ask.layer) if each.path not in question.without]
    for dimension in _lasting(candidates, ask.layer) if question.lasting else candidates:
        try:
            sides = [ask.groups(measured, period, (dimension.path,)) for period in periods]
        except SymphonyError:
            # hidden from this principal: then it is not named either
            continue
        if 2 <= len({*sides[0], *sides[1]}) <= MOST_GROUPS:
            scores[dimension.path] = concentration(list(additive(*sides).values()))
    exact = own.additive_over_groups or ratio is not None
    most = MOST_DIMENSIONS if exact else MOST_PULLED
    return sorted(scores, key=scores.__getitem__, reverse=True)[:most]


def _candidates(metric: str, layer: SemanticLayer) -> list[Dimension]:
    """Return the dimensions worth asking about: each column once, none that the metric is made of."""
    leaves = layer.catalog.leaf_metrics(metric)
    defining = {column for leaf in leaves if leaf.measure for column in leaf.measure.columns}
    seen: set[tuple[str, str]] = set()
    kept = []
    for each in sorted(layer.catalog.dimensions_of(metric), key=lambda each: each.path.count(".")):
        place = (each.table, each.column)
        own = not each.steps and each.column in defining
        if each.path.count(".") <= 1 and place not in seen and not own and each.type in ("string", "boolean"):
            seen.add(place)
            kept.append(each)
    return kept


def _lasting(dimensions: list[Dimension], layer: SemanticLayer) -> list[Dimension]:
    """Return the dimensions of what rows refer to; where there are none, those with a closed list of values.

    What has no date is no event but somebody or something that stays: a customer, a region.
    """
    tables = layer.catalog.graph.tables

    def stays(each: Dimension) -> bool:
        table = each.target.target if each.target else each.table if each.steps else None
        return table in tables and tables[table].time is None

    return [each for each in dimensions if stays(each)] or [each for each in dimensions if each.values]


SPREAD = "No single cause: the change is spread over many groups."
"""What is noted of a change that nothing stands out behind."""


def _notes(breakdowns: list[Breakdown], drivers: tuple[object, ...], change: float) -> Iterator[str]:
    if change == 0:
        yield "The figure did not change."
    elif not breakdowns:
        yield "It can be taken apart by no dimension that you may see."
    elif not drivers:
        yield SPREAD
