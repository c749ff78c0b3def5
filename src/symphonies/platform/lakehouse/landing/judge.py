"""Judging staged rows: one pass types and checks them all, a second tells what is wrong with the bad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from symphonies.kernel import did_you_mean
from symphonies.platform.lakehouse.contracts.contract import Column, Table
from symphonies.platform.lakehouse.engine.names import LOAD_ID, ROW, quoted, quoted_table, text
from symphonies.platform.lakehouse.engine.types import SQL_TYPES
from symphonies.platform.lakehouse.errors import ColumnsMissingError
from symphonies.platform.lakehouse.landing.cast import cast_to, text_of
from symphonies.platform.lakehouse.landing.checks import Check, checks_of
from symphonies.platform.lakehouse.landing.incoming import BROKEN, FOUND, Incoming
from symphonies.platform.lakehouse.ports import Engine

_FAULTS = f"{ROW}, column_name, check_name, found, expected"


@dataclass(frozen=True)
class Judged:
    """Two temporary tables: every row typed, and what is wrong with the bad ones."""

    rows: str
    """``_row``, the columns of the contract, ``_bad``."""
    faults: str
    """``_row``, ``column_name``, ``check_name``, ``found``, ``expected``: one row per failed check."""
    ignored: tuple[str, ...]
    """Columns the contract does not know."""


@contextmanager
def judged(engine: Engine, table: Table, current: str, source: Incoming, limit: date) -> Iterator[Judged]:
    """Judge every row of ``source`` against the contract of its table.

    Args:
        engine: Where the rows are staged.
        table: The contract.
        current: The table with the rows the store already has.
        source: The rows.
        limit: The last day that counts as past.

    Raises:
        ColumnsMissingError: when a required column is absent.
    """
    present = _columns(engine, source)
    _refuse_missing(table, present, source.name)
    typed = _typed(table, present, source.relation)
    checks = _checks(table, limit, BROKEN in present)
    names = ", ".join(map(quoted, table.columns))
    bad = " OR ".join(f"({check.failed})" for check in checks)
    with (
        engine.temporary(f"SELECT {ROW}, {names}, ({bad}) IS TRUE AS _bad FROM ({typed})") as rows,
        engine.temporary(_faults(typed, rows, checks)) as faults,
    ):
        _mark_twins(engine, table, current, rows, faults)
        known = {*table.columns, *(name + FOUND for name in table.columns), ROW, BROKEN}
        yield Judged(rows, faults, tuple(name for name in present if name not in known))


def _checks(table: Table, limit: date, has_broken: bool) -> tuple[Check, ...]:
    checks = checks_of(table, limit)
    if not has_broken:
        return checks
    cells = Check("cells", None, f"{BROKEN} IS NOT NULL", "as many cells as the header has", BROKEN)
    return (cells, *(replace(check, failed=f"{BROKEN} IS NULL AND ({check.failed})") for check in checks))


def _columns(engine: Engine, source: Incoming) -> dict[str, str]:
    found = engine.execute(f"DESCRIBE SELECT * FROM {source.relation}").to_pylist()
    return {row["column_name"]: row["column_type"] for row in found}


def _refuse_missing(table: Table, present: Mapping[str, str], source: str) -> None:
    missing = [
        name
        for name, column in table.columns.items()
        if (column.required or name in table.key) and name not in present and column.default is None
    ]
    if missing:
        told = [name for name in present if name not in (ROW, BROKEN)]
        hints = [f"{name}: {did_you_mean(name, told)}" for name in missing]
        raise ColumnsMissingError(
            f"{source} has no column {', '.join(map(repr, missing))}, which the contract requires.",
            hint="Name the source of each in a mapping. " + " ".join(hints),
            columns=missing,
        )


def _typed(table: Table, present: Mapping[str, str], relation: str) -> str:
    """Return the SELECT of every column as its own type, beside what the source said as text."""
    parts = [ROW, *([BROKEN] if BROKEN in present else [])]
    for name, column in table.columns.items():
        value, found = _absent(column)
        if name in present:
            given = f"s.{quoted(name)}"
            value, found = cast_to(column.type, given, present[name]), text_of(given, present[name])
        if name + FOUND in present:
            found = f"s.{quoted(name + FOUND)}"
        parts += [f"{value} AS {quoted(name)}", f"{found} AS {quoted(name + FOUND)}"]
    return f"SELECT {', '.join(parts)} FROM {relation} AS s"


def _absent(column: Column) -> tuple[str, str]:
    kind = SQL_TYPES[column.type]
    value = "NULL" if column.default is None else text(str(column.default))
    return f"CAST({value} AS {kind})", "NULL::VARCHAR"


def _faults(typed: str, rows: str, checks: tuple[Check, ...]) -> str:
    """Return the query of what is wrong with the bad rows, one row per failed check."""
    each = " UNION ALL ".join(
        f"SELECT {ROW}, {text(check.column) if check.column else 'NULL::VARCHAR'} AS column_name, "
        f"{text(check.name)} AS check_name, {check.found} AS found, {text(check.expected)} AS expected "
        f"FROM suspect WHERE {check.failed}"
        for check in checks
    )
    return (
        f"WITH suspect AS MATERIALIZED (SELECT * FROM ({typed}) "
        f"WHERE {ROW} IN (SELECT {ROW} FROM {rows} WHERE _bad)) {each}"
    )


def _mark_twins(engine: Engine, table: Table, current: str, rows: str, faults: str) -> None:
    """Refuse rows whose key came before in the same source, or whose unique value another key has."""
    _mark(engine, rows, faults, _again(rows, table.key, "duplicate_key", "each key once"))
    for name, column in table.columns.items():
        if column.unique and table.key != (name,):
            _mark(engine, rows, faults, _again(rows, (name,), "unique", "each value once"))
            _mark(engine, rows, faults, _taken(rows, name, table.key, current))


def _again(rows: str, columns: tuple[str, ...], check: str, expected: str) -> str:
    named = ", ".join(map(quoted, columns))
    shown = " || ', ' || ".join(f"{quoted(name)}::VARCHAR" for name in columns)
    column = text(columns[0]) if len(columns) == 1 else "NULL::VARCHAR"
    twins = (
        f"SELECT {named} FROM {rows} WHERE NOT _bad AND {quoted(columns[0])} IS NOT NULL "
        f"GROUP BY {named} HAVING count(*) > 1"
    )
    return (
        f"SELECT {ROW}, {column}, {text(check)}, {shown} || ' again, first in row ' || first, "
        f"{text(expected)} FROM (SELECT *, min({ROW}) OVER (PARTITION BY {named}) AS first "
        f"FROM {rows} SEMI JOIN ({twins}) USING ({named}) WHERE NOT _bad) WHERE {ROW} > first"
    )


def _taken(rows: str, name: str, key: tuple[str, ...], current: str) -> str:
    other = " OR ".join(f"c.{quoted(part)} <> r.{quoted(part)}" for part in key)
    shown = " || ', ' || ".join(f"c.{quoted(part)}::VARCHAR" for part in key)
    return (
        f"SELECT r.{ROW}, {text(name)}, 'unique', "
        f"r.{quoted(name)}::VARCHAR || ', which ' || {shown} || ' has', 'each value once' "
        f"FROM {rows} r JOIN {quoted_table(current)} c ON c.{quoted(name)} = r.{quoted(name)} "
        f"WHERE NOT r._bad AND ({other}) AND c.{LOAD_ID} IS NOT NULL"
    )


def _mark(engine: Engine, rows: str, faults: str, found: str) -> None:
    with engine.temporary(f"SELECT * FROM ({found}) AS f({_FAULTS})") as twins:
        if engine.execute(f"SELECT count(*) AS n FROM {twins}")["n"][0].as_py():
            engine.execute(f"INSERT INTO {faults} SELECT * FROM {twins}")
            engine.execute(f"UPDATE {rows} SET _bad = TRUE WHERE {ROW} IN (SELECT {ROW} FROM {twins})")
