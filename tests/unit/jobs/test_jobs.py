"""Jobs in a file: the contract of every place, and one worker at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from symphonies.platform.jobs import Jobs, JobsBusyError, JobsSettings, open_jobs
from symphonies.platform.jobs.testing import HANDLERS, JobsContract


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
