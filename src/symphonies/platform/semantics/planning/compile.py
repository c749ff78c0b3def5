"""A metric query to SQL: the rewrites in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from symphonies.kernel import did_you_mean
from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.company import Company, calendar_of
from symphonies.platform.semantics.dialects import DIALECTS
from symphonies.platform.semantics.errors import QueryInvalidError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.comparison import compared_terms
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.currency import target_of
from symphonies.platform.semantics.planning.expand import expand
from symphonies.platform.semantics.planning.filters import COMPARE
from symphonies.platform.semantics.planning.flows import Source, flow_sources
from symphonies.platform.semantics.planning.forced import grouping
from symphonies.platform.semantics.planning.frame import build_frame
from symphonies.platform.semantics.planning.output import Figure, present
from symphonies.platform.semantics.planning.security import check_readable
from symphonies.platform.semantics.planning.share import check_shares
from symphonies.platform.semantics.planning.stocks import stock_sources
from symphonies.platform.semantics.planning.tasks import group_leaves
from symphonies.platform.semantics.planning.terms import leaves_of
from symphonies.platform.semantics.planning.values import values_select
from symphonies.platform.semantics.query import MetricQuery, Top
from symphonies.platform.semantics.result import ColumnKind, CompiledQuery

if TYPE_CHECKING:
    from symphonies.platform.security import Scope


def compile_query(
    query: MetricQuery,
    catalog: Catalog,
    scope: Scope,
    company: Company,
    dialect: str = "duckdb",
    *,
    since: date | None = None,
) -> CompiledQuery:
    """Return a metric query as SQL.

    Args:
        query: What is asked.
        catalog: What metrics and dimensions mean.
        scope: What the principal may see.
        company: As-of day, currency and calendar.
        dialect: ``duckdb``, ``postgres`` or ``clickhouse``.
        since: For a query without a period: where the data starts.

    Raises:
        MetricUnknownError: For an unknown metric or variant.
        DimensionUnreachableError: When a metric cannot be split by a dimension.
        RollupRefusedError: When the figure would be wrong.
        FilterInvalidError: When a filter's values do not fit.
        MetricForbiddenError: When the principal may not see what it needs.
        QueryInvalidError: When the parts of the query do not fit together.
    """
    context = _context(query, catalog, scope, company, dialect, since)
    select, figures = _plan(context)
    steps = {name: context.dialect.write(step) for name, step in context.steps.items()}
    unrated = None
    if context.unrated:
        unrated = context.dialect.finish(steps, context.dialect.write(sql.union_all(context.unrated)))
    period = None if context.frame.open_start and context.frame.total else query.period
    return CompiledQuery(
        query=query,
        sql=context.dialect.finish(steps, context.dialect.write(select)),
        dialect=dialect,
        columns=tuple(figure.column for figure in figures),
        periods=tuple(context.frame.info(slot) for slot in context.frame.slots),
        period=period,
        notes=tuple(dict.fromkeys(context.notes)),
        plan=tuple(context.says),
        unrated_sql=unrated,
    )


def compile_values(
    path: str, metric_id: str, catalog: Catalog, scope: Scope, company: Company, dialect: str, limit: int
) -> str | None:
    """Return the SQL of the keys and labels a dimension takes; None where the principal may see none.

    Args:
        path: The dimension.
        metric_id: A metric that reaches it; its first fact with the dimension is looked at.
        catalog: What metrics and dimensions mean.
        scope: What the principal may see.
        company: As-of day, currency and calendar.
        dialect: As for :func:`compile_query`.
        limit: The most values to read.

    Raises:
        MetricUnknownError: For an unknown metric.
        DimensionUnreachableError: When the metric cannot be split by the dimension.
    """
    context = _context(MetricQuery((metric_id,), by=(path,)), catalog, scope, company, dialect, None)
    catalog.dimension(metric_id, path)
    leaf = catalog.leaf_metrics(metric_id)[0]
    select = values_select(context, leaf, context.dimension(leaf, path), limit)
    return None if select is None else context.dialect.finish({}, context.dialect.write(select))


def _context(
    query: MetricQuery, catalog: Catalog, scope: Scope, company: Company, dialect: str, since: date | None
) -> Context:
    _check(query, dialect)
    try:
        calendar = calendar_of(company, query.calendar)
    except ValueError as error:
        raise QueryInvalidError(
            f"There is no calendar {query.calendar or company.calendar!r}.",
            hint="Use calendar, fiscal, iso or 445.",
        ) from error
    frame = build_frame(query.period, query.grain, calendar, company.as_of, since)
    return Context(
        query,
        catalog,
        scope,
        company,
        DIALECTS[dialect],
        frame,
        grouping(query, catalog),
        target_of(query.currency, company),
    )


def _check(query: MetricQuery, dialect: str) -> None:
    if not query.metrics:
        raise QueryInvalidError("A query needs at least one metric.", hint="Name a metric of the catalogue.")
    for what, names in (("metrics", query.metrics), ("dimensions", query.by)):
        if len(set(names)) != len(names):
            raise QueryInvalidError(f"The {what} {', '.join(names)} name one twice.", hint="Name each once.")
    if query.period is not None and query.period.days == 0:
        raise QueryInvalidError(
            f"The period starts and ends on {query.period.start}.",
            hint="A period's end is not part of it: let it end a day later.",
        )
    if dialect not in DIALECTS:
        raise QueryInvalidError(f"There is no dialect {dialect!r}.", hint=did_you_mean(dialect, DIALECTS))
    if (query.top is not None and query.top.n < 1) or (query.limit is not None and query.limit < 1):
        raise QueryInvalidError("top and limit count from 1.", hint="Ask for one row or more.")
    for condition in query.having:
        if condition.metric not in query.metrics or condition.op not in COMPARE:
            raise QueryInvalidError(
                f"A figure of {condition.metric} cannot be held against {condition.op}.",
                hint="Name a metric of the query and one of <, <=, >, >=, =, !=.",
            )


def _plan(context: Context) -> tuple[exp.Select, Sequence[Figure]]:
    query = context.query
    metrics = [context.catalog.definition(name, query.variants.get(name)) for name in query.metrics]
    for metric in metrics:
        _check_reach(context, metric)
    check_shares(context, metrics)
    if query.top is not None and context.by:
        context.ranked = _ranked(context, query.top)
    terms = [(name, expand(name, context.catalog, query.variants)) for name in query.metrics]
    compared = compared_terms(context)
    every = [term for _, term in terms] + [each.term for each in compared if each.term is not None]
    leaves = list(dict.fromkeys(leaf for term in every for leaf in leaves_of(term)))
    for leaf in leaves:
        check_readable(context, context.metric(leaf.metric))
    for leaf in leaves:
        context.leaf_column(leaf)
    sources: list[Source] = []
    for task in group_leaves(context, leaves):
        sources += stock_sources(context, task) if task.stock is not None else flow_sources(context, task)
    return present(context, sources, terms, compared)


def _check_reach(context: Context, metric: Metric) -> None:
    forced = {path for path in context.by if path not in context.query.by}
    paths = [*context.query.by, *(condition.dimension for condition in context.query.where)]
    for path in paths:
        if path not in forced:
            context.catalog.dimension(metric.id, path)


def _ranked(context: Context, top: Top) -> str:
    """Return the step with the keys of the largest groups over the whole period."""
    query = context.query
    metric = top.metric or query.metrics[0]
    context.catalog.metric(metric)
    total = replace(
        query,
        metrics=(metric,),
        by=context.by,
        grain=None,
        compare=(),
        top=None,
        share=False,
        limit=None,
        having=(),
    )
    inner = Context(
        total,
        context.catalog,
        context.scope,
        context.company,
        context.dialect,
        build_frame(query.period, None, context.frame.calendar, context.frame.as_of, None),
        context.by,
        context.target_currency,
    )
    select, figures = _plan(inner)
    whole = sql.subquery(_with_steps(inner, select), "g")
    value = next(figure.column.name for figure in figures if figure.column.kind is ColumnKind.METRIC)
    keys = [sql.named(sql.column(path, "g"), f"d{place}") for place, path in enumerate(context.by)]
    order = [exp.Ordered(this=sql.column(value, "g"), desc=not top.lowest, nulls_first=False)]
    order += [exp.Ordered(this=sql.column(path, "g"), nulls_first=False) for path in context.by]
    best = sql.select([*keys, sql.named(sql.number(1), "hit")], whole)
    best.set("order", exp.Order(expressions=order))
    best.set("limit", exp.Limit(expression=sql.number(top.n)))
    extreme = "smallest" if top.lowest else "largest"
    return context.step("top", best, f"the {top.n} groups with the {extreme} {metric} over the whole period")


def _with_steps(context: Context, query: exp.Query) -> exp.Query:
    steps = [
        exp.CTE(this=step, alias=exp.TableAlias(this=exp.to_identifier(name)))
        for name, step in context.steps.items()
    ]
    query.set("with_", exp.With(expressions=steps))
    return query
