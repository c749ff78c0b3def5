"""The order of the rows of an answer, where a question says so: what changed most, largest first."""

from __future__ import annotations

from typing import Any

from symphonies.platform.semantics import MetricResult, Top
from symphonies.platform.vizier.ask.grounding import Plan


def rows_in_order(plan: Plan, result: MetricResult) -> list[dict[str, Any]]:
    """Return the rows; of a question for what changed most, or for the best periods, the first ones."""
    rows: list[dict[str, Any]] = result.rows.to_pylist()
    name = plan.query.metrics[0]
    if plan.movers is None:
        return rows if plan.ascending is None else _sorted(rows, name, ascending=plan.ascending)
    if not plan.query.compare:
        return _first_of(rows, name, plan.movers)
    other = f"{name}__{plan.query.compare[0]}"
    known = [row for row in rows if row.get(name) is not None and row.get(other) is not None]
    known.sort(key=lambda row: row[name] - row[other], reverse=not plan.movers.lowest)
    return known[: plan.movers.n]


def _sorted(rows: list[dict[str, Any]], metric: str, *, ascending: bool) -> list[dict[str, Any]]:
    """Return all rows by their figures, those of a period together, those without a figure last."""
    known = [row for row in rows if row.get(metric) is not None]
    known.sort(key=lambda row: row[metric], reverse=not ascending)
    found = [*known, *(row for row in rows if row.get(metric) is None)]
    return sorted(found, key=lambda row: row["period"]) if any("period" in row for row in rows) else found


def _first_of(rows: list[dict[str, Any]], metric: str, top: Top) -> list[dict[str, Any]]:
    """Return the periods with the largest, or smallest, figures."""
    known = [row for row in rows if row.get(metric) is not None]
    return sorted(known, key=lambda row: row[metric], reverse=not top.lowest)[: top.n]
