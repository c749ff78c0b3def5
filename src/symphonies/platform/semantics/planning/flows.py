"""Flows, distinct counts and quantiles: rows dated inside a range of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.buckets import Base, common_base
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.conversion import Bucket, Conversion
from symphonies.platform.semantics.planning.measures import aggregate, split_conditions, time_conditions
from symphonies.platform.semantics.planning.pick import Choice, Place, pick
from symphonies.platform.semantics.planning.ranges import Ranges, bound, hull, range_table, ranges_of
from symphonies.platform.semantics.planning.reach import Reach
from symphonies.platform.semantics.planning.scan import Scan
from symphonies.platform.semantics.planning.tasks import Task
from symphonies.platform.semantics.planning.terms import Leaf
from symphonies.platform.semantics.planning.windows import (
    Window,
    disjoint,
    nested_starts,
    running_sums,
    uniform_rows,
)

Source = tuple[str, list[Leaf]]
"""A step and the leaves it gives a value to."""


def flow_sources(context: Context, task: Task) -> list[Source]:
    """Return the steps that answer the leaves of a task over a dated or undated fact."""
    ranges = ranges_of(context, [leaf.reach for leaf in task.leaves])
    task = task.within(ranges)
    scanned = hull(ranges)
    if scanned is None:
        return []
    if context.frame.total:
        return [_whole(context, task, ranges, scanned)]
    base = _base(context, ranges, scanned)
    single = {
        reach: all(base.number(span.start) == base.number(span.last_day) for span in days.values())
        for reach, days in ranges.items()
    }
    bucketed = [leaf for leaf in task.leaves if single[leaf.reach] or _adds_up(context, leaf)]
    bucketed = [] if task.per_row and not all(single.values()) else bucketed
    recounted = [leaf for leaf in task.leaves if leaf not in bucketed]
    sources: list[Source] = []
    if bucketed:
        sources += _Bucketed(context, task, base, scanned).sources(bucketed, ranges)
    if recounted:
        chosen = {leaf.reach: ranges[leaf.reach] for leaf in recounted}
        sources.append(_recounted(context, task, recounted, chosen))
    return sources


def _base(context: Context, ranges: Ranges, scanned: Period) -> Base:
    own = context.frame.base
    if own is not None and set(ranges) == {()}:
        return own
    return common_base((span for days in ranges.values() for span in days.values()), scanned)


def _adds_up(context: Context, leaf: Leaf) -> bool:
    return context.metric(leaf.metric).additive_over_time


def time_column(metric: Metric, as_of: date) -> exp.Expression:
    """Return what dates a row: a column, or the as-of day for a fact without one."""
    return sql.column(metric.time, FACT) if metric.time else sql.day(as_of)


def _whole(context: Context, task: Task, ranges: Ranges, scanned: Period) -> Source:
    """One figure for the whole period: each leaf's range is a condition of its aggregate."""
    metrics = task.metrics(context)
    scan = Scan(context, metrics[0])
    conversion = Conversion.of_flows(context, task, scan)
    conditions = split_conditions(scan, metrics)
    time = metrics[0].time
    if time is not None:
        scan.where += time_conditions(scan, time, bound(scanned.start), bound(scanned.end))
    values: list[exp.Expression] = []
    for leaf in task.leaves:
        metric = context.metric(leaf.metric)
        assert metric.measure is not None
        span = ranges[leaf.reach][0]
        condition = conditions[metric.id]
        inside = (
            []
            if time is None or span == scanned
            else time_conditions(scan, time, bound(span.start), bound(span.end))
        )
        both = sql.both([*([condition.copy()] if condition is not None else []), *inside])
        value = aggregate(scan, metric.measure, both, conversion.row_factor(metric))
        values.append(sql.named(value, context.leaf_column(leaf)))
    return conversion.finish_flows(scan, values, task.leaves)


def _running(
    found: Mapping[Leaf, list[tuple[int, int]]], columns: Mapping[str, str], buckets: int
) -> tuple[dict[Leaf, str], list[Window]]:
    """Return the column to pick of each leaf that one bucket or a running sum tells, and those sums.

    Args:
        found: The first and the last bucket of each slot of a leaf.
        columns: The column of each metric.
        buckets: How many there are.
    """
    picked: dict[Leaf, str] = {}
    windows: list[Window] = []
    for leaf, spans in found.items():
        rows = uniform_rows(spans)
        starts = None if rows else nested_starts(spans, buckets)
        if rows == 1:
            picked[leaf] = columns[leaf.metric]
        elif (rows or starts) and not disjoint(spans):
            picked[leaf] = f"w{len(windows)}"
            windows.append(Window(columns[leaf.metric], picked[leaf], rows, starts or ()))
    return picked, windows


class _Bucketed:
    """One aggregate by civil bucket, then sums and picks over its few rows."""

    def __init__(self, context: Context, task: Task, base: Base, scanned: Period) -> None:
        self.context = context
        self.task = task
        self.base = base
        self.scanned = scanned

    def sources(self, leaves: list[Leaf], ranges: Ranges) -> list[Source]:
        """Return the steps that give each leaf its value for every slot."""
        context = self.context
        used = {leaf.reach: ranges[leaf.reach] for leaf in leaves}
        columns = {
            name: f"v{place}" for place, name in enumerate(dict.fromkeys(leaf.metric for leaf in leaves))
        }
        step = self._aggregate(list(columns), columns)
        numbers = self.base.numbers(hull(used) or self.scanned)
        place = {number: at for at, number in enumerate(numbers)}
        spans = {
            reach: {
                slot: (place[self.base.number(span.start)], place[self.base.number(span.last_day)])
                for slot, span in days.items()
            }
            for reach, days in used.items()
        }
        found = {leaf: list(spans[leaf.reach].values()) for leaf in leaves}
        picked, windows = _running(found, columns, len(numbers))
        ranged = [leaf for leaf in leaves if leaf not in picked]
        summed = step
        if windows:
            summed = running_sums(context, step, context.keys, list(columns.values()), numbers, windows)
        sources: list[Source] = []
        if picked:
            last = {
                reach: {slot: numbers[span[1]] for slot, span in found.items()}
                for reach, found in spans.items()
            }
            sources.append(self._pick_last(summed, picked, last))
        if ranged:
            edges = {
                reach: {slot: (numbers[a], numbers[b]) for slot, (a, b) in found.items()}
                for reach, found in spans.items()
            }
            sources.append(self._pick_ranges(step, ranged, columns, edges))
        return sources

    def _aggregate(self, names: Sequence[str], columns: dict[str, str]) -> str:
        context = self.context
        metrics = [context.metric(name) for name in names]
        scan = Scan(context, metrics[0])
        conversion = Conversion.of_flows(context, self.task, scan)
        conditions = split_conditions(scan, metrics)
        if metrics[0].time is not None:
            scan.where += time_conditions(
                scan, metrics[0].time, bound(self.scanned.start), bound(self.scanned.end)
            )
        day = time_column(metrics[0], context.frame.as_of)
        number = sql.named(context.dialect.number(day, self.base.grain), "ord")
        by_day = self.base.grain is Grain.DAY and scan.is_date(metrics[0].time)
        bucket = Bucket(number, day.copy() if by_day else None, monthly=self.base.grain is Grain.MONTH)
        values: list[exp.Expression] = []
        for metric in metrics:
            assert metric.measure is not None
            value = aggregate(scan, metric.measure, conditions[metric.id], conversion.row_factor(metric))
            values.append(sql.named(value, columns[metric.id]))
        return conversion.finish(scan, bucket, values, metrics)

    def _pick_last(self, step: str, picked: dict[Leaf, str], last: dict[Reach, dict[int, int]]) -> Source:
        """Each slot takes the value of one bucket."""
        context = self.context
        leaves = list(picked)
        reaches = list(dict.fromkeys(leaf.reach for leaf in leaves))
        choices = [
            Choice(leaf, picked[leaf], reaches.index(leaf.reach), context.leaf_column(leaf), additive=False)
            for leaf in leaves
        ]
        source = sql.cte(step, "a")
        same = all(slot == number for reach in reaches for slot, number in last[reach].items())
        if same and len(reaches) == 1:
            numbers = last[reaches[0]].values()
            where = []
            if len(numbers) != len(self.base.numbers(self.scanned)):
                where = [exp.GTE(this=sql.column("ord", "a"), expression=sql.number(min(numbers)))]
            query = pick(context, source, choices, Place(sql.column("ord", "a")), where=where)
        else:
            rows = [
                (at, slot, number) for at, reach in enumerate(reaches) for slot, number in last[reach].items()
            ]
            table = context.dialect.values("m", ["r", "p", "ord"], ["int"] * 3, rows)
            on = sql.equal(sql.column("ord", "m"), sql.column("ord", "a"))
            place = Place(sql.column("p", "m"), sql.column("r", "m") if len(reaches) > 1 else None)
            query = pick(context, source, choices, place, joins=[sql.join(table, on, "INNER")])
        return context.step("leaf", query, f"{len(leaves)} value(s) a period, one bucket each"), leaves

    def _pick_ranges(
        self,
        step: str,
        leaves: list[Leaf],
        columns: dict[str, str],
        edges: dict[Reach, dict[int, tuple[int, int]]],
    ) -> Source:
        """Each slot sums the buckets of its range."""
        context = self.context
        reaches = list(dict.fromkeys(leaf.reach for leaf in leaves))
        rows = [(at, slot, *edge) for at, reach in enumerate(reaches) for slot, edge in edges[reach].items()]
        table = context.dialect.values("m", ["r", "p", "lo", "hi"], ["int"] * 4, rows)
        inside = exp.Between(
            this=sql.column("ord", "a"), low=sql.column("lo", "m"), high=sql.column("hi", "m")
        )
        choices = [
            Choice(leaf, columns[leaf.metric], reaches.index(leaf.reach), context.leaf_column(leaf), True)
            for leaf in leaves
        ]
        place = Place(sql.column("p", "m"), sql.column("r", "m"))
        joins = [sql.join(table, None)]
        query = pick(context, sql.cte(step, "a"), choices, place, joins=joins, where=[inside])
        says = f"{len(leaves)} value(s) a period, buckets of a range summed"
        return context.step("leaf", query, says), leaves


def _recounted(context: Context, task: Task, leaves: list[Leaf], ranges: Ranges) -> Source:
    """Distinct counts and quantiles over ranges that overlap: recomputed from the rows of each range."""
    metrics = [context.metric(name) for name in dict.fromkeys(leaf.metric for leaf in leaves)]
    scan = Scan(context, metrics[0])
    conversion = Conversion.of_flows(context, task, scan)
    conditions = split_conditions(scan, metrics)
    scan.cross.append(sql.join(range_table(context, ranges, "m"), None))
    assert metrics[0].time is not None
    scan.where += time_conditions(scan, metrics[0].time, sql.column("lo", "m"), sql.column("hi", "m"))
    values = []
    for place, metric in enumerate(metrics):
        assert metric.measure is not None
        value = aggregate(scan, metric.measure, conditions[metric.id], conversion.row_factor(metric))
        values.append(sql.named(value, f"v{place}"))
    keys = [*scan.group_columns(), sql.named(sql.column("r", "m"), "r"), sql.named(sql.column("p", "m"), "p")]
    query = sql.select(
        [*keys, *values], scan.source, joins=scan.all_joins(), where=scan.where, group=len(keys)
    )
    step = context.step(
        "rows", query, f"{len(metrics)} aggregate(s) of {task.fact}, rows counted anew in each range"
    )
    places = {metric.id: f"v{place}" for place, metric in enumerate(metrics)}
    reaches = list(ranges)
    choices = [
        Choice(leaf, places[leaf.metric], reaches.index(leaf.reach), context.leaf_column(leaf), False)
        for leaf in leaves
    ]
    several = sql.column("r", "a") if len(reaches) > 1 else None
    picked = pick(context, sql.cte(step, "a"), choices, Place(sql.column("p", "a"), several))
    return context.step("leaf", picked, "one column a value"), leaves
