"""Values on their way between the store, SQL parameters and JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa

from symphonies.platform.subgraphs.errors import ArgumentInvalidError


def to_json(column: pa.ChunkedArray, type: str) -> list[Any]:
    """Return a result column as JSON values: floats for decimals, ISO texts for dates and instants."""
    if type == "decimal":
        # Arrow's own cast multiplies by 0.0001 and so misses the nearest double.
        return [value if value is None else float(value) for value in column.to_pylist()]
    if type == "date":
        return column.cast(pa.string()).to_pylist()
    if type == "timestamp":
        instants = column.cast(pa.timestamp("s"), safe=False).to_pylist()
        return [instant and f"{instant.isoformat()}Z" for instant in instants]
    return column.to_pylist()


def to_parameter(value: Any, type: str, where: str) -> object:
    """Return an argument's value as the store compares it with a column of a type.

    Args:
        value: What GraphQL made of the argument.
        type: The contract's column type.
        where: The field's name, for the error.

    Raises:
        ArgumentInvalidError: A date or instant cannot be read.
    """
    if value is None or type not in ("date", "timestamp"):
        return value
    try:
        if type == "date":
            return date.fromisoformat(value)
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        expected = "a day such as 2026-10-31" if type == "date" else "an instant such as 2026-10-31T08:00:00Z"
        raise ArgumentInvalidError(
            f"{where}: {str(value)[:40]!r} was found where {expected} was expected",
            hint="Write dates as ISO 8601.",
        ) from error
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant


def to_cursor(value: Any) -> str | int | float | bool | None:
    """Return a raw store value as a cursor holds it, without loss."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_cursor(value: Any, type: str) -> object:
    """Return a cursor's value as an SQL parameter.

    Raises:
        ValueError: The value does not fit the type.
    """
    if value is None:
        return None
    if type == "decimal":
        try:
            return Decimal(value)
        except InvalidOperation as error:
            raise ValueError(value) from error
    if type == "date":
        return date.fromisoformat(value)
    if type == "timestamp":
        return datetime.fromisoformat(value)
    expected = {"integer": int, "number": (int, float), "boolean": bool}.get(type, str)
    if not isinstance(value, expected):
        raise ValueError(value)
    return value
