"""A measure as an aggregate over the rows of a scan."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from symphonies.platform.semantics.catalog.measure import Aggregate, Measure
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.scan import Scan

_PLAIN: dict[Aggregate, type[exp.Expression]] = {
    Aggregate.SUM: exp.Sum,
    Aggregate.MIN: exp.Min,
    Aggregate.MAX: exp.Max,
    Aggregate.AVG: exp.Avg,
}


def aggregate(
    scan: Scan, measure: Measure, condition: exp.Expression | None, factor: exp.Expression | None = None
) -> exp.Expression:
    """Return a measure's aggregate as a double.

    Args:
        scan: The fact it looks at.
        measure: What to aggregate.
        condition: Which rows count; None: all of the scan.
        factor: What each row's value is multiplied by (a rate); None: nothing.
    """
    argument = scan.bound(measure.argument) if measure.argument is not None else None
    if argument is not None and factor is not None:
        argument = exp.Mul(this=exp.Paren(this=argument), expression=factor)
    if condition is not None:
        argument = sql.when(condition, sql.number(1) if argument is None else argument)
    if measure.aggregate is Aggregate.COUNT:
        return sql.double(exp.Count(this=argument if argument is not None else exp.Star()))
    assert argument is not None
    if measure.aggregate is Aggregate.DISTINCT:
        return sql.double(exp.Count(this=exp.Distinct(expressions=[argument])))
    if measure.aggregate is Aggregate.QUANTILE:
        return sql.double(scan.context.dialect.quantile(argument, measure.quantile))
    return sql.double(_PLAIN[measure.aggregate](this=argument))


def split_conditions(scan: Scan, metrics: Sequence[Metric]) -> dict[str, exp.Expression | None]:
    """Return the condition each metric still needs, moving what all share into the scan.

    One condition for all goes into WHERE. Different ones stay with their aggregates, and their
    disjunction goes into WHERE, so that the scan reads no row nobody counts.
    """
    conditions = {metric.id: metric.measure.where for metric in metrics if metric.measure is not None}
    texts = {condition.text if condition else None for condition in conditions.values()}
    if None in texts and len(texts) == 1:
        return dict.fromkeys(conditions)
    distinct = {condition.text: condition for condition in conditions.values() if condition is not None}
    if None not in texts:
        shared = sql.either(scan.bound(condition.tree) for condition in distinct.values())
        assert shared is not None
        scan.where.append(shared)
    if len(texts) == 1:
        return dict.fromkeys(conditions)
    return {name: scan.bound(condition.tree) if condition else None for name, condition in conditions.items()}


def time_conditions(
    scan: Scan, column: str, low: exp.Expression | None, high: exp.Expression | None
) -> list[exp.Expression]:
    """Return ``low <= column < high``; an open end gives no condition."""
    found: list[exp.Expression] = []
    if low is not None:
        found.append(exp.GTE(this=sql.column(column, "f"), expression=low))
    if high is not None:
        found.append(exp.LT(this=sql.column(column, "f"), expression=high))
    return found
