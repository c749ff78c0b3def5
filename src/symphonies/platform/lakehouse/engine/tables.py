"""The tables every store has, made from the contracts; none is ever dropped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symphonies.platform.lakehouse.contracts.contract import Table
from symphonies.platform.lakehouse.contracts.product import Product
from symphonies.platform.lakehouse.engine.names import (
    LANDING,
    LOAD_ID,
    META,
    ROW,
    landing_table,
    quoted,
    quoted_table,
)
from symphonies.platform.lakehouse.engine.types import SQL_TYPES
from symphonies.platform.lakehouse.errors import ContractChangedError
from symphonies.platform.lakehouse.ports import Engine

META_TABLES: Mapping[str, str] = {
    "company": "name VARCHAR, group_currency VARCHAR, as_of DATE, as_of_declared BOOLEAN, "
    "fiscal_year_start_month INTEGER, calendar VARCHAR, is_sample BOOLEAN",
    "loads": "load_id BIGINT, product VARCHAR, table_name VARCHAR, source VARCHAR, digest VARCHAR, "
    "past_limit DATE, loaded_at TIMESTAMP, read BIGINT, landed BIGINT, unchanged BIGINT, "
    "quarantined BIGINT",
    "quarantine": "load_id BIGINT, product VARCHAR, table_name VARCHAR, source VARCHAR, row_number BIGINT, "
    "column_name VARCHAR, check_name VARCHAR, found VARCHAR, expected VARCHAR, raw VARCHAR, "
    "quarantined_at TIMESTAMP",
    "estimates": "table_name VARCHAR, engine VARCHAR, version BIGINT, as_of DATE, seed BIGINT, "
    "basis VARCHAR, told_at TIMESTAMP",
}
"""The platform's own tables that loading fills."""


def prepare_tables(engine: Engine, products: Iterable[Product]) -> None:
    """Create what is missing: schemas, landing and current tables, and the platform's own.

    A column that a newer contract adds is added; one of another type is refused.

    Raises:
        ContractChangedError: when a contract gives a stored column another type.
    """
    with engine.transaction():
        known = _stored_columns(engine)
        for schema in (LANDING, META):
            engine.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for name, columns in META_TABLES.items():
            engine.execute(f"CREATE TABLE IF NOT EXISTS {META}.{name} ({columns})")
        for product in products:
            engine.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(product.id)}")
            for name, table in product.landed_tables.items():
                types = column_types(table)
                _ensure(engine, f"{product.id}.{name}", types | {LOAD_ID: "BIGINT"}, known)
                landed = types | {LOAD_ID: "BIGINT", ROW: "BIGINT"}
                _ensure(engine, landing_table(product.id, name), landed, known)


def column_types(table: Table) -> dict[str, str]:
    """Return the SQL type of each column of a contract table."""
    return {name: SQL_TYPES[column.type] for name, column in table.columns.items()}


def _stored_columns(engine: Engine) -> dict[str, dict[str, str]]:
    found = engine.execute(
        "SELECT table_schema || '.' || table_name AS t, column_name AS c, data_type AS k "
        "FROM information_schema.columns WHERE table_catalog = current_database()"
    )
    stored: dict[str, dict[str, str]] = {}
    for row in found.to_pylist():
        stored.setdefault(row["t"], {})[row["c"]] = row["k"]
    return stored


def _ensure(
    engine: Engine, table: str, columns: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> None:
    if table not in known:
        listed = ", ".join(f"{quoted(name)} {kind}" for name, kind in columns.items())
        engine.execute(f"CREATE TABLE {quoted_table(table)} ({listed})")
        return
    for name, kind in columns.items():
        stored = known[table].get(name)
        if stored is None:
            engine.execute(f"ALTER TABLE {quoted_table(table)} ADD COLUMN {quoted(name)} {kind}")
        elif stored != kind:
            raise ContractChangedError(
                f"{table}.{name} is stored as {stored}, but its contract now asks for {kind}.",
                hint="Give the new meaning a new column name, or load into a new store.",
                table=table,
            )
