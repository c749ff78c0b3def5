"""What the planner writes differently for each engine; everything else is transpiled by sqlglot."""

from symphonies.platform.semantics.dialects.casts import cast
from symphonies.platform.semantics.dialects.clickhouse import ClickHouseDialect
from symphonies.platform.semantics.dialects.dialect import Cell, Dialect
from symphonies.platform.semantics.dialects.duckdb import DuckDBDialect
from symphonies.platform.semantics.dialects.postgres import PostgresDialect

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect for dialect in (DuckDBDialect(), PostgresDialect(), ClickHouseDialect())
}
"""The engines whose answers are tested to be equal, by sqlglot's name."""

__all__ = ["DIALECTS", "Cell", "Dialect", "cast"]
