"""How an answer was worked out: in words, in steps, in SQL, and from which tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from symphonies.kernel import Period
from symphonies.platform.semantics import Comparison, MetricQuery, MetricResult, Op, SemanticLayer
from symphonies.platform.vizier.ask.answering.answer import Working

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

_SAID = {
    Comparison.TARGET: "the plan",
    Comparison.PREVIOUS_YEAR: "the year before",
    Comparison.PREVIOUS_PERIOD: "the period before",
}
_OPS = {Op.IN: "is one of", Op.EQ: "is", Op.NE: "is not", Op.NOT_IN: "is none of"}


def working_of(result: MetricResult, layer: SemanticLayer, scope: Scope, labels: dict[str, str]) -> Working:
    """Return how a result was worked out.

    Args:
        result: The figures.
        layer: Knows the definitions.
        scope: Decides whether the SQL is shown: only to those from whom nothing is hidden.
        labels: Keys of filters -> what people call them.
    """
    query = result.query
    words = [*_definitions(query, layer), period_words(query, result.as_of), *_limits(query, labels)]
    if query.compare:
        words.append(f"Set against {' and '.join(_SAID[each] for each in query.compare)}.")
    if query.top is not None:
        words.append(
            f"Only the {query.top.n} with the {'smallest' if query.top.lowest else 'largest'} figure."
        )
    words += [f"Only where {_title(layer, h.metric)} {h.op} {h.value:g}." for h in query.having]
    sql = result.sql if sees_everything(scope) else None
    return Working(tuple(words), result.plan, sql, tables_of(query.metrics, layer))


def tables_of(metrics: Sequence[str], layer: SemanticLayer) -> tuple[str, ...]:
    """Return the tables that figures of metrics are read from."""
    leaves = (leaf for name in metrics for leaf in layer.catalog.leaf_metrics(name))
    return tuple(sorted({leaf.fact for leaf in leaves if leaf.fact}))


def sees_everything(scope: Scope) -> bool:
    """Return whether no row, column or table is hidden from a principal."""
    tables = scope.tables.values()
    return bool(tables) and all(
        each.readable and each.row_filter is None and not each.masked for each in tables
    )


def period_words(query: MetricQuery, as_of: date) -> str:
    """Return the days of a query in words."""
    if query.period is None:
        return f"As of {as_of:%d %B %Y}.".replace(" 0", " ")
    return f"{said_period(query.period)}{f', by {query.grain}' if query.grain else ''}."


def said_period(period: Period) -> str:
    """Return a period as people say it."""
    first, last = period.start, period.last_day
    if period.days == 1:
        return f"on {_day(first)}"
    whole_months = first.day == 1 and period.end.day == 1
    months = (period.end.year - first.year) * 12 + period.end.month - first.month
    if whole_months and months == 1:
        return f"in {first:%B %Y}"
    if whole_months and months == 12 and first.month == 1:
        return f"in {first.year}"
    if whole_months and months == 3 and first.month % 3 == 1:
        return f"in Q{first.month // 3 + 1} {first.year}"
    if first.year < 1950:
        return f"up to {_day(last)}"
    return f"from {_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _definitions(query: MetricQuery, layer: SemanticLayer) -> list[str]:
    found = []
    for name in query.metrics:
        definition = layer.catalog.definition(name, query.variants.get(name))
        formula = layer.catalog.formula_in_words(name, query.variants.get(name))
        told = definition.description if formula == definition.description else f"{formula}"
        found.append(f"{definition.title} ({name}): {told}")
    return found


def _limits(query: MetricQuery, labels: dict[str, str]) -> list[str]:
    return [
        f"Only where {each.dimension.replace('.', ' ').replace('_', ' ')} {_OPS.get(each.op, each.op.value)} "
        f"{', '.join(labels.get(value, value) for value in each.values)}."
        for each in query.where
    ]


def _title(layer: SemanticLayer, metric: str) -> str:
    return layer.catalog.metric(metric).title
