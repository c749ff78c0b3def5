"""Stocks: read on one day of each period, never summed over time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from symphonies.kernel import Period
from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Metric, Stock
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.buckets import common_base, last_bucket
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.conversion import Conversion, note_unrated
from symphonies.platform.semantics.planning.currency import closing_rates, factor, rate_join
from symphonies.platform.semantics.planning.flows import Source, time_column
from symphonies.platform.semantics.planning.measures import aggregate, split_conditions, time_conditions
from symphonies.platform.semantics.planning.pick import Choice, pick
from symphonies.platform.semantics.planning.ranges import (
    DayRow,
    Ranges,
    bound,
    day_rows,
    day_table,
    hull,
    range_table,
    ranges_of,
    until_stock_day,
)
from symphonies.platform.semantics.planning.reach import OPEN
from symphonies.platform.semantics.planning.scan import Scan
from symphonies.platform.semantics.planning.tasks import Task
from symphonies.platform.semantics.planning.windows import Window, running_sums

FOREVER = "2149-01-01"
"""The end of what has none; the last year every engine can write."""


def stock_sources(context: Context, task: Task) -> list[Source]:
    """Return the steps that answer the leaves of a task over a stock."""
    ranges = ranges_of(context, [leaf.reach for leaf in task.leaves])
    if hull(ranges) is None:
        return []
    if task.stock is Stock.ACCUMULATE and not context.frame.total:
        return [_accumulated(context, task, ranges)]
    if task.stock is Stock.LAST:
        return [_last(context, task, ranges)]
    return [_on_days(context, task, ranges)]


def _accumulated(context: Context, task: Task, ranges: Ranges) -> Source:
    """A running sum over buckets; what lies before the first one needed is summed into it."""
    until = until_stock_day(context, ranges)
    spans = [span for days in until.values() for span in days.values()]
    scanned = Period(OPEN, max(span.end for span in spans))
    base = common_base(spans, scanned)
    first = min(last_bucket(span, base) for span in spans)
    metrics = task.metrics(context)
    scan = Scan(context, metrics[0])
    conversion = Conversion(context, task, scan)
    conditions = split_conditions(scan, metrics)
    time = time_column(metrics[0], context.frame.as_of)
    if metrics[0].time is not None:
        scan.where += time_conditions(scan, metrics[0].time, None, bound(scanned.end))
    bucket = context.dialect.number(time, base.grain)
    if metrics[0].time is not None:
        cut = base.first_day(min(span.last_day for span in spans))
        bucket = sql.when(exp.LT(this=time.copy(), expression=sql.day(cut)), sql.number(first), bucket)
    keys = [
        *scan.group_columns(),
        *(conversion.currency_columns() if task.summed else ()),
        sql.named(bucket, "ord"),
    ]
    columns = {metric.id: f"v{place}" for place, metric in enumerate(metrics)}
    values = _values(scan, metrics, conditions, columns, None)
    query = sql.select(
        [*keys, *values], scan.source, joins=scan.all_joins(), where=scan.where, group=len(keys)
    )
    step = context.step("sums", query, f"{len(values)} aggregate(s) of {task.fact} since ever")
    numbers = [
        number
        for number in base.numbers(Period(min(span.last_day for span in spans), scanned.end))
        if number >= first
    ]
    windows = [Window(column, f"w{place}") for place, column in enumerate(columns.values())]
    inner = [*context.keys, *[key.alias for key in keys if key.alias in ("cur", "tgt")]]
    running = running_sums(context, step, inner, list(columns.values()), numbers, windows)
    totals = {metric.id: f"w{place}" for place, metric in enumerate(metrics)}
    reaches = list(ranges)
    rows = [
        (at, slot, last_bucket(span, base))
        for at, reach in enumerate(reaches)
        for slot, span in until[reach].items()
    ]
    table = context.dialect.values("m", ["r", "p", "ord"], ["int"] * 3, rows)
    joins = [sql.join(table, sql.equal(sql.column("ord", "m"), sql.column("ord", "a")), "INNER")]
    return _picked(
        context,
        task,
        ranges,
        running,
        totals,
        conversion,
        joins=joins,
        reach=sql.column("r", "m"),
        slot=sql.column("p", "m"),
    )


def _on_days(context: Context, task: Task, ranges: Ranges) -> Source:
    """The rows valid on each day."""
    rows = day_rows(context, ranges)
    single = len(rows) == 1
    day = sql.day(rows[0].day) if single else sql.column("day", "m")
    metrics = task.metrics(context)
    scan = Scan(context, metrics[0], as_of=day)
    if not single:
        scan.cross.append(sql.join(day_table(context, rows, "m"), None))
    start = metrics[0].valid_from if task.stock is Stock.INTERVAL else metrics[0].time
    if start is not None:
        scan.where.append(exp.LTE(this=sql.column(start, FACT), expression=day.copy()))
    if metrics[0].valid_to is not None:
        forever = cast(exp.Literal.string(FOREVER), "date")
        until = exp.Coalesce(this=sql.column(metrics[0].valid_to, FACT), expressions=[forever])
        scan.where.append(exp.GT(this=until, expression=day.copy()))
    return _aggregated(context, task, ranges, scan, metrics, rows, single=single)


def _last(context: Context, task: Task, ranges: Ranges) -> Source:
    """The rows of the last snapshot date inside each range.

    The date is the fact's, not a group's or a filter's: groups of one period speak of one day.
    """
    metrics = task.metrics(context)
    time = metrics[0].time
    rows = day_rows(context, ranges)
    if time is None:
        return _on_days(context, task, ranges)
    scan = Scan(context, metrics[0])
    seen = sql.select(
        [sql.named(sql.column(time, FACT), "day")],
        scan.source.copy(),
        distinct=True,
        where=time_conditions(scan, time, *_edges(ranges)),
    )
    inside = [
        exp.GTE(this=sql.column("day", "s"), expression=sql.column("lo", "m")),
        exp.LT(this=sql.column("day", "s"), expression=sql.column("hi", "m")),
    ]
    newest = sql.select(
        [
            sql.named(sql.column("r", "m"), "r"),
            sql.named(sql.column("p", "m"), "p"),
            sql.named(sql.call(exp.Max, sql.column("day", "s")), "day"),
        ],
        sql.subquery(seen, "s"),
        joins=[sql.join(range_table(context, ranges, "m"), None)],
        where=inside,
        group=2,
    )
    step = context.step("snapshot", newest, f"last snapshot date of {task.fact} in each period")
    scan.cross.append(
        sql.join(sql.cte(step, "m"), sql.equal(sql.column("day", "m"), sql.column(time, FACT)), "INNER")
    )
    return _aggregated(context, task, ranges, scan, metrics, rows, single=False)


def _edges(ranges: Ranges) -> tuple[exp.Expression | None, exp.Expression | None]:
    span = hull(ranges)
    assert span is not None
    return bound(span.start), bound(span.end)


def _aggregated(
    context: Context,
    task: Task,
    ranges: Ranges,
    scan: Scan,
    metrics: Sequence[Metric],
    rows: Sequence[DayRow],
    *,
    single: bool,
) -> Source:
    reach = sql.number(0) if single else sql.column("r", "m")
    slot = sql.number(rows[0].slot) if single else sql.column("p", "m")
    conversion = Conversion(context, task, scan)
    row_factor = None
    if task.per_row:
        rates = closing_rates(context, rows)
        if rates is not None:
            scan.joins.append(
                rate_join(
                    rates,
                    "x",
                    conversion.source(),
                    conversion.target(),
                    {"r": reach.copy(), "p": slot.copy()},
                )
            )
        row_factor = factor(context, conversion.source(), conversion.target(), "x" if rates else None)
    conditions = split_conditions(scan, metrics)
    columns = {metric.id: f"v{place}" for place, metric in enumerate(metrics)}
    values = _values(scan, metrics, conditions, columns, row_factor)
    keys = [*scan.group_columns(), *(conversion.currency_columns() if task.summed else ())]
    places = [] if single else [sql.named(reach, "r"), sql.named(slot, "p")]
    query = sql.select(
        [*keys, *places, *values],
        scan.source,
        joins=scan.all_joins(),
        where=scan.where,
        group=len(keys) + len(places),
    )
    step = context.step("sums", query, f"{len(values)} aggregate(s) of {task.fact} on {len(rows)} day(s)")
    at_reach = sql.number(0) if single else sql.column("r", "a")
    at_slot = sql.number(rows[0].slot) if single else sql.column("p", "a")
    return _picked(context, task, ranges, step, columns, conversion, joins=[], reach=at_reach, slot=at_slot)


def _values(
    scan: Scan,
    metrics: Sequence[Metric],
    conditions: dict[str, exp.Expression | None],
    columns: dict[str, str],
    row_factor: exp.Expression | None,
) -> list[exp.Expression]:
    values = []
    for metric in metrics:
        assert metric.measure is not None
        rate = row_factor.copy() if row_factor is not None and metric.measure.currency else None
        value = aggregate(scan, metric.measure, conditions[metric.id], rate)
        values.append(sql.named(value, columns[metric.id]))
    return values


def _picked(
    context: Context,
    task: Task,
    ranges: Ranges,
    step: str,
    columns: dict[str, str],
    conversion: Conversion,
    *,
    joins: list[exp.Join],
    reach: exp.Expression,
    slot: exp.Expression,
) -> Source:
    """One column a leaf; amounts at the closing rate of the day they were read."""
    reaches = list(ranges)
    choices = []
    for leaf in task.leaves:
        measure = context.metric(leaf.metric).measure
        assert measure is not None
        choices.append(
            Choice(
                leaf,
                columns[leaf.metric],
                reaches.index(leaf.reach),
                context.leaf_column(leaf),
                measure.additive,
                converted=measure.currency is not None,
            )
        )
    rate = None
    if task.summed:
        rates = closing_rates(context, day_rows(context, ranges))
        keys = {"r": reach.copy(), "p": slot.copy()}
        rated = []
        if rates is not None:
            rated.append(rate_join(rates, "x", sql.column("cur", "a"), conversion.summed_target(), keys))
        rate = factor(context, sql.column("cur", "a"), conversion.summed_target(), "x" if rates else None)
        note_unrated(context, step, [*joins, *rated], conversion.summed_target())
        joins = [*joins, *rated]
    several = reach if len(reaches) > 1 else None
    query = pick(context, sql.cte(step, "a"), choices, joins=joins, slot=slot, reach=several, factor=rate)
    return context.step("leaf", query, f"{len(choices)} stock(s) a period"), list(task.leaves)
