"""Row rules inside the aggregates: a fact shows only rows whose references are all visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.catalog.model import TableModel
from symphonies.platform.semantics.errors import MetricForbiddenError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context

if TYPE_CHECKING:
    from symphonies.platform.security import Scope, TableScope


def check_readable(context: Context, leaf: Metric) -> None:
    """Refuse a leaf whose fact the principal may not read, or whose measure is masked.

    Raises:
        MetricForbiddenError: Naming the metric, not the rule.
    """
    if leaf.fact is None or leaf.measure is None:
        return
    if not _readable(leaf, context.table_scope(leaf.fact)):
        raise MetricForbiddenError(
            f"You may not see {leaf.title} ({leaf.id.partition('@')[0]}).",
            hint="Ask the owner of the product for access.",
            metric=leaf.id,
        )


def may_read(catalog: Catalog, metric_id: str, scope: Scope) -> bool:
    """Return whether a principal may read everything a metric is made of."""
    return all(_readable(leaf, scope.table(leaf.fact or "")) for leaf in catalog.leaf_metrics(metric_id))


def _readable(leaf: Metric, scope: TableScope) -> bool:
    used = {leaf.time, leaf.valid_from, leaf.valid_to} | (leaf.measure.columns if leaf.measure else set())
    return scope.readable and not used & scope.masked


def visible(context: Context, table: TableModel) -> exp.Expression:
    """Return a fact under its alias, without the rows the principal may not see."""
    conditions = row_conditions(context, table)
    if not conditions:
        return sql.table(table.name, FACT)
    context.says.append(f"  rows of {table.name} limited by the principal's scope")
    return sql.subquery(sql.select([exp.Star()], sql.table(table.name), where=conditions), FACT)


def row_conditions(context: Context, table: TableModel) -> list[exp.Expression]:
    """Return the conditions over bare columns that the rows of a table must meet.

    The table's own row rule, and for every reference along which a table with a row rule can be
    reached: the key must be among the visible ones. A row without such a key is not visible.
    """
    secured = {name for name, scope in context.scope.tables.items() if scope.row_filter is not None}
    return _conditions(context, table, secured, frozenset({table.name})) if secured else []


def reachable(catalog: Catalog, table: str) -> frozenset[str]:
    """Return every table a table can reach along references, itself included."""
    found: set[str] = set()
    waiting = [table]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [reference.target for reference in catalog.graph.tables[name].references.values()]
    return frozenset(found)


def _conditions(
    context: Context, table: TableModel, secured: set[str], seen: frozenset[str]
) -> list[exp.Expression]:
    own = context.table_scope(table.name).row_filter
    conditions = [own.copy()] if own is not None else []
    for reference in table.references.values():
        if reference.target in seen or not secured & reachable(context.catalog, reference.target):
            continue
        target = context.catalog.graph.tables[reference.target]
        inner = _conditions(context, target, secured, seen | {target.name})
        if inner:
            keys = sql.select([sql.column(reference.target_column)], sql.table(target.name), where=inner)
            conditions.append(exp.In(this=sql.column(reference.column), query=sql.subquery(keys)))
    return conditions
