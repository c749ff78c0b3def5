"""Reading a value as the type the contract promises: SQL that gives null where it cannot be read."""

from __future__ import annotations

from symphonies.platform.lakehouse.contracts.contract import ColumnType
from symphonies.platform.lakehouse.engine.types import SQL_TYPES

_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_WHOLE = r"[+-]?[0-9]+(\.0*)?"
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?"
_YES = "'true', 't', 'yes', 'y', '1'"
_NO = "'false', 'f', 'no', 'n', '0'"
_EXACT = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)

EXPECTED = {
    ColumnType.STRING: "text",
    ColumnType.INTEGER: "a whole number",
    ColumnType.DECIMAL: "a decimal number such as 1234.50",
    ColumnType.NUMBER: "a number",
    ColumnType.BOOLEAN: "true or false",
    ColumnType.DATE: "a date as YYYY-MM-DD",
    ColumnType.TIMESTAMP: "a time as YYYY-MM-DD HH:MM:SS",
}
"""What to tell whoever sent a value of another type."""


def text_of(value: str, stored: str) -> str:
    """Return SQL for a value as trimmed text; empty text is null."""
    return f"nullif(trim({value}), '')" if stored == "VARCHAR" else f"nullif(trim({value}::VARCHAR), '')"


def cast_to(kind: ColumnType, value: str, stored: str) -> str:
    """Return SQL that reads ``value`` as ``kind``, or null where that fails.

    Args:
        kind: The type the contract promises.
        value: SQL of the value.
        stored: The SQL type it has now.
    """
    if kind is ColumnType.STRING:
        return text_of(value, stored)
    if kind in (ColumnType.DATE, ColumnType.TIMESTAMP):
        return _moment(kind, value, stored)
    if stored == SQL_TYPES[kind] and kind is not ColumnType.NUMBER:
        return value
    if kind is ColumnType.BOOLEAN:
        word = f"lower({text_of(value, stored)})"
        return f"CASE WHEN {word} IN ({_YES}) THEN TRUE WHEN {word} IN ({_NO}) THEN FALSE END"
    return _number(kind, value, stored)


def _number(kind: ColumnType, value: str, stored: str) -> str:
    target = SQL_TYPES[kind]
    whole = kind is ColumnType.INTEGER
    if stored in _EXACT or (stored.startswith("DECIMAL") and not whole):
        return f"TRY_CAST({value} AS {target})"
    if stored in ("DOUBLE", "FLOAT"):
        sound = f"{value} = trunc({value})" if whole else f"isfinite({value})"
        return f"CASE WHEN {sound} THEN TRY_CAST({value} AS {target}) END"
    word = text_of(value, stored)
    pattern = _WHOLE if whole else _NUMBER
    if kind is ColumnType.NUMBER:
        number = f"TRY_CAST({word} AS DOUBLE)"
        return f"CASE WHEN regexp_full_match({word}, '{pattern}') AND isfinite({number}) THEN {number} END"
    read = f"TRY_CAST({word} AS {target})"
    if kind is ColumnType.DECIMAL:
        # DuckDB reads decimals of up to 18 digits some thirty times faster than wider ones.
        read = f"coalesce(TRY_CAST({word} AS DECIMAL(18,4))::{target}, {read})"
    return f"CASE WHEN regexp_full_match({word}, '{pattern}') THEN {read} END"


def _moment(kind: ColumnType, value: str, stored: str) -> str:
    target = SQL_TYPES[kind]
    if stored == "TIMESTAMP WITH TIME ZONE":
        read = f"TRY_CAST({value} AT TIME ZONE 'UTC' AS {target})"
    elif stored == "DATE" or stored.startswith("TIMESTAMP"):
        read = f"TRY_CAST({value} AS {target})"
    else:
        word = text_of(value, stored)
        instant = f"TRY_CAST({word} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
        moment = f"TRY_CAST({word} AS DATE)" if kind is ColumnType.DATE else instant
        read = f"CASE WHEN regexp_full_match({word}, '{_DAY}') THEN {moment} END"
    return f"CASE WHEN {read} >= {target} '0001-01-01' AND {read} < {target} '9999-12-31' THEN {read} END"
