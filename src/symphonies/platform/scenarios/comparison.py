"""Scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What is compared."""

    id: str
    title: str
    unit: str
    higher_is_better: bool | None = None


@dataclass(frozen=True)
class Row:
    """One figure in every scenario; None where it cannot be had."""

    figure: Figure
    values: tuple[float | None, ...]
    deltas: tuple[float | None, ...]
    """Against the first scenario."""
    best: int | None
    """Column of the best value; None where there is no direction or nothing to choose."""


@dataclass(frozen=True)
class Comparison:
    """A table: a column for each scenario, a row for each figure."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(figures: Sequence[Figure], results: Mapping[str, Mapping[str, float | None]]) -> Comparison:
    """Set results, by scenario and figure id, beside each other; the first is what others are measured on."""
    columns = list(results.values())
    return Comparison(tuple(results), tuple(_row(figure, columns) for figure in figures))


def _row(figure: Figure, columns: Sequence[Mapping[str, float | None]]) -> Row:
    values = tuple(column.get(figure.id) for column in columns)
    first = values[0] if values else None
    deltas = tuple(None if value is None or first is None else value - first for value in values)
    known = {value: index for index, value in reversed(list(enumerate(values))) if value is not None}
    best = None
    if figure.higher_is_better is not None and len(known) > 1:
        best = known[max(known) if figure.higher_is_better else min(known)]
    return Row(figure, values, deltas, best)
