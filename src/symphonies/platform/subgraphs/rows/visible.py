"""Which rows of a table a principal may see, as one SQL condition."""

from __future__ import annotations

from collections.abc import Mapping

from symphonies.platform.security import Scope
from symphonies.platform.subgraphs.model import TableRelation


def quoted(name: str) -> str:
    """Return a table or column name as SQL; ``product.table`` is quoted part by part."""
    return ".".join(f'"{part}"' for part in name.split("."))


class Visibility:
    """The row rules of one scope, carried along references."""

    def __init__(self, tables: Mapping[str, TableRelation], scope: Scope, dialect: str) -> None:
        self._tables = tables
        self._scope = scope
        self._dialect = dialect
        self._found: dict[str, str] = {}

    def condition(self, table: str) -> str:
        """Return the condition rows of ``table`` must meet, over its bare columns; empty: all do.

        A rule of a referred table applies as well: only rows whose reference leads to a visible
        row are seen, however many references away the rule is.
        """
        if table not in self._found:
            self._found[table] = " AND ".join(self._conditions(table, frozenset()))
        return self._found[table]

    def _conditions(self, table: str, above: frozenset[str]) -> list[str]:
        own = self._scope.table(table).row_filter
        conditions = [] if own is None else [f"({own.sql(dialect=self._dialect)})"]
        relation = self._tables.get(table)
        for column, (target, key) in relation.references.items() if relation else ():
            if target == table or target in above:
                continue
            inner = self._conditions(target, above | {table})
            if inner:
                seen = f"SELECT {quoted(key)} FROM {quoted(target)} WHERE {' AND '.join(inner)}"
                conditions.append(f"{quoted(column)} IN ({seen})")
        return conditions
