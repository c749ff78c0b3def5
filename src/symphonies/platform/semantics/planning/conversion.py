"""How the amounts of one scan are converted: summed by currency first, or row by row."""

from __future__ import annotations

from collections.abc import Sequence

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
        context = self.context
        slot = sql.named(sql.number(0), "p")
        metrics = [context.metric(leaf.metric) for leaf in leaves]
        return self._finish(scan, slot, values, metrics, monthly=False), leaves

    def finish_buckets(
        self,
        scan: Scan,
        bucket: exp.Expression,
        values: list[exp.Expression],
        metrics: Sequence[Metric],
        *,
        monthly: bool,
    ) -> str:
        """Return the step of values by bucket, converted."""
        return self._finish(scan, bucket, values, metrics, monthly=monthly)

    def _finish(
        self,
        scan: Scan,
        place: exp.Expression,
        values: list[exp.Expression],
        metrics: Sequence[Metric],
        *,
        monthly: bool,
    ) -> str:
        context = self.context
        keys = [*scan.group_columns(), place]
        if self.task.summed:
            keys += self.currency_columns()
            if not monthly:
                time = metrics[0].time
                day = sql.column(time, FACT) if time else sql.day(context.frame.as_of)
                keys.append(sql.named(month_of(context, day), "ym"))
        constant = place.alias == "p"
        group: list[exp.Expression] = [
            sql.number(at + 1) for at, key in enumerate(keys) if not (constant and key is place)
        ]
        query = sql.select(
            [*keys, *values], scan.source, joins=scan.all_joins(), where=scan.where, group=group
        )
        step = context.step("sums", query, f"{len(values)} aggregate(s) of {self.task.fact}")
        return (
            self._converted(step, place.alias, values, metrics, monthly=monthly) if self.task.summed else step
        )

    def _converted(
        self, step: str, place: str, values: list[exp.Expression], metrics: Sequence[Metric], *, monthly: bool
    ) -> str:
        context = self.context
        rates = average_rates(context)
        source = sql.column("cur", "a")
        joins = []
        if rates is not None:
            month = sql.column("ord" if monthly else "ym", "a")
            joins.append(rate_join(rates, "x", source.copy(), self.summed_target(), {"ym": month}))
        rate = factor(context, source, self.summed_target(), "x" if rates else None)
        note_unrated(context, step, joins, self.summed_target())
        keys = [sql.column(key, "a") for key in (*context.keys, place)]
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
