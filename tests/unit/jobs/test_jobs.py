"""Jobs in a file: the contract of every place, and one worker at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from symphonies.platform.jobs import Jobs, JobsBusyError, JobsSettings, Work, open_jobs
from symphonies.platform.jobs.testing import HANDLERS, PATIENCE_S, JobsContract, over


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    opened = open_jobs(JobsSettings(), tmp_path)
    yield opened
    opened.close()


class TestFile(JobsContract):
    """The contract, on SQLite."""


def test_a_second_worker_is_refused(jobs: Jobs, tmp_path: Path) -> None:
    other = open_jobs(JobsSettings(), tmp_path)
    with jobs.work(HANDLERS), pytest.raises(JobsBusyError), other.work(HANDLERS):
        pass
    other.close()


def test_a_job_that_is_called_off_is_no_fault(jobs: Jobs, capfd: pytest.CaptureFixture[str]) -> None:
    """The log says in one line what happened, and shows no traceback."""
    begun, go_on = threading.Event(), threading.Event()

    def long(work: Work, _arguments: Mapping[str, Any]) -> Any:
        work.step("first", lambda: (begun.set(), go_on.wait(PATIENCE_S))[1])
        work.step("second", lambda: None)

    asked = jobs.submit("long", {})
    with jobs.work({"long": long, **HANDLERS}):
        assert begun.wait(PATIENCE_S)
        jobs.cancel(asked.id)
        go_on.set()
        # jobs are done one after the other: when this one is done, the other was given up
        over(jobs, jobs.submit("add", {"numbers": [1]}).id)
    told = "".join(capfd.readouterr())
    assert "Traceback" not in told
    assert told.count("job given up") == 1
