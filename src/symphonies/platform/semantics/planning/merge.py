"""Drill across: the leaves of all facts in one row a group and period, dense in time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.flows import Source


def merge(context: Context, sources: Sequence[Source], periods: str | None) -> str:
    """Return a step with the group keys, ``p`` and every leaf's column.

    With dimensions: the union of all sources, and unless the query is sparse of every group in every period,
    grouped. Without: the periods, each with what the sources know of it.

    Args:
        context: The query.
        sources: The steps that know the leaves.
        periods: The step with all periods; None when the answer has only one.
    """
    if not context.keys:
        step = context.step("all", _joined(context, sources, periods), "values of all facts by period")
    elif len(sources) == 1 and periods is None and _complete(context, sources[0]):
        return sources[0][0]
    else:
        step = context.step(
            "all", _united(context, sources, periods), "values of all facts by group and period"
        )
    if context.frame.open_start and periods is not None:
        return _started(context, step)
    return step


def _joined(context: Context, sources: Sequence[Source], periods: str | None) -> exp.Select:
    """Without dimensions every source has at most one row a period: join them to the periods."""
    known = {
        context.leaf_column(leaf): f"a{place}" for place, (_, found) in enumerate(sources) for leaf in found
    }
    values = [
        sql.column(name, known[name]) if name in known else sql.named(sql.double(exp.Null()), name)
        for name in context.leaf_columns.values()
    ]
    one = sql.subquery(exp.Select(expressions=[sql.named(sql.number(0), "p")]), "n")
    slots = one if periods is None else sql.cte(periods, "n")
    joins = [
        sql.join(sql.cte(step, f"a{place}"), sql.equal(sql.column("p", f"a{place}"), sql.column("p", "n")))
        for place, (step, _) in enumerate(sources)
    ]
    return sql.select(
        [exp.Column(this=exp.Star(), table=exp.to_identifier("n")), *values], slots, joins=joins
    )


def _united(context: Context, sources: Sequence[Source], periods: str | None) -> exp.Select:
    leaves = list(context.leaf_columns.values())
    keys = [*context.keys, "p"]
    selects: list[exp.Query] = [
        _padded(context, step, {context.leaf_column(leaf) for leaf in found}) for step, found in sources
    ]
    if context.query.dense and periods is not None and sources:
        selects.append(_skeleton(context, sources, periods))
    if not selects:
        nothing = exp.Select(expressions=[sql.named(exp.Null(), name) for name in (*keys, *leaves)])
        selects.append(sql.select([exp.Star()], sql.subquery(nothing, "n"), where=[exp.false()]))
    merged = [
        *(sql.column(key, "u") for key in keys),
        *(sql.named(sql.call(exp.Max, sql.column(name, "u")), name) for name in leaves),
    ]
    return sql.select(merged, sql.subquery(sql.union_all(selects), "u"), group=len(keys))


def _complete(context: Context, source: Source) -> bool:
    return len(source[1]) == len(context.leaf_columns)


def _padded(context: Context, step: str, filled: set[str]) -> exp.Select:
    keys = [sql.column(key, "a") for key in (*context.keys, "p")]
    values = [
        sql.column(name, "a") if name in filled else sql.named(sql.double(exp.Null()), name)
        for name in context.leaf_columns.values()
    ]
    return sql.select([*keys, *values], sql.cte(step, "a"))


def _skeleton(context: Context, sources: Sequence[Source], periods: str) -> exp.Select:
    """Every group that any source has, in every period, without values."""
    groups = [
        sql.select([sql.column(key, "a") for key in context.keys], sql.cte(step, "a")) for step, _ in sources
    ]
    keys = [sql.column(key, "g") for key in context.keys]
    distinct = sql.select(keys, sql.subquery(sql.union_all(groups), "g"), distinct=True)
    nothing = [sql.named(sql.double(exp.Null()), name) for name in context.leaf_columns.values()]
    columns = [*(sql.column(key, "k") for key in context.keys), sql.column("p", "n"), *nothing]
    return sql.select(columns, sql.subquery(distinct, "k"), joins=[sql.join(sql.cte(periods, "n"), None)])


def _started(context: Context, step: str) -> str:
    """Leave out the leading periods in which no fact has any row."""
    known = sql.either(
        exp.Not(this=exp.Is(this=sql.column(name, "b"), expression=exp.Null()))
        for name in context.leaf_columns.values()
    )
    first = sql.select(
        [sql.call(exp.Min, sql.column("p", "b"))], sql.cte(step, "b"), where=[known] if known else []
    )
    since = exp.GTE(this=sql.column("p", "a"), expression=sql.subquery(first))
    return context.step(
        "started",
        sql.select(
            [exp.Column(this=exp.Star(), table=exp.to_identifier("a"))], sql.cte(step, "a"), where=[since]
        ),
        "leading empty periods left out",
    )
