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


def share_of(value: exp.Expression, periods: Sequence[exp.Expression]) -> exp.Expression:
    """Return a value divided by the sum of all groups of its period; NULL when that is zero."""
    total = exp.Window(this=sql.call(exp.Sum, value.copy()), partition_by=list(periods))
    return exp.Div(this=value, expression=exp.Nullif(this=total, expression=sql.number(0)))
