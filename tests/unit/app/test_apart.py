"""Work in a process of its own: it borrows tables, its steps are kept, and it ends with whoever asked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from symphonies.app.apart import NICE, Borrowed, Lent, Loan, WorkBrokenOffError, end_all, run_apart
from symphonies.kernel import NotFoundError, SystemClock
from symphonies.platform.jobs import Work
from symphonies.platform.lakehouse import DatedCompany, DuckDBEngine, EngineFailedError
from symphonies.platform.learning import LearningSettings


class Kept:
    """Keeps steps as a job does."""

    id = "job-1"

    def __init__(self, kept: dict[str, Any] | None = None, *, ends_at: float = 2.0) -> None:
        self.kept = {} if kept is None else kept
        self.told: list[tuple[float, str]] = []
        self._ends_at = ends_at

    def step(self, name: str, work: Callable[[], Any]) -> Any:
        if name not in self.kept:
            self.kept[name] = work()
        return self.kept[name]

    def report(self, done_ratio: float, words: str) -> None:
        self.told.append((done_ratio, words))
        if done_ratio >= self._ends_at:
            raise KeyboardInterrupt("called off")


def adding(lent: Lent, work: Work, arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Sums a borrowed table in a step."""
    work.report(0.5, f"{work.id} reads")
    frame = lent.tables.read("a.b", ["n", "on"])
    assert str(frame["on"].dtype).startswith("datetime64")
    total = work.step("sum", lambda: int(lent.tables.read("a.b", ["n"])["n"].sum()))
    yield total + arguments["more"] + work.step("before", lambda: 1 // 0)
    yield {"pid": os.getpid(), "nice": os.nice(0), "company": lent.company.name}


def missing(lent: Lent, _work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Reads a table that is not there."""
    yield lent.tables.read("a.c", ["n"])


def asking(lent: Borrowed, _work: Work, arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Runs a query of its own over the store."""
    yield lent.engine.execute("SELECT max(n) AS most FROM a.b WHERE n < $end", {"end": arguments["more"]})


def mistaken(lent: Borrowed, _work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Runs a query that the store refuses."""
    yield lent.engine.execute("SELECT m FROM a.b")


def waiting(_lent: Lent, work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Gives something, then does not get on."""
    yield work.id
    signal.pause()


def dying(_lent: Lent, _work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Ends as a process does that is killed."""
    os._exit(3)
    yield


def slipping(_lent: Lent, _work: Work, _arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Has a fault of its own."""
    yield 1 // 0


def run(task: Any, work: Kept) -> Iterator[Any]:
    company = DatedCompany(name="Acme", currency="EUR", as_of=date(2026, 1, 2))
    loan = Loan(LearningSettings(), Path("nowhere"), SystemClock(), company)
    engine = DuckDBEngine()
    engine.execute("CREATE SCHEMA a")
    engine.execute("CREATE TABLE a.b AS SELECT n, DATE '2026-01-01' AS \"on\" FROM range(1, 4) AS r(n)")
    return run_apart(task, loan, engine, work, {"more": 4})


def test_it_works_elsewhere_on_borrowed_tables_does_no_kept_step_again_and_gives_way() -> None:
    work = Kept({"before": 100})
    total, about = run(adding, work)
    assert (total, work.told) == (110, [(0.5, "job-1 reads")])
    assert work.kept == {"before": 100, "sum": 6}
    assert about["pid"] != os.getpid()
    assert about["nice"] == min(os.nice(0) + NICE, 19)
    assert about["company"] == "Acme"


def test_an_expected_error_comes_over_as_it_was() -> None:
    with pytest.raises(NotFoundError, match="'a.c'") as caught:
        list(run(missing, Kept()))
    assert caught.value.hint == "Names are product.table."


def test_any_query_runs_over_the_store_that_is_lent() -> None:
    (found,) = run(asking, Kept())
    assert found.to_pylist() == [{"most": 3}]


def test_what_the_store_refuses_comes_over_as_it_was() -> None:
    with pytest.raises(EngineFailedError) as caught:
        list(run(mistaken, Kept()))
    assert caught.value.code == "ENGINE_FAILED"


def test_a_fault_comes_over_with_its_place() -> None:
    with pytest.raises(RuntimeError, match=r"in slipping(.|\n)*ZeroDivisionError"):
        list(run(slipping, Kept()))


def test_a_process_that_ends_before_its_work_is_told() -> None:
    with pytest.raises(WorkBrokenOffError, match="ended with 3"):
        list(run(dying, Kept()))


def test_a_process_that_is_told_to_end_is_told_apart_from_one_that_failed() -> None:
    given = run(waiting, Kept())
    assert next(given) == "job-1"
    end_all()
    with pytest.raises(WorkBrokenOffError, match="'waiting' was told to end before"):
        next(given)
    assert active_children() == []


def test_work_that_is_called_off_leaves_no_process() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(run(adding, Kept(ends_at=0.5)))
    assert active_children() == []
