"""Which drawing fits the rows of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.semantics import ColumnKind, MetricResult, ResultColumn
from symphonies.platform.vizier.ask.answering.answer import Chart
from symphonies.platform.vizier.ask.parsing import View

MANY = 40
"""More groups than this are a table."""


def chart_of(result: MetricResult, title: str, rows: int, view: View) -> Chart:
    """Return how to draw a result.

    Args:
        result: The figures.
        title: What stands above.
        rows: How many rows are shown.
        view: What the person asked for.
    """
    figures = [column for column in result.columns if column.kind is ColumnKind.METRIC]
    labels = [column.name for column in result.columns if column.kind is ColumnKind.LABEL]
    timed = any(column.kind is ColumnKind.PERIOD for column in result.columns)
    units = {column.unit for column in figures}
    kind = _kind(timed, labels, rows, view, mixed=len(units) > 1)
    x = "period" if timed else labels[0] if labels else None
    split = labels[0] if timed and labels else labels[1] if len(labels) > 1 else None
    shown = [column for column in result.columns if column.kind in _DRAWN]
    return Chart(kind, x, _names(shown), split, str(figures[0].unit), figures[0].currency, title)


_DRAWN = (ColumnKind.METRIC, ColumnKind.COMPARISON)


def _kind(timed: bool, labels: Sequence[str], rows: int, view: View, *, mixed: bool) -> str:
    if view is View.TABLE or rows > MANY * (12 if timed else 1) or (mixed and rows > 1):
        return "table"
    if timed:
        return "line"
    if not labels:
        return "bar" if view is View.CHART else "figure"
    return "stacked" if len(labels) > 1 else "bar"


def _names(columns: Sequence[ResultColumn]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
