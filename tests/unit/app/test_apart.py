"""Work in a process of its own: it borrows tables, its steps are kept, and it ends with whoever asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

from symphonies.app.apart import NICE, Lent, Loan, WorkBrokenOffError, run_apart
from symphonies.app.tables import StoreTables
from symphonies.kernel import NotFoundError, SystemClock
from symphonies.platform.jobs import Work
from symphonies.platform.lakehouse import DatedCompany
from symphonies.platform.learning import LearningSettings

ROWS = pa.table({"n": [1, 2, 3], "on": pa.array([date(2026, 1, 1)] * 3)})


class Lender:
    """Tables of one owner, as the store reads them."""

    def rows(self, table: str, columns: Sequence[str]) -> pa.Table:
        if table != "a.b":
            raise NotFoundError(f"There is no table {table!r}.", hint="Names are product.table.")
        return ROWS.select(list(columns))


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
    return run_apart(task, loan, cast("StoreTables", Lender()), work, {"more": 4})


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


def test_a_fault_comes_over_with_its_place() -> None:
    with pytest.raises(RuntimeError, match=r"in slipping(.|\n)*ZeroDivisionError"):
        list(run(slipping, Kept()))


def test_a_process_that_ends_before_its_work_is_told() -> None:
    with pytest.raises(WorkBrokenOffError, match="ended with 3"):
        list(run(dying, Kept()))


def test_work_that_is_called_off_leaves_no_process() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(run(adding, Kept(ends_at=0.5)))
    assert active_children() == []
