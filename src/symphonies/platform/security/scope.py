"""What a principal may see, as conditions an engine can apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp


@dataclass(frozen=True)
class TableScope:
    """What one principal may see of one table."""

    readable: bool
    """False: the whole table is forbidden."""
    row_filter: exp.Expression | None = None
    """A condition over the table's bare column names; None lets every row through.

    It also limits the rows of every table that refers to this one, whether this one is readable
    or not: a table whose rows are ruled and all hidden carries FALSE.
    """
    masked: frozenset[str] = frozenset()
    """Columns whose values never leave the engine."""
    policies: tuple[str, ...] = ()
    """The ids of the policies that decided."""


@dataclass(frozen=True)
class Scope:
    """What one principal may see of every table, by ``product.table``. Unknown means forbidden."""

    principal_id: str
    tables: Mapping[str, TableScope] = field(default_factory=dict)
    fingerprint: str = ""
    """Equal for principals who see the same: part of every cache key."""

    @property
    def audience(self) -> str:
        """Those who see the same, as one; the principal alone where that is not known."""
        return self.fingerprint or self.principal_id

    @property
    def is_narrowed(self) -> bool:
        """Whether only some rows of any table may be seen."""
        return any(table.row_filter is not None for table in self.tables.values())

    def table(self, name: str) -> TableScope:
        """Return the scope of ``product.table``."""
        return self.tables.get(name, TableScope(readable=False))
