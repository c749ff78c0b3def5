"""What is measured: a metric query, the SQL a person would write, and the same for MetricFlow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Filter, MetricQuery, Op

YEARS = Period(date(2023, 1, 1), date(2026, 1, 1))


@dataclass(frozen=True)
class Case:
    name: str
    bar: float
    """The most an execution may take, as a multiple of hand-written SQL."""
    query: MetricQuery
    hand: str
    """Same columns as the query's figures: period, dimensions, metrics."""
    metricflow_metrics: tuple[str, ...]
    metricflow_by: tuple[str, ...]
    metricflow_where: str | None = None


CASES = (
    Case(
        "plain: 2 metrics x 2 dims x month, filtered",
        1.3,
        MetricQuery(
            ("bench.revenue", "bench.margin_rate"),
            ("product.category", "customer.region"),
            Grain.MONTH,
            YEARS,
            (Filter("customer.region", Op.IN, ("region 1", "region 2", "region 3")),),
        ),
        """
        SELECT CAST(DATE_TRUNC('month', s.sold_on) AS DATE) AS period, p.category, c.region, SUM(s.amount) AS revenue,
               SUM(s.amount - s.cost) / NULLIF(SUM(s.amount), 0) AS margin_rate
        FROM bench.sale s JOIN bench.customer c USING (customer_id) JOIN bench.product p USING (product_id)
        WHERE c.region IN ('region 1', 'region 2', 'region 3')
          AND s.sold_on >= DATE '2023-01-01' AND s.sold_on < DATE '2026-01-01'
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
        ("revenue", "margin_rate"),
        ("metric_time__month", "customer__region", "product__category"),
        "{{ Dimension('customer__region') }} IN ('region 1', 'region 2', 'region 3')",
    ),
    Case(
        "two facts: ratio by segment",
        1.3,
        MetricQuery(
            ("bench.revenue", "bench.tickets", "bench.ticket_rate"), ("customer.segment",), None, YEARS
        ),
        """
        WITH s AS (
          SELECT c.segment, SUM(s.amount) AS revenue FROM bench.sale s JOIN bench.customer c USING (customer_id)
          WHERE s.sold_on >= DATE '2023-01-01' AND s.sold_on < DATE '2026-01-01' GROUP BY 1
        ), t AS (
          SELECT c.segment, COUNT(t.ticket_id) AS tickets FROM bench.ticket t JOIN bench.customer c USING (customer_id)
          WHERE t.opened_on >= DATE '2023-01-01' AND t.opened_on < DATE '2026-01-01' GROUP BY 1
        )
        SELECT segment, revenue, tickets, tickets / NULLIF(revenue, 0) AS ticket_rate
        FROM s FULL JOIN t USING (segment) ORDER BY 1
        """,
        ("revenue", "tickets", "ticket_rate"),
        ("customer__segment",),
    ),
    Case(
        "trailing 12 months",
        1.3,
        MetricQuery(("bench.revenue_ltm",), (), Grain.MONTH, YEARS),
        """
        WITH m AS (
          SELECT CAST(DATE_TRUNC('month', sold_on) AS DATE) AS month, SUM(amount) AS revenue FROM bench.sale
          WHERE sold_on >= DATE '2022-01-01' AND sold_on < DATE '2026-01-01' GROUP BY 1
        ), w AS (SELECT month, SUM(revenue) OVER (ORDER BY month ROWS BETWEEN 11 PRECEDING AND CURRENT ROW) AS ltm FROM m)
        SELECT month, ltm FROM w WHERE month >= DATE '2023-01-01' ORDER BY 1
        """,
        ("revenue_ltm",),
        ("metric_time__month",),
    ),
    Case(
        "year over year",
        1.3,
        MetricQuery(("bench.revenue", "bench.revenue_before"), (), Grain.MONTH, YEARS),
        """
        WITH m AS (
          SELECT CAST(DATE_TRUNC('month', sold_on) AS DATE) AS month, SUM(amount) AS revenue FROM bench.sale
          WHERE sold_on >= DATE '2022-01-01' AND sold_on < DATE '2026-01-01' GROUP BY 1
        )
        SELECT a.month, a.revenue, b.revenue AS before FROM m a LEFT JOIN m b ON b.month = a.month - INTERVAL 1 YEAR
        WHERE a.month >= DATE '2023-01-01' ORDER BY 1
        """,
        ("revenue", "revenue_before"),
        ("metric_time__month",),
    ),
    Case(
        "month to date by day",
        1.5,
        MetricQuery(("bench.revenue_mtd",), (), Grain.DAY, YEARS),
        """
        WITH d AS (
          SELECT sold_on, SUM(amount) AS revenue FROM bench.sale
          WHERE sold_on >= DATE '2023-01-01' AND sold_on < DATE '2026-01-01' GROUP BY 1
        )
        SELECT sold_on, SUM(revenue) OVER (PARTITION BY DATE_TRUNC('month', sold_on) ORDER BY sold_on) AS mtd
        FROM d ORDER BY 1
        """,
        ("revenue_mtd",),
        ("metric_time__day",),
    ),
)
