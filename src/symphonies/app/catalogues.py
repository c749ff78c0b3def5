"""A catalogue of others over a DuckDB file of others: opened read-only, nothing is written to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import sqlglot
from sqlglot import exp

from symphonies.kernel import SymphonyError, SystemClock, today
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import (
    SCHEMA,
    SemanticLayer,
    Source,
    build_catalog,
    read_folder,
    view_sql,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TYPES = (
    (r"BOOL", "boolean"),
    (r"U?(TINY|SMALL|BIG|HUGE)?INT", "integer"),
    (r"DECIMAL|DOUBLE|FLOAT|REAL", "number"),
    (r"DATE$", "date"),
    (r"TIMESTAMP|DATETIME", "timestamp"),
)


class DataUnreadableError(SymphonyError):
    """The data file of an imported catalogue cannot be opened, or lacks what the catalogue names."""

    code: ClassVar[str] = "DATA_UNREADABLE"


@dataclass(frozen=True)
class ForeignCompany:
    """As much of a company as an imported catalogue has."""

    as_of: date
    currency: str = ""
    """Not said by such a catalogue."""
    fiscal_year_start_month: int = 1
    calendar: str = "calendar"


class ForeignStore:
    """An in-memory database with views over an attached file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def execute(self, sql: str, /) -> pa.Table:
        """Run a query and return its rows."""
        return self.connection.cursor().execute(sql).to_arrow_table()

    def columns(self, view: str) -> Mapping[str, str]:
        """Return the columns of a view with their contract types."""
        rows = self.connection.execute(f'DESCRIBE {SCHEMA}."{view}"').fetchall()
        return {row[0]: _type(row[1]) for row in rows}

    def unique(self, view: str, column: str) -> bool:
        """Return whether a column holds each value once."""
        found = self.connection.execute(
            f'SELECT COUNT("{column}") = COUNT(DISTINCT "{column}") FROM {SCHEMA}."{view}"'
        ).fetchone()
        return bool(found and found[0])

    def dated(self, view: str, column: str) -> bool:
        """Return whether a column holds any date."""
        return self.newest(view, column) is not None

    def newest(self, view: str, column: str) -> date | None:
        """Return the last day a column holds."""
        found = self.connection.execute(
            f'SELECT MAX(CAST("{column}" AS DATE)) FROM {SCHEMA}."{view}"'
        ).fetchone()
        return found[0] if found else None


@dataclass(frozen=True)
class ForeignInstance:
    """An imported catalogue at work; its owner sees all of it."""

    layer: SemanticLayer
    scope: Scope
    notes: tuple[str, ...]


def open_catalogue(folder: Path, data: Path) -> ForeignInstance:
    """Open a folder of MetricFlow or Ossie files over a DuckDB file.

    Raises:
        MetricsInvalidError: The folder holds no readable catalogue.
        DataUnreadableError: The file cannot be opened or lacks a table or column that is named.
    """
    model, models = read_folder(folder)
    store = _attached(data)
    missing: list[str] = []
    kept = tuple(source for source in model.sources if _viewed(store, source, models, missing))
    if not kept:
        raise DataUnreadableError(
            f"Nothing of the catalogue is in {data.name}: {missing[0] if missing else 'it names no source'}.",
            hint="The catalogue and the data file must name the same tables and columns.",
        )
    model = replace(model, sources=kept)
    imported = build_catalog(model, store, _domain(folder))
    named = {
        (metric.fact, metric.time) for metric in imported.catalog.all_metrics if metric.fact and metric.time
    }
    days = [store.newest(fact.split(".")[1], time) for fact, time in named if fact and time]
    as_of = max((day for day in days if day is not None), default=today(SystemClock()))
    layer = SemanticLayer(imported.catalog, store, ForeignCompany(as_of))
    tables = {name: TableScope(readable=True) for name in imported.catalog.graph.tables}
    return ForeignInstance(layer, Scope("owner", tables, "owner"), (*missing, *imported.notes))


def _viewed(store: ForeignStore, source: Source, models: Mapping[str, str], missing: list[str]) -> bool:
    """Put a source's view into the store; note why where the data has not what it names."""
    import duckdb

    try:
        store.connection.execute(
            f'CREATE VIEW {SCHEMA}."{source.name}" AS {_in_data(view_sql(source, models))}'
        )
    except duckdb.Error as error:
        missing.append(f"{source.name}: {str(error).splitlines()[0]}")
        return False
    return True


def _attached(data: Path) -> ForeignStore:
    import duckdb

    if not data.is_file():
        raise DataUnreadableError(
            f"There is no data file {data.name!r}.", hint="Give a DuckDB database file."
        )
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH '{str(data).replace(chr(39), chr(39) * 2)}' AS data (READ_ONLY)")
    except duckdb.Error as error:
        raise DataUnreadableError(
            f"{data.name} is no DuckDB database: {str(error).splitlines()[0]}",
            hint="Give a DuckDB database file that no other process writes to.",
        ) from error
    connection.execute(f"CREATE SCHEMA {SCHEMA}; SET search_path = 'memory.main,data.main'")
    return ForeignStore(connection)


def _in_data(sql: str) -> str:
    """Return a SELECT with every table named in full: a view of the same name would else find itself."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    steps = {each.alias for each in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.name not in steps:
            table.set("db", table.args.get("db") or exp.to_identifier("main"))
            table.set("catalog", exp.to_identifier("data"))
    return tree.sql(dialect="duckdb")


def _type(duckdb_type: str) -> str:
    return next((ours for pattern, ours in _TYPES if re.match(pattern, duckdb_type)), "string")


def _domain(folder: Path) -> str:
    return re.sub(r"\W+", "_", folder.resolve().name.lower()).strip("_") or "catalogue"
