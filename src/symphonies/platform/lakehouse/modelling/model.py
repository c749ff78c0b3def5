"""A model as declared: the header of its file and the tree of its SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlglot import exp

DIALECT = "duckdb"
"""The SQL that model files are written in."""


class ModelKind(StrEnum):
    """How a model's table is brought up to date."""

    FULL = "full"
    """Computed anew from all rows."""
    INCREMENTAL = "incremental"
    """Only rows at or after the stored watermark are computed, and merged by key."""


@dataclass(frozen=True)
class Model:
    """One ``models/<name>.sql`` file."""

    product: str
    name: str
    path: Path
    query: exp.Query = field(repr=False, compare=False)
    """The tree as written: bare table names are those of the own product."""
    sql: str = field(repr=False)
    """The SELECT in normal form; equal text means equal meaning."""
    description: str = ""
    kind: ModelKind = ModelKind.FULL
    key: tuple[str, ...] = ()
    """Columns an incremental result is merged by; the key of the contract where not given."""
    watermark: str | None = None
    """The result column that grows with every new or changed row; incremental models only."""

    @property
    def table(self) -> str:
        """The full name of the table it fills, ``product.name``."""
        return f"{self.product}.{self.name}"


@dataclass(frozen=True)
class ResolvedModel:
    """A model whose table names are complete and checked."""

    model: Model
    query: exp.Query = field(repr=False, compare=False)
    """The tree with every table written as ``product.table``."""
    reads: tuple[str, ...]
    """Tables it reads, ``product.table``, sorted; ``meta.company`` where it asks for the company."""

    @property
    def table(self) -> str:
        """The full name of the table it fills."""
        return self.model.table


Models = Mapping[str, ResolvedModel]
"""Resolved models by the table they fill."""
