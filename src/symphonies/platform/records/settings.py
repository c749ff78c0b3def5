"""Where records are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from symphonies.kernel import Clock, SystemClock
from symphonies.platform.records.ports import Records


class RecordsSettings(BaseModel):
    """The database; absent settings mean a SQLite file beside the lakehouse."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["sqlite", "postgresql"] = "sqlite"
    """``postgresql`` also speaks to CockroachDB."""
    url: str | None = None
    """A SQLAlchemy address such as ``postgresql+psycopg://user@host/name``; needed for ``postgresql``."""


def open_records(settings: RecordsSettings, folder: Path, clock: Clock | None = None) -> Records:
    """Open the records and bring their tables up to date.

    Args:
        settings: where.
        folder: the store's folder, for the embedded database.
        clock: tells when something was written.

    Raises:
        RecordsFailedError: the database cannot be opened.
    """
    from symphonies.platform.records.adapters.sql import SqlRecords

    if settings.kind == "sqlite" and settings.url is None:
        folder.mkdir(parents=True, exist_ok=True)
        return SqlRecords(f"sqlite:///{folder / 'records.db'}", clock or SystemClock())
    return SqlRecords(settings.url or "", clock or SystemClock())
