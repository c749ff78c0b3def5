"""Long work in a process of its own: whoever waits for an answer shares no interpreter with it.

The process that owns the store lends it to the other: it runs queries for it, keeps its steps, and takes what
it gives, so that a job that a crash broke off goes on as it would without.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

from symphonies.app.tables import Queried, StoreTables
from symphonies.kernel import Clock, SymphonyError
from symphonies.platform.jobs import Work
from symphonies.platform.lakehouse import DatedCompany
from symphonies.platform.learning import LearningSettings, Registry, Tables, open_registry

NICE = 5
"""A quarter of a busy core still: at ten a neighbour would leave it a tenth, and it would hardly get on."""
_QUERY, _STEP, _GO, _DONE, _REPORT, _GAVE, _FAILED, _OVER = range(8)


class Lent(Protocol):
    """What engines are lent to learn and to estimate with."""

    @property
    def tables(self) -> Tables:
        """The published tables of the products."""
        ...

    @property
    def registry(self) -> Registry:
        """Where models are kept."""
        ...

    @property
    def clock(self) -> Clock:
        """Tells the time."""
        ...

    @property
    def company(self) -> DatedCompany:
        """Whose figures these are."""
        ...


class Borrowed(Lent, Protocol):
    """What work apart is lent: what engines are, and any query."""

    @property
    def engine(self) -> Queried:
        """Answers queries over the store."""
        ...


Task: TypeAlias = Callable[[Borrowed, Work, Mapping[str, Any]], Iterator[Any]]
"""A function of a module, so that another process finds it; it gives data, piece by piece."""


@dataclass(frozen=True)
class Loan:
    """What is handed over once: the rest is asked for.

    Attributes:
        learning: says where models are kept.
        store: the folder of the store.
        clock: tells the time.
        company: whose figures these are.
    """

    learning: LearningSettings
    store: Path
    clock: Clock
    company: DatedCompany


class WorkBrokenOffError(SymphonyError):
    """The process that did the work ended before its work did."""

    code = "WORK_BROKEN_OFF"
    retryable = True


def run_apart(
    task: Task, loan: Loan, engine: Queried, work: Work, arguments: Mapping[str, Any]
) -> Iterator[Any]:
    """Do a task in a process of its own, and yield what it gives.

    Args:
        task: what to do.
        loan: what it is handed.
        engine: runs queries for it.
        work: keeps its steps and is told how far it is.
        arguments: of the task.

    Raises:
        SymphonyError: what the task raised.
        WorkBrokenOffError: its process ended before.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), name=task.__name__, daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send((task, loan, work.id, dict(arguments)))
        yield from _Lender(ours, engine, work).serve()
    except (EOFError, ConnectionError):
        process.join()
        how = f"ended with {process.exitcode}" if process.exitcode else "was told to end"
        raise WorkBrokenOffError(
            f"The process of {task.__name__!r} {how} before its work was done.",
            hint="Ask for it again; when it happens again, see whether there is enough memory.",
        ) from None
    finally:
        process.terminate()
        process.join()
        ours.close()


def end_all() -> None:
    """End all such processes: nobody waits for what they do."""
    for process in active_children():
        process.terminate()


@dataclass(frozen=True)
class _Lender:
    """The side that owns the store."""

    pipe: Connection
    engine: Queried
    work: Work

    def serve(self) -> Iterator[Any]:
        """Do what is asked for until the task is over; yield what it gives."""
        while True:
            kind, *told = self.pipe.recv()
            if kind == _OVER:
                return
            if kind == _GAVE:
                yield told[0]
            elif kind == _STEP:
                self.pipe.send(self.work.step(told[0], self._step))
            elif kind == _REPORT:
                self.work.report(*told)
            else:
                self._answer(kind, told)

    def _step(self) -> Any:
        """Have a step done that was not done before."""
        self.pipe.send(_GO)
        while True:
            kind, *told = self.pipe.recv()
            if kind == _DONE:
                return told[0]
            self._answer(kind, told)

    def _answer(self, kind: int, told: Sequence[Any]) -> None:
        if kind == _FAILED:
            raise told[0]
        try:
            rows = self.engine.execute(*told)
        except SymphonyError as error:
            self.pipe.send(error)
            return
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, rows.schema) as stream:
            stream.write_table(rows)
        self.pipe.send(None)
        self.pipe.send_bytes(sink.getvalue())


@dataclass(frozen=True)
class _Borrower:
    """The side that works: what it is lent, and its work."""

    pipe: Connection
    loan: Loan
    id: str

    @property
    def engine(self) -> Queried:
        return self

    @property
    def tables(self) -> Tables:
        return StoreTables(self)

    @property
    def clock(self) -> Clock:
        return self.loan.clock

    @property
    def company(self) -> DatedCompany:
        return self.loan.company

    @cached_property
    def registry(self) -> Registry:
        return open_registry(self.loan.learning, self.loan.store)

    def execute(self, statement: str, params: Mapping[str, object] | None = None, /) -> pa.Table:
        """Have a query run, and return its rows."""
        self.pipe.send((_QUERY, statement, params))
        if (error := self.pipe.recv()) is not None:
            raise error
        return pa.ipc.open_stream(self.pipe.recv_bytes()).read_all()

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        """Do a step, unless it was done before, and have what it gave kept."""
        self.pipe.send((_STEP, name))
        kept = self.pipe.recv()
        if kept != _GO:
            return kept
        self.pipe.send((_DONE, work()))
        return self.pipe.recv()

    def report(self, done_ratio: float, words: str) -> None:
        """Tell how far the work is."""
        self.pipe.send((_REPORT, done_ratio, words))


def _work(pipe: Connection) -> None:
    """Do the task that is sent, in this process, which ends with the one that asked."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)
    # a terminal interrupts all processes of a group: the one that asked says when this one ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    Thread(target=_end_with_parent, name="ends with parent", daemon=True).start()
    try:
        task, loan, job, arguments = pipe.recv()
        borrower = _Borrower(pipe, loan, job)
        for given in task(borrower, borrower, arguments):
            pipe.send((_GAVE, given))
        pipe.send((_OVER,))
    except SymphonyError as error:
        pipe.send((_FAILED, error))
    except (EOFError, BrokenPipeError):
        return  # whoever asked is gone
    except Exception:
        pipe.send((_FAILED, RuntimeError(traceback.format_exc())))


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None, "somebody asked"
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
