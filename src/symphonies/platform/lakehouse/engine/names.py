"""Names of tables and columns as SQL."""

from __future__ import annotations

LANDING = "landing"
"""The schema of rows as they were landed."""
META = "meta"
"""The schema of what the platform knows about itself."""
LOAD_ID = "_load_id"
"""Which load brought a row; grows with every load."""
ROW = "_row"
"""The number of the row in its source, from 1."""


def quoted(name: str) -> str:
    """Return ``name`` as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted_table(name: str) -> str:
    """Return ``schema.table`` (or a bare table) with each part quoted."""
    return ".".join(quoted(part) for part in name.split("."))


def text(value: str) -> str:
    """Return ``value`` as a SQL string."""
    return "'" + value.replace("'", "''") + "'"


def landing_table(product: str, table: str) -> str:
    """Return the name of the table that keeps every landed row of ``product.table``."""
    return f"{LANDING}.{product}__{table}"
