"""``symphonies jobs``: long work, how far it is, and calling it off."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table

if TYPE_CHECKING:
    from symphonies.platform.jobs import Job, Jobs

jobs = typer.Typer(name="jobs", help="Jobs: long work, such as retraining.", no_args_is_help=True)
JobName = Annotated[str, typer.Argument(metavar="JOB", help="Name of the job.")]


@jobs.command("list")
def list_jobs(
    count: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """List jobs, newest first."""
    with _jobs(store) as opened:
        found = opened.recent(count)
    if as_json:
        print(json.dumps([asdict(job) for job in found], indent=2, default=str))
    else:
        print(text_table(["job", "state", "done", "doing", "asked for"], [_row(job) for job in found]))


@jobs.command("cancel")
def cancel_job(job: JobName, store: Store = None) -> None:
    """Call a job off; it stops after the step it is in."""
    with _jobs(store) as opened:
        found = opened.cancel(job)
    print(f"{found.id}: {found.state}")


@jobs.command("run")
def run_jobs(store: Store = None) -> None:
    """Do the jobs that wait or were broken off, until none is left."""
    from symphonies.app.learning import Learning
    from symphonies.app.wiring import open_instance

    instance = open_instance(settings_of_store(store))
    try:
        with _jobs(store) as opened, opened.work(Learning(instance).handlers()):
            while any(not job.state.is_over for job in opened.recent()):
                time.sleep(0.2)
    finally:
        instance.close()
    list_jobs(store=store)


def _row(job: Job) -> dict[str, object]:
    return {
        "job": job.id,
        "state": str(job.state),
        "done": f"{job.progress.done_ratio:.0%}",
        "doing": job.error or job.progress.words,
        "asked for": f"{job.submitted_at:%Y-%m-%d %H:%M}",
    }


@contextmanager
def _jobs(store: Path | None) -> Iterator[Jobs]:
    from symphonies.platform.jobs import open_jobs

    settings = settings_of_store(store)
    opened = open_jobs(settings.jobs, settings.lakehouse.store)
    try:
        yield opened
    finally:
        opened.close()


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(jobs)
