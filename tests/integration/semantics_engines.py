"""The shop's rows in PostgreSQL and ClickHouse, started for the test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pyarrow as pa

from tests.unit.semantics.shop import Rows, shop_contract

POSTGRES = {
    "string": "TEXT",
    "integer": "BIGINT",
    "decimal": "NUMERIC(22,4)",
    "number": "DOUBLE PRECISION",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}
CLICKHOUSE = {
    "string": "String",
    "integer": "Int64",
    "decimal": "Decimal(22,4)",
    "number": "Float64",
    "boolean": "Bool",
    "date": "Date",
    "timestamp": "DateTime",
}


class PostgresEngine:
    """The shop in a PostgreSQL database."""

    def __init__(self, uri: str, rows: Rows) -> None:
        self.connection = psycopg.connect(uri, autocommit=True)
        self.connection.execute("CREATE SCHEMA shop")
        for name, table in shop_contract().tables.items():
            columns = ", ".join(f'"{column}" {POSTGRES[each.type]}' for column, each in table.columns.items())
            self.connection.execute(f"CREATE TABLE shop.{name} ({columns})")  # type: ignore[arg-type]
            for row in rows[name]:
                marks = ", ".join("%s" for _ in row)
                names = ", ".join(f'"{column}"' for column in row)
                statement = f"INSERT INTO shop.{name} ({names}) VALUES ({marks})"
                self.connection.execute(statement, list(row.values()))  # type: ignore[arg-type]

    def execute(self, sql: str) -> pa.Table:
        cursor = self.connection.execute(sql)  # type: ignore[arg-type]
        names = [column.name for column in cursor.description or ()]
        found = cursor.fetchall()
        return pa.table({name: [row[place] for row in found] for place, name in enumerate(names)})

    def close(self) -> None:
        self.connection.close()


class ClickHouseEngine:
    """The shop in ClickHouse, in this process."""

    def __init__(self, rows: Rows) -> None:
        from chdb import session

        self.session = session.Session()
        self.session.query("CREATE DATABASE shop")
        for name, table in shop_contract().tables.items():
            columns = ", ".join(
                f"`{column}` Nullable({CLICKHOUSE[each.type]})" for column, each in table.columns.items()
            )
            self.session.query(f"CREATE TABLE shop.{name} ({columns}) ENGINE = MergeTree ORDER BY tuple()")
            names = list(table.columns)
            values = ", ".join(
                "(" + ", ".join(_literal(row[column]) for column in names) + ")" for row in rows[name]
            )
            self.session.query(f"INSERT INTO shop.{name} ({', '.join(names)}) VALUES {values}")

    def execute(self, sql: str) -> pa.Table:
        found = pa.ipc.open_file(pa.BufferReader(self.session.query(sql, "Arrow").bytes())).read_all()
        return _decoded(found)

    def close(self) -> None:
        self.session.close()


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    return f"toDate('{value}')" if isinstance(value, date) else "'" + str(value).replace("'", "''") + "'"


def _decoded(table: pa.Table) -> pa.Table:
    """Text as text and days as days: ClickHouse writes bytes and numbers."""
    return pa.table([_column(column) for column in table.columns], names=table.column_names)


def _column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_binary(column.type):
        return column.cast(pa.string())
    return column.cast(pa.int32()).cast(pa.date32()) if pa.types.is_uint16(column.type) else column
