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
    folder: Path = Path(".symphonies/jobs")
    """Of the file of jobs, and of the lock of the process that does them."""
    url: str | None = Field(default=None, pattern=r"^postgresql(\+psycopg)?://")
    """A PostgreSQL database instead of the file, for several machines."""
    worker: str = Field(default_factory=socket.gethostname, min_length=1)
    """Who does jobs here; each machine needs a name of its own, and keeps it."""


def open_jobs(settings: JobsSettings) -> Jobs:
    """Opens the place of jobs."""
    from symphonies.platform.jobs.adapters.dbos import DBOSJobs

    settings.folder.mkdir(parents=True, exist_ok=True)
    return DBOSJobs(settings.folder, settings.url, settings.worker)
