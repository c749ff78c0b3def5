"""Percent of total: each group's part of its period's total."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from symphonies.platform.semantics.catalog.metric import Metric, MetricType
from symphonies.platform.semantics.errors import RollupRefusedError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context


def check_shares(context: Context, metrics: Sequence[Metric]) -> None:
    """Refuse shares of figures whose groups do not add up to the total.

    Raises:
        RollupRefusedError: For ratios, quantiles, distinct counts and other figures that are no sums.
    """
    if not context.query.share:
        return
    for metric in metrics:
        summed = metric.type in (MetricType.FLOW, MetricType.STOCK, MetricType.MODEL)
        if not summed or not metric.additive_over_groups:
            raise RollupRefusedError(
                f"{metric.title} ({metric.id}) has no share of a total: its groups do not add up.",
                hint="Ask for the share of the flow or stock it is made of.",
                metric=metric.id,
            )


def add_shares(context: Context, figures: str, values: Sequence[exp.Expression]) -> str:
    """Return the step of figures with each group's part of its period's total added, as ``h0``, ``h1`` ...

    Args:
        context: The query.
        figures: The step with every figure.
        values: The metrics' values in that step, under alias ``r``.
    """
    periods = [] if context.frame.total else [sql.column("start", "r")]
    columns: list[exp.Expression] = [exp.Column(this=exp.Star(), table=exp.to_identifier("r"))]
    for place, value in enumerate(values):
        total = exp.Window(
            this=sql.call(exp.Sum, value.copy()), partition_by=[period.copy() for period in periods]
        )
        share = exp.Div(this=value, expression=exp.Nullif(this=total, expression=sql.number(0)))
        columns.append(sql.named(share, f"h{place}"))
    return context.step(
        "shares", sql.select(columns, sql.cte(figures, "r")), "each group's part of its period"
    )
