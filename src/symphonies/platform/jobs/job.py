"""A job as it is told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    """Or broken off by a crash, to go on when jobs are done again."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done, between 0 and 1, and what is being done."""

    done_ratio: float = 0.0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Attributes:
        id: its name.
        kind: what sort of work it is.
        arguments: what it is to work on.
        state: how far it is.
        progress: what it last told.
        submitted_at: when it was asked for, UTC.
        finished_at: when it was over, UTC.
        result: what came of it, when it is done.
        error_code: the stable code of what went wrong, when it failed.
        error: what went wrong, in words.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any]
    state: JobState
    progress: Progress
    submitted_at: datetime
    finished_at: datetime | None = None
    result: Any = None
    error_code: str | None = None
    error: str | None = None
