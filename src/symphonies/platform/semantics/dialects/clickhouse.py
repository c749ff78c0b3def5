"""ClickHouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from symphonies.platform.semantics.dialects.casts import cast
from symphonies.platform.semantics.dialects.dialect import Cell, Dialect

_TYPES = {"int": "Nullable(Int32)", "date": "Nullable(Date)"}
_SETTINGS = "SETTINGS join_use_nulls = 1, aggregate_functions_null_for_empty = 0"


class ClickHouseDialect(Dialect):
    """ClickHouse 24 and later: constants as a table function, unmatched joins give NULL by a setting."""

    name = "clickhouse"

    def part(self, unit: str, day: exp.Expression) -> exp.Expression:
        """Return a part of a date as a signed integer."""
        return cast(super().part(unit, day), "int")

    def values(
        self, alias: str, columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> exp.Expression:
        """Return a table of constants through the table function ``values``."""
        structure = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in zip(columns, types, strict=True))
        text = [exp.var(f"({', '.join(map(self.cell, row))})") for row in rows]
        function = exp.Anonymous(this="values", expressions=[exp.Literal.string(structure), *text])
        return exp.Table(this=function, alias=exp.TableAlias(this=exp.to_identifier(alias)))

    def cell(self, value: Cell) -> str:
        """Return a constant as text."""
        return f"toDate('{value.isoformat()}')" if isinstance(value, date) else super().cell(value)

    def quantile(self, argument: exp.Expression, level: float) -> exp.Expression:
        """Return the interpolated quantile of a group's non-null values."""
        return exp.ParameterizedAgg(
            this="quantileExactInclusive", expressions=[exp.Literal.number(level)], params=[argument]
        )

    def is_nan(self, value: exp.Expression) -> exp.Expression:
        """Return whether a double is not a number."""
        return exp.Anonymous(this="isNaN", expressions=[value])

    def finish(self, steps: Mapping[str, str], query: str) -> str:
        """Return a whole query with the settings its answers depend on."""
        return f"{super().finish(steps, query)}\n{_SETTINGS}"
