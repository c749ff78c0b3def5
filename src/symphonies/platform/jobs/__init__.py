"""Jobs: long work that is told of while it runs, can be called off, and goes on after a crash."""

from .errors import JobsBusyError, JobUnknownError
from .following import follow
from .job import Job, JobState, Progress
from .ports import Handler, Jobs, Work
from .settings import JobsSettings, open_jobs

__all__ = [
    "Handler",
    "Job",
    "JobState",
    "JobUnknownError",
    "Jobs",
    "JobsBusyError",
    "JobsSettings",
    "Progress",
    "Work",
    "follow",
    "open_jobs",
]
