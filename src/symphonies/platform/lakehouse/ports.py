"""What the lakehouse needs from a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import pyarrow as pa
from sqlglot import exp

Rows: TypeAlias = pa.Table | pa.RecordBatch | pa.RecordBatchReader
"""Rows in memory, or a stream of them."""
Params: TypeAlias = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do beyond plain SQL."""

    merge: bool = True
    """It knows ``MERGE INTO``."""
    transactions: bool = True
    """Several statements take effect together or not at all."""
    temporary_tables: bool = True
    time_zones: bool = True
    """It converts local times to instants."""


class Engine(Protocol):
    """A database that holds the lakehouse. One process owns it; every thread may use it."""

    @property
    def dialect(self) -> str:
        """The sqlglot name of its SQL."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def execute(self, statement: str | exp.Expression, params: Params | None = None) -> pa.Table:
        """Run one statement and return its result (of no interest when it is no query).

        Args:
            statement: SQL of the engine's dialect, or a tree that is written in it.
            params: Values for ``?`` or ``$name``.

        Raises:
            EngineFailedError: when the engine refuses it.
        """
        ...

    def append(self, table: str, rows: Rows) -> int:
        """Add rows by column name and return how many; columns not given become null."""
        ...

    def merge(self, table: str, rows: Rows, key: Sequence[str]) -> int:
        """Put rows in the place of those with the same key, add the others; return how many came."""
        ...

    def temporary(self, content: pa.Schema | str) -> AbstractContextManager[str]:
        """Make a table that only this thread sees; yield its name and drop it at the end.

        Args:
            content: Its columns, to be filled; or the query whose result it holds.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make the statements of this thread take effect together, or on an exception not at all.

        Transactions of several threads follow each other; an inner one belongs to the outer.
        """
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
