"""How the amounts of one scan are converted: summed by currency first, or row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from symphonies.platform.semantics.catalog.measure import FACT
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context, entity_currency
from symphonies.platform.semantics.planning.currency import (
    average_rates,
    factor,
    month_of,
    rate_join,
)
from symphonies.platform.semantics.planning.scan import Scan
from symphonies.platform.semantics.planning.tasks import Task
from symphonies.platform.semantics.planning.terms import Leaf


@dataclass(frozen=True)
class Bucket:
    """The column that numbers the bucket of a row."""

    column: exp.Expression
    group: exp.Expression | None = None
    """What to group by instead, where that is faster and tells the same rows apart."""
    monthly: bool = False
    """Whether a bucket is a civil month, as rates are."""
    constant: bool = False
    """Whether there is only one bucket."""


class Conversion:
    """Knows the currency of a scan's rows and the one they are converted to."""

    def __init__(self, context: Context, task: Task, scan: Scan) -> None:
        self.context = context
        self.task = task
        self.scan = scan
        self._row_factor: exp.Expression | None = None

    @classmethod
    def of_flows(cls, context: Context, task: Task, scan: Scan) -> Conversion:
        """Return the conversion of a flow: at the average rate of each row's month."""
        conversion = cls(context, task, scan)
        if task.per_row:
            rates = average_rates(context)
            time = context.metric(task.leaves[0].metric).time
            if rates is not None:
                day = sql.column(time, FACT) if time else sql.day(context.frame.as_of)
                keys = {"ym": month_of(context, day)}
                scan.joins.append(rate_join(rates, "x", conversion.source(), conversion.target(), keys))
            conversion._row_factor = factor(
                context, conversion.source(), conversion.target(), "x" if rates else None
            )
        return conversion

    def source(self) -> exp.Expression:
        """Return the currency of a row of the scan."""
        return sql.column(self.task.currency or "", FACT)

    def target(self) -> exp.Expression:
        """Return the currency a row of the scan is converted to."""
        if self.context.target_currency is not None:
            return sql.text(self.context.target_currency)
        return self.scan.value(entity_currency(self.context.catalog, self.scan.leaf))

    def row_factor(self, metric: Metric) -> exp.Expression | None:
        """Return the rate of a row, for a measure converted row by row."""
        return self._row_factor.copy() if self._row_factor is not None and _is_money(metric) else None

    def currency_columns(self) -> list[exp.Expression]:
        """Return the extra group columns by which amounts are summed before they are converted."""
        columns: list[exp.Expression] = [sql.named(self.source(), "cur")]
        if self.context.target_currency is None:
            columns.append(sql.named(self.target(), "tgt"))
        return columns

    def summed_target(self) -> exp.Expression:
        """Return the target currency of a row of sums by currency, under alias ``a``."""
        if self.context.target_currency is not None:
            return sql.text(self.context.target_currency)
        return sql.column("tgt", "a")

    def finish_flows(
        self, scan: Scan, values: list[exp.Expression], leaves: list[Leaf]
    ) -> tuple[str, list[Leaf]]:
        """Return the step of a whole period's values, converted."""
        metrics = [self.context.metric(leaf.metric) for leaf in leaves]
        only = Bucket(sql.named(sql.number(0), "p"), constant=True)
        return self.finish(scan, only, values, metrics), leaves

    def finish(
        self, scan: Scan, bucket: Bucket, values: list[exp.Expression], metrics: Sequence[Metric]
    ) -> str:
        """Return the step of values by bucket, converted."""
        context = self.context
        keys = [*scan.group_columns(), bucket.column]
        if self.task.summed:
            keys += self.currency_columns()
            if not bucket.monthly:
                time = metrics[0].time
                day = sql.column(time, FACT) if time else sql.day(context.frame.as_of)
                keys.append(sql.named(month_of(context, day), "ym"))
        group: list[exp.Expression] = []
        for at, key in enumerate(keys):
            if key is not bucket.column:
                group.append(sql.number(at + 1))
            elif not bucket.constant:
                group.append(bucket.group or sql.number(at + 1))
        joins = scan.all_joins()
        query = sql.select([*keys, *values], scan.source, joins=joins, where=scan.where, group=group)
        step = context.step("sums", query, f"{len(values)} aggregate(s) of {self.task.fact}")
        return self._converted(step, bucket, values, metrics) if self.task.summed else step

    def _converted(
        self, step: str, bucket: Bucket, values: list[exp.Expression], metrics: Sequence[Metric]
    ) -> str:
        context = self.context
        rates = average_rates(context)
        source = sql.column("cur", "a")
        joins = []
        if rates is not None:
            month = sql.column("ord" if bucket.monthly else "ym", "a")
            joins.append(rate_join(rates, "x", source.copy(), self.summed_target(), {"ym": month}))
        rate = factor(context, source, self.summed_target(), "x" if rates else None)
        note_unrated(context, step, joins, self.summed_target())
        keys = [sql.column(key, "a") for key in (*context.keys, bucket.column.alias)]
        sums = []
        for value, metric in zip(values, metrics, strict=True):
            amount: exp.Expression = sql.column(value.alias, "a")
            if _is_money(metric):
                amount = exp.Mul(this=amount, expression=rate.copy())
            sums.append(sql.named(sql.call(exp.Sum, amount), value.alias))
        query = sql.select([*keys, *sums], sql.cte(step, "a"), joins=joins, group=len(keys))
        return context.step("money", query, f"amounts in {context.target_currency or 'the entity currency'}")


def note_unrated(context: Context, step: str, joins: Sequence[exp.Join], target: exp.Expression) -> None:
    """Remember how to ask which currencies of a step have no rate."""
    source = sql.column("cur", "a")
    missing: list[exp.Expression] = [exp.NEQ(this=source.copy(), expression=target)]
    if joins:
        missing.append(exp.Is(this=sql.column("factor", "x"), expression=exp.Null()))
    query = sql.select(
        [sql.named(source, "currency")],
        sql.cte(step, "a"),
        joins=[each.copy() for each in joins],
        where=missing,
        distinct=True,
    )
    context.unrated.append(query)


def _is_money(metric: Metric) -> bool:
    return metric.measure is not None and metric.measure.currency is not None
