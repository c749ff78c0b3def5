"""Drill across: the leaves of all facts in one row a group and period, dense in time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.flows import Source


def merge(context: Context, sources: Sequence[Source]) -> str:
    """Return a step with the group keys, ``p`` and every leaf's column.

    With dimensions: the union of all sources, and of every group in every period, grouped. Without:
    the periods, each with what the sources know of it.
    """
    leaves = list(context.leaf_columns.values())
    keys = [*context.keys, "p"]
    selects: list[exp.Query] = [
        _padded(context, step, {context.leaf_column(leaf) for leaf in found}) for step, found in sources
    ]
    if context.by:
        if not context.frame.total and sources:
            selects.append(_skeleton(context, sources))
        if len(selects) == 1 and len(sources) == 1:
            return (
                sources[0][0]
                if _complete(context, sources[0])
                else context.step("all", selects[0], "all values")
            )
    else:
        selects.append(_periods(context))
    if not selects:
        selects.append(
            sql.select(
                [sql.named(exp.Null(), name) for name in (*keys, *leaves)],
                sql.subquery(_periods(context), "n"),
                where=[exp.false()],
            )
        )
    merged = [
        *(sql.column(key, "u") for key in keys),
        *(sql.named(sql.call(exp.Max, sql.column(name, "u")), name) for name in leaves),
    ]
    query = sql.select(merged, sql.subquery(sql.union_all(selects), "u"), group=len(keys))
    if context.frame.open_start and not context.frame.total:
        return _started(context, context.step("all", query, "values of all facts by group and period"))
    return context.step("all", query, "values of all facts by group and period")


def _complete(context: Context, source: Source) -> bool:
    return len(source[1]) == len(context.leaf_columns)


def _padded(context: Context, step: str, filled: set[str]) -> exp.Select:
    keys = [sql.column(key, "a") for key in (*context.keys, "p")]
    values = [
        sql.column(name, "a") if name in filled else sql.named(sql.double(exp.Null()), name)
        for name in context.leaf_columns.values()
    ]
    return sql.select([*keys, *values], sql.cte(step, "a"))


def _slots(context: Context, alias: str) -> exp.Expression:
    return context.dialect.values(alias, ["p"], ["int"], [(slot.number,) for slot in context.frame.slots])


def _nothing(context: Context) -> list[exp.Expression]:
    return [sql.named(sql.double(exp.Null()), name) for name in context.leaf_columns.values()]


def _periods(context: Context) -> exp.Select:
    return sql.select([sql.named(sql.column("p", "n"), "p"), *_nothing(context)], _slots(context, "n"))


def _skeleton(context: Context, sources: Sequence[Source]) -> exp.Select:
    """Every group that any source has, in every period, without values."""
    groups = [
        sql.select([sql.column(key, "a") for key in context.keys], sql.cte(step, "a")) for step, _ in sources
    ]
    distinct = sql.select(
        [sql.column(key, "g") for key in context.keys],
        sql.subquery(sql.union_all(groups), "g"),
        distinct=True,
    )
    keys = [sql.column(key, "k") for key in context.keys]
    return sql.select(
        [*keys, sql.named(sql.column("p", "n"), "p"), *_nothing(context)],
        sql.subquery(distinct, "k"),
        joins=[sql.join(_slots(context, "n"), None)],
    )


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
