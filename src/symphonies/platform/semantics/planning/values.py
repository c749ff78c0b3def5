"""The values a dimension takes, as far as a principal may see them."""

from __future__ import annotations

from sqlglot import exp

from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.labels import called
from symphonies.platform.semantics.planning.scan import Scan


def values_select(context: Context, leaf: Metric, dimension: Dimension, limit: int) -> exp.Select | None:
    """Return the query of a dimension's keys and labels; None where the principal may see none.

    Without row rules the dimension's own table is read. With any, only what stands in visible rows of
    the fact is a value: a name that no visible row bears is not told.

    Args:
        context: Whose query it is; its scope decides.
        leaf: A metric with a measure that reaches the dimension.
        dimension: As seen from the leaf's fact.
        limit: The most values to read.
    """
    scan = Scan(context, leaf, sql.day(context.frame.as_of))
    tables = [step.target for step in dimension.steps]
    unreadable = any(not context.table_scope(name).readable for name in (leaf.fact or "", *tables))
    if unreadable or scan.masked(dimension):
        return None
    found = _own(context, dimension) or _in_fact(context, scan, dimension)
    found.set("limit", exp.Limit(expression=sql.number(limit)))
    return found


def _own(context: Context, dimension: Dimension) -> exp.Select | None:
    """Return the query over the table the values belong to; None where row rules or the fact decide."""
    if context.scope.is_narrowed:
        return None
    if dimension.target is not None:
        target = dimension.target.target
        key = sql.column(dimension.target.target_column, "t")
        source = sql.table(target, "t")
        return _distinct(key, _label(context, dimension, "t") or key, source, [])
    if not dimension.steps:
        return None
    value = sql.column(dimension.column, "t")
    return _distinct(value, called(dimension, value), sql.table(dimension.table, "t"), [])


def _in_fact(context: Context, scan: Scan, dimension: Dimension) -> exp.Select:
    value = scan.value(dimension)
    label = _label(context, dimension, "t")
    joins = scan.all_joins()
    if label is not None and dimension.target is not None:
        on = sql.equal(sql.column(dimension.target.target_column, "t"), value.copy())
        joins.append(sql.join(sql.table(dimension.target.target, "t"), on))
    return _distinct(value, label if label is not None else called(dimension, value), scan.source, joins)


def _label(context: Context, dimension: Dimension, alias: str) -> exp.Expression | None:
    """Return the label of a reference's target, where it has one that the principal may see."""
    if dimension.target is None:
        return None
    target = context.catalog.graph.tables[dimension.target.target]
    scope = context.table_scope(target.name)
    if target.label is None or not scope.readable or target.label in scope.masked:
        return None
    return sql.column(target.label, alias)


def _distinct(
    key: exp.Expression, label: exp.Expression, source: exp.Expression, joins: list[exp.Join]
) -> exp.Select:
    columns = [sql.named(cast(key, "text"), "key"), sql.named(cast(label, "text"), "label")]
    known = exp.Not(this=exp.Is(this=key.copy(), expression=exp.Null()))
    return sql.select(columns, source, joins=joins, where=[known], distinct=True)
