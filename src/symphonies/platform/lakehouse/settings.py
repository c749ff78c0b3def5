"""Where the lakehouse lives and how much it may use."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from symphonies.platform.lakehouse.ports import Engine


class LakehouseSettings(BaseModel):
    """The store; absent settings mean embedded in ``.symphonies``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["duckdb"] = "duckdb"
    store: Path = Path(".symphonies")
    """The folder that holds everything."""
    read_only: bool = False
    memory_limit: str | None = Field(default=None, pattern=r"^\d+(\.\d+)?\s?[KMGT]i?B$")
    """Beyond it work spills to disk, such as ``4GB``; None: 80 % of the machine's memory."""
    threads: int | None = Field(default=None, ge=1)
    """None: one for each core."""


def open_engine(settings: LakehouseSettings) -> Engine:
    """Open the engine of a store.

    Raises:
        EngineLockedError: when another process owns it.
        EngineFailedError: when it cannot be opened.
    """
    from symphonies.platform.lakehouse.adapters.duckdb import DuckDBEngine

    return DuckDBEngine(
        settings.store / "lakehouse.duckdb",
        read_only=settings.read_only,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    )
