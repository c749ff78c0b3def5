"""Plain text tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SMALLEST = 0.001
"""What is nearer to 0 is written with its power of ten."""


def text_table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows under their headings; figures aligned right, missing values as a dash."""
    if not rows:
        return "No rows."
    cells = [[_text(row[name]) for name in columns] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(columns)]
    numeric = [any(isinstance(row[name], int | float) for row in rows) for name in columns]
    lines = [list(columns), *cells]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    )


def _text(value: object) -> str:
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, float):
        if 0 < abs(value) < SMALLEST:
            return f"{value:.4g}"
        return f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) < 1000 else f"{value:,.2f}"
    return str(value)
