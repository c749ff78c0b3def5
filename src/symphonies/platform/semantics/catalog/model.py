"""The tables metrics stand on and the many-to-one references between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from symphonies.platform.lakehouse import Column, Contract

FX_RATE = "fx_rate"
"""The role of the table that holds exchange rates."""


class Declared(Protocol):
    """A product as the lakehouse finds it: a contract in a folder."""

    @property
    def contract(self) -> Contract:
        """Its contract."""
        ...

    @property
    def path(self) -> Path:
        """Its folder; ``metrics.yaml`` stands beside ``product.yaml``."""
        ...


@dataclass(frozen=True)
class ColumnModel:
    """What the planner needs to know of a column."""

    name: str
    type: str
    meaning: str
    dimension: bool
    currency: str | None
    values: tuple[str, ...] | None
    settles_days: int | None = None
    """Days after which what changes as its row grows older seldom does; None: it never changes."""
    personal: bool = False
    """Whether it relates to natural persons."""
    is_country: bool = False
    """Whether its values are ISO 3166 codes of countries."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What people call values that are codes."""


@dataclass(frozen=True)
class Reference:
    """Many rows here to one row there."""

    name: str
    """The dimension it opens: the column without ``_id``."""
    column: str
    target: str
    target_column: str
    """The target's key; of a key with several columns the one this column matches."""
    single: bool = True
    """Whether the target's key is this one column: else the reference opens no dimension."""
    own: bool = True
    """Whether the key is the target's own name: else the reference leads on, but is no dimension itself."""


@dataclass(frozen=True)
class TableModel:
    """A table by its full name, ``product.table``."""

    name: str
    product: str
    key: tuple[str, ...]
    label: str | None
    time: str | None
    published: bool
    role: str | None
    columns: Mapping[str, ColumnModel]
    references: Mapping[str, Reference]
    """By the name of the dimension they open."""


@dataclass(frozen=True)
class ModelGraph:
    """All tables of all contracts."""

    tables: Mapping[str, TableModel]

    @cached_property
    def fx_rate(self) -> str | None:
        """The table with exchange rates; None where no product publishes one."""
        return next((name for name, table in sorted(self.tables.items()) if table.role == FX_RATE), None)


def build_graph(contracts: Iterable[Contract]) -> ModelGraph:
    """Read the tables and references of all contracts.

    A reference whose target is unknown (its product is not installed) opens no dimension.
    """
    known = {
        f"{contract.id}.{name}": table for contract in contracts for name, table in contract.tables.items()
    }
    tables = {}
    for contract in contracts:
        for name, table in contract.tables.items():
            references = {}
            for key, column in table.columns.items():
                target = _target(column.references, contract.id)
                if target in known:
                    references[key.removesuffix("_id")] = _reference(key, target, known[target].key)
            full = f"{contract.id}.{name}"
            tables[full] = TableModel(
                full,
                contract.id,
                table.key,
                table.label,
                table.time,
                table.published,
                table.role,
                {key: _column(key, column) for key, column in table.columns.items()},
                references,
            )
    return ModelGraph(tables)


def _column(name: str, column: Column) -> ColumnModel:
    return ColumnModel(
        name,
        str(column.type),
        column.meaning,
        column.dimension,
        column.currency,
        column.values,
        column.settles_days,
        column.personal,
        column.format == "country",
        column.labels,
    )


def _reference(column: str, target: str, key: tuple[str, ...]) -> Reference:
    matched = column if column in key else key[0]
    return Reference(column.removesuffix("_id"), column, target, matched, single=len(key) == 1)


def _target(references: str | None, product: str) -> str:
    if references is None:
        return ""
    return references if "." in references else f"{product}.{references}"
