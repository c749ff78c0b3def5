"""Where the lakehouse lives and how much it may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from symphonies.platform.lakehouse.errors import StoreNotFoundError, StoreUnwritableError
from symphonies.platform.lakehouse.ports import Engine

STORE_FILE = "lakehouse.duckdb"


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


def find_store(settings: LakehouseSettings) -> Path:
    """Return the file of a store that is there.

    Raises:
        StoreNotFoundError: the folder holds none.
    """
    file = settings.store / STORE_FILE
    if not os.path.isfile(file):  # False, too, where one may not look
        raise StoreNotFoundError(
            f"There is no store in {settings.store}.",
            hint="Name another folder with --store, or make one: symphonies demo, symphonies company FOLDER "
            "or symphonies load PRODUCT.",
        )
    return file


def make_store(settings: LakehouseSettings) -> Path:
    """Return the file of a store, whether it is there or not; its folder is made where it is absent.

    Raises:
        StoreUnwritableError: the folder cannot be made, or it or the file cannot be written to.
    """
    try:
        settings.store.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnwritableError(
            f"The folder {settings.store} of the store cannot be made: {error.strerror}.",
            hint="Name a folder with --store, where you may write.",
        ) from error
    file = settings.store / STORE_FILE
    for place in (settings.store, file):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreUnwritableError(
                f"You may not write to {place}, and every command keeps something in the store.",
                hint="Ask its owner for that right, or name a copy of the store with --store.",
            )
    return file


def open_engine(settings: LakehouseSettings) -> Engine:
    """Open the engine of a store.

    Raises:
        StoreNotFoundError: it is only to be read, and is not there.
        StoreUnwritableError: it is to be written to, and cannot be.
        EngineLockedError: when another process owns it.
        EngineFailedError: when it cannot be opened.
    """
    from symphonies.platform.lakehouse.adapters.duckdb import DuckDBEngine

    return DuckDBEngine(
        find_store(settings) if settings.read_only else make_store(settings),
        read_only=settings.read_only,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    )
