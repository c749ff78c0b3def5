"""Running sums over a dense row of buckets: trailing, to date, accumulated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context

Span = tuple[int, int]
"""The first and last bucket of a slot, by place."""


@dataclass(frozen=True)
class Window:
    """A running sum of a column."""

    column: str
    """What is summed."""
    result: str
    """The name of the sum."""
    rows: int | None = None
    """How many buckets it covers, the current one included; None: all before."""
    starts: tuple[int, ...] = ()
    """For sums that begin anew: the first bucket of each bucket's run."""


def disjoint(spans: Sequence[Span]) -> bool:
    """Return whether no bucket lies in two spans, so that a plain sum is as good as a running one."""
    ordered = sorted(spans)
    return all(before[1] < after[0] for before, after in pairwise(ordered))


def uniform_rows(spans: Sequence[Span]) -> int | None:
    """Return the common length of all spans; None when they differ."""
    lengths = {last - first + 1 for first, last in spans}
    return lengths.pop() if len(lengths) == 1 else None


def nested_starts(spans: Sequence[Span], count: int) -> tuple[int, ...] | None:
    """Return for every bucket the start of the run it lies in; None when spans overlap otherwise."""
    starts: dict[int, int] = {}
    for first, last in spans:
        for bucket in range(first, last + 1):
            if starts.setdefault(bucket, first) != first:
                return None
    return tuple(starts.get(bucket, bucket) for bucket in range(count))


def running_sums(
    context: Context,
    source: str,
    keys: Sequence[str],
    columns: Sequence[str],
    numbers: Sequence[int],
    windows: Sequence[Window],
) -> str:
    """Return a step with the running sums, dense in its buckets.

    Args:
        context: The query.
        source: A step with ``keys``, ``ord`` and ``columns``, one row for each key and bucket.
        keys: The group columns.
        columns: The values to keep and sum.
        numbers: The numbers of all buckets, in order.
        windows: The sums to add.
    """
    dense = _dense(context, source, keys, columns, numbers)
    runs = [window for window in windows if window.starts]
    joins = []
    if runs:
        names = [f"g{place}" for place in range(len(runs))]
        rows = [(number, *(window.starts[place] for window in runs)) for place, number in enumerate(numbers)]
        table = context.dialect.values("b", ["ord", *names], ["int"] * (1 + len(runs)), rows)
        joins.append(sql.join(table, sql.equal(sql.column("ord", "b"), sql.column("ord", "a")), "INNER"))
    kept = [sql.column(name, "a") for name in (*keys, "ord", *columns)]
    sums = []
    for window in windows:
        partition = [sql.column(key, "a") for key in keys]
        if window.starts:
            partition.append(sql.column(f"g{runs.index(window)}", "b"))
        sums.append(sql.named(_sum(window, partition), window.result))
    query = sql.select([*kept, *sums], sql.cte(dense, "a"), joins=joins)
    return context.step("running", query, f"{len(windows)} running sum(s) over {len(numbers)} buckets")


def _sum(window: Window, partition: Sequence[exp.Expression]) -> exp.Expression:
    start: exp.Expression | str = "UNBOUNDED" if window.rows is None else sql.number(window.rows - 1)
    frame = exp.WindowSpec(kind="ROWS", start=start, start_side="PRECEDING", end="CURRENT ROW")
    order = exp.Order(expressions=[exp.Ordered(this=sql.column("ord", "a"), nulls_first=False)])
    return exp.Window(
        this=sql.call(exp.Sum, sql.column(window.column, "a")),
        partition_by=list(partition),
        order=order,
        spec=frame,
    )


def _dense(
    context: Context, source: str, keys: Sequence[str], columns: Sequence[str], numbers: Sequence[int]
) -> str:
    buckets = context.dialect.values("b", ["ord"], ["int"], [(number,) for number in numbers])
    if not keys:
        on = sql.equal(sql.column("ord", "b"), sql.column("ord", "a"))
        query = sql.select(
            [sql.column("ord", "b"), *(sql.column(name, "a") for name in columns)],
            buckets,
            joins=[sql.join(sql.cte(source, "a"), on)],
        )
        return context.step("dense", query, "every bucket, with or without rows")
    filled = [sql.column(name, "a") for name in (*keys, "ord", *columns)]
    groups = sql.select([sql.column(key, "a") for key in keys], sql.cte(source, "a"), distinct=True)
    empty = [
        *(sql.column(key, "g") for key in keys),
        sql.named(sql.column("ord", "b"), "ord"),
        *(sql.named(sql.double(exp.Null()), name) for name in columns),
    ]
    skeleton = sql.select(empty, sql.subquery(groups, "g"), joins=[sql.join(buckets, None)])
    every = sql.union_all([sql.select(filled, sql.cte(source, "a")), skeleton])
    merged = [
        *(sql.column(name, "u") for name in (*keys, "ord")),
        *(sql.named(sql.call(exp.Max, sql.column(name, "u")), name) for name in columns),
    ]
    query = sql.select(merged, sql.subquery(every, "u"), group=len(keys) + 1)
    return context.step("dense", query, "every bucket for every group, with or without rows")
