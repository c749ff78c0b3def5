"""The shop's rows in DuckDB, in memory."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from tests.unit.semantics.shop import Rows, shop_contract

TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(22,4)",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


class MemoryEngine:
    """What the semantic layer needs of an engine, over DuckDB in memory."""

    def __init__(self, rows: Rows) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("CREATE SCHEMA shop")
        for name, table in shop_contract().tables.items():
            columns = ", ".join(f'"{column}" {TYPES[each.type]}' for column, each in table.columns.items())
            self.connection.execute(f"CREATE TABLE shop.{name} ({columns})")
            self.add(name, rows.get(name, []))

    def add(self, table: str, rows: list[dict]) -> None:
        if rows:
            names = ", ".join(f'"{name}"' for name in rows[0])
            added = pa.Table.from_pylist(rows)
            self.connection.register("added", added)
            self.connection.execute(f"INSERT INTO shop.{table} ({names}) SELECT {names} FROM added")
            self.connection.unregister("added")

    def execute(self, sql: str) -> pa.Table:
        return self.connection.execute(sql).to_arrow_table()
