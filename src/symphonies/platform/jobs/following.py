"""Following a job, whoever does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from .job import Job
from .ports import Jobs


async def follow(jobs: Jobs, job_id: str, every_s: float = 0.2) -> AsyncIterator[Job]:
    """Yields a job now, and whenever it has changed, until it is over.

    Raises:
        JobUnknownError: there is no such job.
    """
    before: Job | None = None
    while before is None or not before.state.is_over:
        now = await asyncio.to_thread(jobs.find, job_id)
        if now != before:
            yield now
            before = now
        else:
            await asyncio.sleep(every_s)
