"""A mapping as SQL: the SELECT that turns staged source rows into rows of a table."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass

from symphonies.platform.connectors.mapping.expression import parse_expression, prepare
from symphonies.platform.connectors.mapping.model import ColumnMapping, Scalar, TableMapping
from symphonies.platform.lakehouse import BROKEN, FOUND, ROW, cast_to, quoted, text, text_of

_OFFSET = r"[0-9]:[0-9]{2}(\.[0-9]+)?\s*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"


@dataclass(frozen=True)
class Piece:
    """One mapped column."""

    value: str
    """SQL of the value; null where it cannot be read."""
    found: str | None
    """SQL of what the source says, as text; None where there is nothing to compare."""


def compile_column(column: ColumnMapping, types: Map[str, str], *, grouped: bool = False) -> Piece:
    """Return the SQL of one column.

    Args:
        column: The mapping.
        types: SQL type of each column of the source.
        grouped: Whether expressions may aggregate.

    Raises:
        ExpressionRefused: when its expression says more than it may.
    """
    if column.constant is not None:
        return Piece(_literal(column.constant), None)
    if column.expression is not None:
        prepared = prepare(parse_expression(column.expression, aggregates=grouped), types)
        if not prepared.failures:
            return _worked(column, prepared.sql, "VARCHAR" if _works_on_text(column) else "", None)
        broken = " OR ".join(failed for failed, _ in prepared.failures)
        shown = " ".join(f"WHEN {failed} THEN {given}" for failed, given in prepared.failures)
        value = f"(CASE WHEN {broken} THEN NULL ELSE {prepared.sql} END)"
        return _worked(column, value, "", f"CASE {shown} ELSE CAST({prepared.sql} AS VARCHAR) END")
    given = quoted(column.source or "")
    kind = types[column.source or ""]
    return _worked(column, given, kind, text_of(given, kind))


def compile_table(table: TableMapping, relation: str, types: Map[str, str]) -> str:
    """Return the SELECT of one table, with ``_row`` and the ``__found`` columns that landing needs.

    Args:
        table: The mapping.
        relation: The staged source.
        types: SQL type of each of its columns.
    """
    grouped = bool(table.group_by)
    parts: dict[str, str] = {}
    for name, column in table.columns.items():
        piece = compile_column(column, types, grouped=grouped)
        parts[name] = piece.value
        if piece.found is not None:
            parts[name + FOUND] = piece.found
    good = f"SELECT {_listed(parts)}, {f'min({ROW})' if grouped else ROW} AS {ROW} FROM {relation}"
    conditions = [f"{BROKEN} IS NULL"] if BROKEN in types else []
    if table.where is not None:
        conditions.append(f"({compile_condition(table.where, types)})")
    if conditions:
        good += f" WHERE {' AND '.join(conditions)}"
    if grouped:
        good += f" GROUP BY {', '.join(map(quoted, table.group_by))}"
    if table.having is not None:
        good += f" HAVING {compile_condition(table.having, types, grouped=True)}"
    if table.distinct:
        names = ", ".join(map(quoted, parts))
        good = f"SELECT {names}, min({ROW}) AS {ROW} FROM ({good}) GROUP BY {names}"
    if BROKEN not in types:
        return good
    return (
        f"SELECT *, NULL::VARCHAR AS {BROKEN} FROM ({good}) UNION ALL BY NAME "
        f"SELECT {ROW}, {BROKEN} FROM {relation} WHERE {BROKEN} IS NOT NULL"
    )


def compile_condition(sql: str, types: Map[str, str], *, grouped: bool = False) -> str:
    """Return a condition for the engine.

    Raises:
        ExpressionRefused: when it says more than it may.
    """
    return prepare(parse_expression(sql, aggregates=grouped), types).sql


def _listed(parts: Map[str, str]) -> str:
    return ", ".join(f"{value} AS {quoted(name)}" for name, value in parts.items())


def _works_on_text(column: ColumnMapping) -> bool:
    return bool(column.values or column.decimal or column.thousands or column.format or column.time_zone)


def _worked(column: ColumnMapping, value: str, kind: str, found: str | None) -> Piece:
    """Apply values, number signs, format, time zone and cast, in this order."""
    if not _works_on_text(column) and column.cast is None:
        return Piece(value, found)
    told = found if found is not None else text_of(value, kind)
    word = text_of(value, kind)
    value, kind = word, "VARCHAR"
    if column.values:
        told, value = _meanings(column.values, word, told)
    if column.decimal or column.thousands:
        value = _plain_number(value, column.decimal or ".", column.thousands)
    if column.format:
        value, kind = f"try_strptime({value}, {text(column.format)})", "TIMESTAMP"
    if column.time_zone:
        value, kind = _in_utc(value, kind, column.time_zone), "TIMESTAMP"
    if column.cast is not None:
        value = cast_to(column.cast, value, kind)
    return Piece(value, told)


def _meanings(values: Map[str, Scalar], word: str, told: str) -> tuple[str, str]:
    """Return the SQL of what the source says (nothing where that means nothing) and of what it means."""
    cases = " ".join(f"WHEN {text(said)} THEN {_word(meant)}" for said, meant in values.items())
    void = ", ".join(text(said) for said, meant in values.items() if meant is None)
    heard = f"CASE WHEN {word} IN ({void}) THEN NULL ELSE {told} END" if void else told
    return heard, f"CASE {word} {cases} ELSE {word} END"


def _plain_number(word: str, decimal: str, thousands: str | None) -> str:
    """Return the SQL of a number written with a point only; null where it is no number so written."""
    point, comma = f"\\{decimal}", f"\\{thousands}" if thousands else ""
    grouped = f"[0-9]{{1,3}}({comma}[0-9]{{3}})+|" if thousands else ""
    pattern = f"[+-]?({grouped}[0-9]*)({point}[0-9]+)?([eE][+-]?[0-9]+)?"
    bare = f"replace({word}, {text(thousands)}, '')" if thousands else word
    plain = f"replace({bare}, {text(decimal)}, '.')"
    return f"CASE WHEN regexp_full_match({word}, {text(pattern)}) THEN {plain} END"


def _in_utc(value: str, kind: str, zone: str) -> str:
    """Return the SQL of a local time as an instant in UTC; a time that names its offset keeps it."""

    def local(time: str) -> str:
        return f"timezone('UTC', timezone({text(zone)}, {time}))"

    if kind == "TIMESTAMP":
        return local(value)
    return (
        f"CASE WHEN regexp_matches({value}, {text(_OFFSET)}) "
        f"THEN timezone('UTC', TRY_CAST({value} AS TIMESTAMPTZ)) "
        f"ELSE {local(f'TRY_CAST({value} AS TIMESTAMP)')} END"
    )


def _word(value: Scalar) -> str:
    if value is None:
        return "NULL"
    return text(str(value).lower() if isinstance(value, bool) else str(value))


def _literal(value: str | bool | int | float) -> str:
    return _word(value)
