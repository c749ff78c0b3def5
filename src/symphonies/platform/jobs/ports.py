"""What the product needs from a place that keeps and does jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

from .job import Job


class Work(Protocol):
    """What a handler is given while it works."""

    @property
    def id(self) -> str:
        """The job's name: the same again after a crash, so a key for effects that must happen once."""
        ...

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Does a step and keeps what it gave; after a crash a kept step is not done again.

        A step that was broken off is done again: make it one that may. Between steps a job can be called off.

        Args:
            name: what to call it; handlers do their steps in the same order each time.
            work: returns data: numbers, texts, lists, mappings.
        """
        ...

    def report(self, done_ratio: float, words: str) -> None:
        """Tells how far the job is. Not to be called inside a step."""
        ...


Handler: TypeAlias = Callable[[Work, Mapping[str, Any]], Any]
"""Does the jobs of one kind: takes the work and its arguments, returns data."""


class Jobs(Protocol):
    """Keeps jobs, whoever asks for them and whoever does them."""

    def submit(self, kind: str, arguments: Mapping[str, Any], *, key: str | None = None) -> Job:
        """Asks for a job.

        Args:
            kind: what sort of work.
            arguments: data it works on.
            key: while a job with this key is not over, that one is returned and no other is made.
        """
        ...

    def find(self, job_id: str) -> Job:
        """Returns a job as it is now.

        Raises:
            JobUnknownError: there is no such job.
        """
        ...

    def recent(self, count: int = 50) -> tuple[Job, ...]:
        """Returns the newest jobs, newest first."""
        ...

    def cancel(self, job_id: str) -> Job:
        """Calls a job off: it stops after the step it is in; one that is over stays as it is.

        Raises:
            JobUnknownError: there is no such job.
        """
        ...

    def work(self, handlers: Mapping[str, Handler]) -> AbstractContextManager[None]:
        """Does jobs in this process, one at a time, those first that a crash broke off.

        At its end no new job is begun; one that runs is broken off, to go on next time.

        Args:
            handlers: by kind, who does it.

        Raises:
            JobsBusyError: another process does them.
        """
        ...

    def close(self) -> None:
        """Lets go of the place."""
        ...
