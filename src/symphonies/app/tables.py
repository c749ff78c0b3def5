"""The tables of the store as engines read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.lakehouse import quoted

if TYPE_CHECKING:
    import pandas as pd


class Queried(Protocol):
    """Answers queries over the store."""

    def execute(self, statement: str, params: Mapping[str, object] | None = None, /) -> pa.Table:
        """Run a query with values for its ``$name``, and return its rows."""
        ...


class StoreTables:
    """Tables of the products, current rows, for learning."""

    def __init__(self, engine: Queried) -> None:
        self._engine = engine

    def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Returns columns of a table; amounts as floats, days and instants (UTC) as datetime64.

        Raises:
            NotFoundError: there is no such table or column.
        """
        schema, _, name = table.partition(".")
        known = self._columns(schema, name)
        if not known:
            raise NotFoundError(f"There is no table {table!r}.", hint="Names are product.table.")
        for column in columns:
            if column not in known:
                raise NotFoundError(
                    f"Table {table!r} has no column {column!r}.", hint=did_you_mean(column, known)
                )
        wanted = ", ".join(map(quoted, columns))
        rows = self._engine.execute(f"SELECT {wanted} FROM {quoted(schema)}.{quoted(name)}")
        return rows.cast(pa.schema([_plain(field) for field in rows.schema])).to_pandas()

    def _columns(self, schema: str, name: str) -> list[str]:
        found = self._engine.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = $schema AND table_name = $name",
            {"schema": schema, "name": name},
        )
        return found.column(0).to_pylist()


def _plain(field: pa.Field) -> pa.Field:
    if pa.types.is_decimal(field.type):
        return field.with_type(pa.float64())
    if pa.types.is_date(field.type) or pa.types.is_timestamp(field.type):
        return field.with_type(pa.timestamp("ns"))
    return field
