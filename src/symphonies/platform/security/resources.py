"""What policies decide about: tables and their columns, as the contracts declare them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ColumnResource:
    """One column, as far as policies may test it."""

    type: str
    """A column type of the contracts: ``string``, ``integer``, ``decimal``, ``date`` ..."""
    privacy: str = "internal"
    """``public``, ``internal``, ``confidential`` or ``restricted``; policies call it sensitivity."""
    personal: bool = False
    """Whether it relates to a natural person."""
    required: bool = False
    """Whether every row has it; policies must guard the others with ``has``."""


@dataclass(frozen=True)
class TableResource:
    """One table of one product."""

    product: str
    table: str
    columns: Mapping[str, ColumnResource] = field(default_factory=dict)
    audience: tuple[str, ...] = ()
    """The roles the product's contract is meant for."""

    @property
    def name(self) -> str:
        """The table's name everywhere: ``product.table``."""
        return f"{self.product}.{self.table}"


def resources_hash(resources: Mapping[str, TableResource]) -> str:
    """Return a hash that changes when any table, column or class of the resources changes."""
    parts = [
        repr((name, table.product, table.table, table.audience, sorted(table.columns.items(), key=str)))
        for name, table in sorted(resources.items())
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
