"""What can go wrong with jobs."""

from __future__ import annotations

from typing import ClassVar

from symphonies.kernel import SymphonyError


class JobUnknownError(SymphonyError):
    """There is no such job, or nobody who does such work."""

    code: ClassVar[str] = "JOB_UNKNOWN"


class JobsBusyError(SymphonyError):
    """Another process does the jobs of this store."""

    code: ClassVar[str] = "JOBS_BUSY"
    retryable: ClassVar[bool] = True
