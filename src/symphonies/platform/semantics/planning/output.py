"""The answer's columns: period, dimensions with labels, figures, comparisons, shares; in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.metric import Metric, Unit
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.arithmetic import Arithmetic
from symphonies.platform.semantics.planning.comparison import Compared
from symphonies.platform.semantics.planning.context import HIDDEN, Context
from symphonies.platform.semantics.planning.filters import COMPARE
from symphonies.platform.semantics.planning.flows import Source
from symphonies.platform.semantics.planning.labels import called
from symphonies.platform.semantics.planning.merge import merge
from symphonies.platform.semantics.planning.share import add_shares
from symphonies.platform.semantics.planning.terms import Term
from symphonies.platform.semantics.result import ColumnKind, ResultColumn


@dataclass(frozen=True)
class Figure:
    """A column of the answer and where it comes from."""

    column: ResultColumn
    value: exp.Expression


def present(
    context: Context,
    sources: Sequence[Source],
    terms: Sequence[tuple[str, Term]],
    compared: Sequence[Compared],
) -> tuple[exp.Select, list[Figure]]:
    """Return the final query and its columns.

    Args:
        context: The query.
        sources: The steps that know the leaves.
        terms: The metrics asked for.
        compared: What they are compared with.
    """
    inner = _computed(context, sources, terms, compared)
    if context.query.share:
        inner = add_shares(context, inner, [_known(context, place) for place in range(len(terms))])
    figures: list[Figure] = []
    joins: list[exp.Join] = []
    if not context.frame.total:
        figures.append(Figure(ResultColumn("period", ColumnKind.PERIOD), sql.column("start", "r")))
        figures.append(
            Figure(
                ResultColumn("complete", ColumnKind.COMPLETE),
                sql.equal(sql.column("complete", "r"), sql.number(1)),
            )
        )
    for place, path in enumerate(context.by):
        figures += _dimension(context, place, path, joins)
    if "is_rest" in context.keys:
        rest = sql.equal(sql.column("is_rest", "r"), sql.number(1))
        figures.append(Figure(ResultColumn("is_rest", ColumnKind.IS_REST), rest))
    elif context.ranked is not None:
        figures.append(Figure(ResultColumn("is_rest", ColumnKind.IS_REST), exp.false()))
    figures += _values(context, terms, compared)
    columns = [sql.named(figure.value, figure.column.name) for figure in figures]
    query = sql.select(columns, sql.cte(inner, "r"), joins=joins, where=_kept(context))
    order = _order(context, len(terms))
    if order:
        query.set("order", exp.Order(expressions=order))
    if context.query.limit is not None:
        query.set("limit", exp.Limit(expression=sql.number(context.query.limit)))
    return query, figures


def _kept(context: Context) -> list[exp.Expression]:
    """Leave out the rest where it was only needed for the total of shares, and what no condition keeps."""
    kept = [
        COMPARE[condition.op](
            this=_known(context, context.query.metrics.index(condition.metric)),
            expression=sql.double(sql.number(condition.value)),
        )
        for condition in context.query.having
    ]
    if context.query.top is None or context.query.top.rest or "is_rest" not in context.keys:
        return kept
    return [*kept, sql.equal(sql.column("is_rest", "r"), sql.number(0))]


def _computed(
    context: Context,
    sources: Sequence[Source],
    terms: Sequence[tuple[str, Term]],
    compared: Sequence[Compared],
) -> str:
    """Return the step with every figure computed, under inner names."""
    arithmetic = Arithmetic(context)
    values = [
        sql.named(arithmetic.value(term) if term is not None else sql.double(exp.Null()), f"q{place}")
        for place, term in enumerate([*(term for _, term in terms), *(each.term for each in compared)])
    ]
    keys: list[exp.Expression] = [sql.column(key, "m") for key in context.keys]
    joins = []
    periods = None
    if not context.frame.total:
        says = f"{len(context.frame.slots)} periods"
        periods = context.step("periods", _periods(context, arithmetic), says)
        if context.keys:
            same = sql.equal(sql.column("p", "s"), sql.column("p", "m"))
            joins.append(sql.join(sql.cte(periods, "s"), same, "INNER"))
        keys = [sql.column("start", arithmetic.periods), sql.column("complete", arithmetic.periods), *keys]
    merged = arithmetic.prepare(merge(context, sources, periods))
    says = f"{len(values)} figure(s) from {len(context.leaf_columns)} value(s)"
    return context.step("figures", sql.select([*keys, *values], sql.cte(merged, "m"), joins=joins), says)


def _known(context: Context, place: int) -> exp.Expression:
    """Return a computed figure; NULL where a rate was missing."""
    value = sql.column(f"q{place}", "r")
    if not context.unrated:
        return value
    return sql.when(exp.Not(this=exp.Paren(this=context.dialect.is_nan(value))), value.copy())


def _periods(context: Context, arithmetic: Arithmetic) -> exp.Select:
    names = list(arithmetic.day_columns.values())
    counts = arithmetic.day_rows()
    rows = []
    for place, slot in enumerate(context.frame.slots):
        info = context.frame.info(slot)
        rows.append((slot.number, info.start, int(info.complete), *(column[place] for column in counts)))
    columns = ["p", "start", "complete", *names]
    table = context.dialect.values("s", columns, ["int", "date", "int", *["int"] * len(names)], rows)
    return sql.select([sql.named(sql.column(name, "s"), name) for name in columns], table)


def _dimension(context: Context, place: int, path: str, joins: list[exp.Join]) -> list[Figure]:
    first = context.catalog.leaf_metrics(
        context.catalog.definition(
            context.query.metrics[0], context.query.variants.get(context.query.metrics[0])
        ).id
    )[0]
    dimension = context.dimension(first, path)
    key = sql.column(f"d{place}", "r")
    return [
        Figure(ResultColumn(path, ColumnKind.DIMENSION, dimension=path), key),
        Figure(
            ResultColumn(f"{path}__label", ColumnKind.LABEL, dimension=path),
            _label(context, dimension, place, joins),
        ),
    ]


def _label(context: Context, dimension: Dimension, place: int, joins: list[exp.Join]) -> exp.Expression:
    key = sql.column(f"d{place}", "r")
    own = cast(key, "text")
    if dimension.column in context.table_scope(dimension.table).masked and dimension.expression is None:
        return sql.text(HIDDEN)
    if dimension.target is None:
        return called(dimension, key)
    target = context.catalog.graph.tables[dimension.target.target]
    scope = context.table_scope(target.name)
    if target.label is None or not scope.readable:
        return own
    if target.label in scope.masked:
        return sql.when(exp.Not(this=exp.Is(this=key, expression=exp.Null())), sql.text(HIDDEN))
    alias = f"label{place}"
    joins.append(
        sql.join(sql.table(target.name, alias), sql.equal(sql.column(target.key[0], alias), key.copy()))
    )
    return exp.Coalesce(this=cast(sql.column(target.label, alias), "text"), expressions=[own])


def _values(
    context: Context, terms: Sequence[tuple[str, Term]], compared: Sequence[Compared]
) -> list[Figure]:
    figures = []
    for place, (name, _) in enumerate(terms):
        figures.append(Figure(_column(context, name, name, ColumnKind.METRIC), _known(context, place)))
    for place, each in enumerate(compared, start=len(terms)):
        column = _column(context, each.metric, f"{each.metric}__{each.comparison}", ColumnKind.COMPARISON)
        column = ResultColumn(
            column.name, column.kind, column.metric, None, each.comparison, column.unit, column.currency
        )
        figures.append(Figure(column, _known(context, place)))
    if context.query.share:
        for place, (name, _) in enumerate(terms):
            column = ResultColumn(f"{name}__share", ColumnKind.SHARE, name, unit="ratio")
            figures.append(Figure(column, sql.column(f"h{place}", "r")))
    return figures


def _column(context: Context, metric_id: str, name: str, kind: ColumnKind) -> ResultColumn:
    metric: Metric = context.catalog.metric(metric_id)
    currency = context.target_currency if metric.unit is Unit.MONEY else None
    return ResultColumn(name, kind, metric_id, unit=str(metric.unit), currency=currency)


def _order(context: Context, figures: int) -> list[exp.Expression]:
    ascending: list[exp.Expression] = [] if context.frame.total else [sql.column("start", "r")]
    found = [exp.Ordered(this=each, nulls_first=False) for each in ascending]
    if "is_rest" in context.keys:
        found.append(exp.Ordered(this=sql.column("is_rest", "r"), nulls_first=False))
    if context.ranked is not None and figures:
        found.append(exp.Ordered(this=sql.column("q0", "r"), desc=not _lowest(context), nulls_first=False))
    for place, path in enumerate(context.by):
        key = sql.column(f"d{place}", "r")
        ladder = _ladder(context, path, key)
        if ladder is not None:
            found.append(exp.Ordered(this=ladder, nulls_first=False))
        found.append(exp.Ordered(this=key, nulls_first=False))
    return list(found)


def _lowest(context: Context) -> bool:
    return context.query.top is not None and context.query.top.lowest


def _ladder(context: Context, path: str, key: exp.Expression) -> exp.Expression | None:
    first = context.catalog.leaf_metrics(context.query.metrics[0])[0]
    dimension = context.dimension(first, path)
    if not dimension.order:
        return None
    ifs = [
        exp.If(this=sql.equal(key.copy(), sql.text(value)), true=sql.number(rank))
        for rank, value in enumerate(dimension.order)
    ]
    return exp.Case(ifs=ifs, default=sql.number(len(dimension.order)))
