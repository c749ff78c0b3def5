"""What every place of jobs must keep, as one suite to run over each adapter."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from symphonies.kernel import SymphonyError
from symphonies.platform.jobs.errors import JobUnknownError
from symphonies.platform.jobs.following import follow
from symphonies.platform.jobs.job import Job, JobState
from symphonies.platform.jobs.ports import Jobs, Work

PATIENCE_S = 30.0


def add(work: Work, arguments: Mapping[str, Any]) -> Any:
    """Adds numbers, one a step."""
    total, numbers = 0, arguments["numbers"]
    for place, number in enumerate(numbers):
        work.report(place / len(numbers), f"adding {number}")
        total = work.step(f"add {place}", lambda number=number, total=total: total + number)
    return {"total": total}


def spill(work: Work, _arguments: Mapping[str, Any]) -> Any:
    """Fails as may be expected."""

    def fail() -> None:
        raise SymphonyError("The soup is spilt.")

    return work.step("spill", fail)


def stumble(_work: Work, _arguments: Mapping[str, Any]) -> Any:
    """Fails as nobody expects."""
    raise ZeroDivisionError("by nothing")


HANDLERS = {"add": add, "spill": spill, "stumble": stumble}


def over(jobs: Jobs, job_id: str) -> Job:
    """Returns a job that is over, waiting for it."""
    return until(jobs, job_id, lambda job: job.state.is_over)


def until(jobs: Jobs, job_id: str, holds: Callable[[Job], bool]) -> Job:
    """Returns a job for which something holds, waiting for it."""
    end = time.monotonic() + PATIENCE_S
    while not holds(job := jobs.find(job_id)):
        assert time.monotonic() < end, job
        time.sleep(0.05)
    return job


class JobsContract:
    """Tests of the `Jobs` port. An adapter's tests inherit it and give a ``jobs`` fixture, empty."""

    def test_a_job_waits_is_done_and_tells_what_came(self, jobs: Jobs) -> None:
        """It is kept before anybody does it."""
        asked = jobs.submit("add", {"numbers": [1, 2, 3]})
        assert (asked.state, asked.kind, asked.arguments) == (JobState.WAITING, "add", {"numbers": [1, 2, 3]})
        with jobs.work(HANDLERS):
            done = over(jobs, asked.id)
        assert (done.state, done.result, done.error) == (JobState.DONE, {"total": 6}, None)
        assert done.progress.words == "adding 3"
        assert done.finished_at is not None
        assert done.finished_at >= done.submitted_at

    def test_an_error_is_told_by_its_code(self, jobs: Jobs) -> None:
        """Expected or not, the job failed and the next one is done."""
        asked = [jobs.submit(kind, {"numbers": [1]}) for kind in ("spill", "stumble", "dance", "add")]
        with jobs.work(HANDLERS):
            spilt, stumbled, danced, added = (over(jobs, job.id) for job in asked)
        assert (spilt.state, spilt.error) == (JobState.FAILED, "The soup is spilt.")
        assert stumbled.state is JobState.FAILED
        assert "by nothing" in str(stumbled.error)
        assert (danced.state, danced.error_code) == (JobState.FAILED, "JOB_UNKNOWN")
        assert added.state is JobState.DONE

    def test_a_job_is_called_off_while_it_waits_and_while_it_runs(self, jobs: Jobs) -> None:
        """A step that has begun ends; no further one begins."""
        begun, go_on, done = threading.Event(), threading.Event(), []

        def long(work: Work, _arguments: Mapping[str, Any]) -> Any:
            work.step("first", lambda: (begun.set(), go_on.wait(PATIENCE_S), done.append(1))[0])
            work.step("second", lambda: done.append(2))

        running, waiting = jobs.submit("long", {}), jobs.submit("long", {})
        with jobs.work({"long": long}):
            assert begun.wait(PATIENCE_S)
            assert jobs.cancel(waiting.id).state is JobState.CANCELLED
            assert jobs.cancel(running.id).state is JobState.CANCELLED
            go_on.set()
            last = jobs.submit("long", {})
            assert over(jobs, last.id).state is JobState.DONE
        assert done == [1, 1, 2]
        assert jobs.cancel(last.id).state is JobState.DONE

    def test_a_key_is_one_job_until_that_is_over(self, jobs: Jobs) -> None:
        """Asked for twice, done once."""
        first = jobs.submit("add", {"numbers": [1]}, key="k")
        assert jobs.submit("add", {"numbers": [2]}, key="k") == first
        with jobs.work(HANDLERS):
            over(jobs, first.id)
        assert jobs.submit("add", {"numbers": [2]}, key="k").id != first.id

    def test_the_newest_jobs_come_first(self, jobs: Jobs) -> None:
        """As many as are asked for."""
        asked = [jobs.submit("add", {"numbers": [number]}).id for number in range(3)]
        assert [job.id for job in jobs.recent(2)] == asked[:0:-1]

    async def test_a_job_can_be_followed_to_its_end(self, jobs: Jobs) -> None:
        """The last thing seen is what came of it."""
        gate = threading.Event()

        def gated(work: Work, arguments: Mapping[str, Any]) -> Any:
            work.report(0.5, "waiting at the gate")
            work.step("gate", lambda: gate.wait(PATIENCE_S))
            return "through"

        asked, seen = jobs.submit("gated", {}), []
        with jobs.work({"gated": gated}):
            async for job in follow(jobs, asked.id, every_s=0.02):
                seen.append(job)
                if job.progress.words:
                    gate.set()
        assert seen[0].state is JobState.WAITING
        assert [job.progress.done_ratio for job in seen][-1] == 0.5
        assert (seen[-1].state, seen[-1].result) == (JobState.DONE, "through")

    def test_what_is_not_there_is_told(self, jobs: Jobs) -> None:
        """Neither found nor called off."""
        for ask in (jobs.find, jobs.cancel):
            with pytest.raises(JobUnknownError, match="'nothing'"):
                ask("nothing")
