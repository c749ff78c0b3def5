"""Jobs as durable workflows of DBOS, on SQLite or PostgreSQL."""

from __future__ import annotations

import fcntl
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, WorkflowStatus, run_dbos_database_migrations
from dbos import error as dbos_error

from symphonies.kernel import SymphonyError
from symphonies.platform.jobs.errors import JobsBusyError, JobUnknownError
from symphonies.platform.jobs.job import Job, JobState, Progress
from symphonies.platform.jobs.ports import Handler

QUEUE, WORKFLOW, PROGRESS = "jobs", "job", "progress"
FORMAT = "1"
"""Of steps and arguments: jobs broken off under another one are not taken up."""
FILE, LOCK = "jobs.sqlite", "jobs.lock"
STATES = {
    "ENQUEUED": JobState.WAITING,
    "DELAYED": JobState.WAITING,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
}
FAULT = "fault"
_log = structlog.get_logger(__name__)
_handlers: dict[str, Handler] = {}
"""The library has one engine a process, and so these are the process's, too."""


class DBOSJobs:
    """Keeps jobs in a database of DBOS; each machine's worker does its own, one at a time."""

    def __init__(self, folder: Path, url: str | None, worker: str) -> None:
        self._url = url or f"sqlite:///{folder.resolve() / FILE}"
        self._lock = folder / LOCK
        self._worker = worker
        library = logging.getLogger("dbos")
        library.setLevel(logging.ERROR)
        library.addFilter(_is_a_fault)
        run_dbos_database_migrations(self._url)
        self._client = DBOSClient(system_database_url=self._url, serializer=DBOSPortableJSONSerializer())

    def submit(self, kind: str, arguments: Mapping[str, Any], *, key: str | None = None) -> Job:
        """Asks for a job; while one with this key is not over, that one is returned."""
        options: dict[str, Any] = {
            "queue_name": QUEUE,
            "workflow_name": WORKFLOW,
            "workflow_id": f"{kind}-{uuid.uuid4().hex[:12]}",
        }
        if key is not None:
            options |= {"deduplication_id": key, "duplication_policy": "return-existing"}
        handle: Any = self._client.enqueue(options, kind, dict(arguments))  # type: ignore[arg-type]
        return self.find(handle.get_workflow_id())

    def find(self, job_id: str) -> Job:
        """Returns a job as it is now."""
        found = self._client.list_workflows(workflow_ids=[job_id])
        if not found:
            raise JobUnknownError(f"There is no job {job_id!r}.", hint="See symphonies jobs list.")
        return self._told(found[0])

    def recent(self, count: int = 50) -> tuple[Job, ...]:
        """Returns the newest jobs, newest first."""
        found = self._client.list_workflows(name=WORKFLOW, limit=count, sort_desc=True)
        return tuple(self._told(one) for one in found)

    def cancel(self, job_id: str) -> Job:
        """Calls a job off; one that is over stays as it is."""
        if not self.find(job_id).state.is_over:
            self._client.cancel_workflow(job_id)
        return self.find(job_id)

    @contextmanager
    def work(self, handlers: Mapping[str, Handler]) -> Iterator[None]:
        """Does jobs in this process, one at a time, those first that a crash broke off."""
        with self._alone():
            _handlers.update(handlers)
            try:
                _apart(self._start)
                yield
            finally:
                _apart(DBOS.destroy)
                _handlers.clear()

    def close(self) -> None:
        """Lets go of the database."""
        self._client.destroy()

    def _start(self) -> None:
        DBOS(
            config={
                "name": "symphonies",
                "system_database_url": self._url,
                "serializer": DBOSPortableJSONSerializer(),
                "executor_id": self._worker,
                "application_version": FORMAT,
                "log_level": "ERROR",
                "console_log_level": "ERROR",
                "enable_otlp": False,
            }
        )
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=0.2)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the lock of this machine's worker: two under one name would do every step twice."""
        with self._lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise JobsBusyError(
                    "Another process does the jobs of this store.",
                    hint="It will do this one too; see symphonies jobs list.",
                ) from None
            yield

    def _told(self, found: WorkflowStatus) -> Job:
        kind, arguments = found.input["args"] if found.input else ("", {})
        state = STATES[found.status]
        progress = self._client.get_event(found.workflow_id, PROGRESS, 0) or {}
        code, error, result = None, None, None
        if state is JobState.FAILED:
            code, error = "SYMPHONY_ERROR", f"unexpected: {type(found.error).__name__}: {found.error}"
        elif state is JobState.DONE and isinstance(found.output, Mapping):
            result, fault = found.output.get("result"), found.output.get(FAULT)
            if fault:
                state, code, error = JobState.FAILED, fault["code"], fault["message"]
        return Job(
            id=found.workflow_id,
            kind=str(kind),
            arguments=dict(arguments),
            state=state,
            progress=Progress(float(progress.get("done_ratio", 0.0)), str(progress.get("words", ""))),
            submitted_at=_instant(found.created_at) or datetime.fromtimestamp(0, UTC),
            finished_at=_instant(found.completed_at) if state.is_over else None,
            result=result,
            error_code=code,
            error=error,
        )


class _Faulted(Exception):
    """A step ended with an expected error, now or before a crash."""

    def __init__(self, fault: Mapping[str, Any]) -> None:
        super().__init__(fault["message"])
        self.fault = fault


class _Workflow:
    """The work of one workflow."""

    @property
    def id(self) -> str:
        """The job's name."""
        return str(DBOS.workflow_id)

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Does a step and keeps what it gave."""
        kept: Any = DBOS.run_step({"name": name}, _caught, work)
        if kept.get(FAULT):
            raise _Faulted(kept[FAULT])
        return kept["result"]

    def report(self, done_ratio: float, words: str) -> None:
        """Tells how far the job is."""
        DBOS.set_event(PROGRESS, {"done_ratio": done_ratio, "words": words})


@DBOS.workflow(name=WORKFLOW)
def _run(kind: str, arguments: dict[str, Any]) -> dict[str, Any]:
    handler = _handlers.get(kind)
    if handler is None:
        unknown = JobUnknownError(f"Nobody here does jobs of the kind {kind!r}.")
        return {FAULT: _fault(unknown)}
    try:
        return _caught(lambda: handler(_Workflow(), arguments))
    except (dbos_error.DBOSWorkflowCancelledError, dbos_error.DBOSWorkflowConflictIDError):
        _log.info("job given up: it was called off, or another process does it", job=DBOS.workflow_id)
        raise


def _is_a_fault(told: logging.LogRecord) -> bool:
    """Returns whether the library has something to tell.

    It takes a job that was called off for a fault, and one that is broken off when work here ends.
    """
    error = told.exc_info[1] if told.exc_info else None
    return bool(_handlers) and not isinstance(error, dbos_error.DBOSAwaitedWorkflowCancelledError)


def _caught(work: Callable[[], Any]) -> dict[str, Any]:
    """Turns an expected error into data: the library would bring it back as an error of its own."""
    try:
        return {"result": work()}
    except SymphonyError as error:
        return {FAULT: _fault(error)}
    except _Faulted as error:
        return {FAULT: dict(error.fault)}


def _fault(error: SymphonyError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message}


def _apart(act: Callable[[], None]) -> None:
    """Runs something on a thread of its own: the library takes a running event loop for its caller's."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(act).result()


def _instant(epoch_ms: int | None) -> datetime | None:
    return None if epoch_ms is None else datetime.fromtimestamp(epoch_ms / 1000, UTC)
