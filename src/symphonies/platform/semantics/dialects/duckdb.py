"""DuckDB."""

from __future__ import annotations

from symphonies.platform.semantics.dialects.dialect import Dialect


class DuckDBDialect(Dialect):
    """DuckDB 1.5: the forms the planner is written in."""

    name = "duckdb"
