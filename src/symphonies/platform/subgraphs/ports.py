"""What subgraphs need from the store and the semantic layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pyarrow as pa


class RowEngine(Protocol):
    """Runs SQL; the lakehouse's engine is one."""

    @property
    def dialect(self) -> str:
        """The sqlglot name of its SQL."""
        ...

    def execute(self, statement: str, params: Sequence[object] | None = None) -> pa.Table:
        """Run a query with values for its ``?`` and return the rows."""
        ...
