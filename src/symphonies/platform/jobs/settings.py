"""Where jobs are kept."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .ports import Jobs


class JobsSettings(BaseModel):
    """The place of jobs; absent settings mean a file in the store."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["dbos"] = "dbos"
    folder: Path | None = None
    """Of the file of jobs, and of the lock of the process that does them; None: in the store."""
    url: str | None = Field(default=None, pattern=r"^postgresql(\+psycopg)?://")
    """A PostgreSQL database instead of the file, for several machines."""
    worker: str | None = Field(default=None, min_length=1)
    """Who does jobs here, each machine under a name that it keeps; None: the machine's own."""


def open_jobs(settings: JobsSettings, store: Path) -> Jobs:
    """Opens the place of jobs of a store."""
    from symphonies.platform.jobs.adapters.dbos import DBOSJobs

    folder = settings.folder or store / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return DBOSJobs(folder, settings.url, settings.worker or socket.gethostname())
