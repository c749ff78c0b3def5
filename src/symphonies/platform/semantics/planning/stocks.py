"""Stocks: read on one day of each period, never summed over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlglot import exp

from symphonies.kernel import Period
from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Stock
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.buckets import Base, common_base, last_bucket
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.conversion import Conversion, note_unrated
from symphonies.platform.semantics.planning.currency import closing_rates, factor, rate_join
from symphonies.platform.semantics.planning.flows import Source, time_column
from symphonies.platform.semantics.planning.measures import aggregate, split_conditions, time_conditions
from symphonies.platform.semantics.planning.pick import Choice, Place, pick
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
    if not ranges:
        return []
    stock = _Stock(context, task.within(ranges), ranges)
    if task.stock is Stock.ACCUMULATE and not context.frame.total:
        return [stock.accumulated()]
    if task.stock is Stock.LAST and stock.first.time is not None:
        return [stock.last()]
    return [stock.on_days()]


class _Stock:
    """The stocks of one fact that are read in the same way."""

    def __init__(self, context: Context, task: Task, ranges: Ranges) -> None:
        self.context = context
        self.task = task
        self.ranges = ranges
        self.metrics = task.metrics(context)
        self.first = self.metrics[0]
        self.columns = {metric.id: f"v{place}" for place, metric in enumerate(self.metrics)}

    def accumulated(self) -> Source:
        """A running sum over buckets; what lies before the first one needed is summed into it."""
        context = self.context
        until = until_stock_day(context, self.ranges)
        spans = [span for days in until.values() for span in days.values()]
        scanned = Period(OPEN, max(span.end for span in spans))
        base = common_base(spans, scanned)
        first_day = min(span.last_day for span in spans)
        scan = Scan(context, self.first)
        conversion = Conversion(context, self.task, scan)
        currencies = conversion.currency_columns() if self.task.summed else []
        step = self._summed_by_bucket(scan, base, base.first_day(first_day), scanned.end, currencies)
        numbers = base.numbers(Period(first_day, scanned.end))
        windows = [Window(column, f"w{place}") for place, column in enumerate(self.columns.values())]
        keys = [*context.keys, *(column.alias for column in currencies)]
        running = running_sums(context, step, keys, list(self.columns.values()), numbers, windows)
        self.columns = {metric.id: f"w{place}" for place, metric in enumerate(self.metrics)}
        rows = [
            (at, slot, last_bucket(span, base))
            for at, days in enumerate(until.values())
            for slot, span in days.items()
        ]
        table = context.dialect.values("m", ["r", "p", "ord"], ["int"] * 3, rows)
        joins = [sql.join(table, sql.equal(sql.column("ord", "m"), sql.column("ord", "a")), "INNER")]
        return self._picked(running, conversion, sql.column("r", "m"), sql.column("p", "m"), joins)

    def on_days(self) -> Source:
        """The rows valid on each day."""
        context = self.context
        rows = day_rows(context, self.ranges)
        single = len(rows) == 1
        day = sql.day(rows[0].day) if single else sql.column("day", "m")
        scan = Scan(context, self.first, as_of=day)
        if not single:
            scan.cross.append(sql.join(day_table(context, rows, "m"), None))
        start = self.first.valid_from if self.task.stock is Stock.INTERVAL else self.first.time
        if start is not None:
            scan.where.append(exp.LTE(this=scan.day(start), expression=day.copy()))
        if self.first.valid_to is not None:
            forever = cast(exp.Literal.string(FOREVER), "date")
            until = exp.Coalesce(this=scan.day(self.first.valid_to), expressions=[forever])
            scan.where.append(exp.GT(this=until, expression=day.copy()))
        return self._aggregated(scan, rows, single=single)

    def last(self) -> Source:
        """The rows of the last snapshot date inside each range.

        The date is the fact's, not a group's or a filter's: groups of one period speak of one day.
        """
        context = self.context
        scan = Scan(context, self.first)
        day = scan.day(self.first.time or "")
        span = hull(self.ranges)
        assert span is not None
        seen = sql.select(
            [sql.named(day.copy(), "day")],
            scan.source.copy(),
            distinct=True,
            where=time_conditions(scan, self.first.time or "", bound(span.start), bound(span.end)),
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
            joins=[sql.join(range_table(context, self.ranges, "m"), None)],
            where=inside,
            group=2,
        )
        step = context.step("snapshot", newest, f"last snapshot date of {self.task.fact} in each period")
        scan.cross.append(sql.join(sql.cte(step, "m"), sql.equal(sql.column("day", "m"), day), "INNER"))
        return self._aggregated(scan, day_rows(context, self.ranges), single=False)

    def _summed_by_bucket(
        self, scan: Scan, base: Base, first_day: date, end: date, currencies: Sequence[exp.Expression]
    ) -> str:
        """Return the step of sums by bucket, with everything before a day in that day's bucket."""
        context = self.context
        conditions = split_conditions(scan, self.metrics)
        bucket = context.dialect.number(time_column(self.first, context.frame.as_of), base.grain)
        if self.first.time is not None:
            scan.where += time_conditions(scan, self.first.time, None, bound(end))
            early = exp.LT(this=sql.column(self.first.time, FACT), expression=sql.day(first_day))
            bucket = sql.when(early, sql.number(base.number(first_day)), bucket)
        keys = [*scan.group_columns(), *currencies, sql.named(bucket, "ord")]
        values = self._values(scan, conditions, None)
        joins = scan.all_joins()
        query = sql.select([*keys, *values], scan.source, joins=joins, where=scan.where, group=len(keys))
        return context.step("sums", query, f"{len(values)} aggregate(s) of {self.task.fact} since ever")

    def _aggregated(self, scan: Scan, rows: Sequence[DayRow], *, single: bool) -> Source:
        context, task = self.context, self.task
        reach = sql.number(0) if single else sql.column("r", "m")
        slot = sql.number(rows[0].slot) if single else sql.column("p", "m")
        conversion = Conversion(context, task, scan)
        row_factor = None
        if task.per_row:
            rates = closing_rates(context, rows)
            source, target = conversion.source(), conversion.target()
            if rates is not None:
                at = {"r": reach.copy(), "p": slot.copy()}
                scan.joins.append(rate_join(rates, "x", source.copy(), target.copy(), at))
            row_factor = factor(context, source, target, "x" if rates else None)
        conditions = split_conditions(scan, self.metrics)
        values = self._values(scan, conditions, row_factor)
        keys = [*scan.group_columns(), *(conversion.currency_columns() if task.summed else ())]
        keys += [] if single else [sql.named(reach, "r"), sql.named(slot, "p")]
        joins = scan.all_joins()
        query = sql.select([*keys, *values], scan.source, joins=joins, where=scan.where, group=len(keys))
        step = context.step("sums", query, f"{len(values)} aggregate(s) of {task.fact} on {len(rows)} day(s)")
        at_reach = sql.number(0) if single else sql.column("r", "a")
        at_slot = sql.number(rows[0].slot) if single else sql.column("p", "a")
        return self._picked(step, conversion, at_reach, at_slot, [])

    def _values(
        self, scan: Scan, conditions: dict[str, exp.Expression | None], row_factor: exp.Expression | None
    ) -> list[exp.Expression]:
        values: list[exp.Expression] = []
        for metric in self.metrics:
            assert metric.measure is not None
            rate = row_factor.copy() if row_factor is not None and metric.measure.currency else None
            value = aggregate(scan, metric.measure, conditions[metric.id], rate)
            values.append(sql.named(value, self.columns[metric.id]))
        return values

    def _picked(
        self,
        step: str,
        conversion: Conversion,
        reach: exp.Expression,
        slot: exp.Expression,
        joins: list[exp.Join],
    ) -> Source:
        """One column a leaf; amounts at the closing rate of the day they were read."""
        context = self.context
        rate = None
        if self.task.summed:
            rates = closing_rates(context, day_rows(context, self.ranges))
            source, target = sql.column("cur", "a"), conversion.summed_target()
            if rates is not None:
                at = {"r": reach.copy(), "p": slot.copy()}
                joins.append(rate_join(rates, "x", source.copy(), target.copy(), at))
            rate = factor(context, source, target, "x" if rates else None)
            note_unrated(context, step, joins, target.copy())
        place = Place(slot, reach if len(self.ranges) > 1 else None, rate)
        query = pick(context, sql.cte(step, "a"), self._choices(), place, joins=joins)
        return context.step("leaf", query, f"{len(self.task.leaves)} stock(s) a period"), list(
            self.task.leaves
        )

    def _choices(self) -> list[Choice]:
        reaches = list(self.ranges)
        found = []
        for leaf in self.task.leaves:
            measure = self.context.metric(leaf.metric).measure
            assert measure is not None
            result = self.context.leaf_column(leaf)
            at = reaches.index(leaf.reach)
            money = measure.currency is not None
            found.append(Choice(leaf, self.columns[leaf.metric], at, result, measure.additive, money))
        return found
