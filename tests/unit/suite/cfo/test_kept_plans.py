"""Plans in the records: whose they are, their versions, and what is there again after a restart."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from symphonies.kernel import ForbiddenError, SystemClock
from symphonies.platform.records import Records, RecordsSettings, open_records
from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.cash import untested
from symphonies.suite.cfo.pinnacle.desk import (
    CashDesk,
    Drawn,
    KeptPlan,
    PlanBook,
    Planned,
    PlanQuestion,
    planned,
)
from symphonies.suite.cfo.pinnacle.errors import PlanUnknownError
from symphonies.suite.cfo.pinnacle.mitigation import planner
from symphonies.suite.cfo.pinnacle.position import Position
from tests.bench.mitigation.companies import strained

QUESTION = PlanQuestion(confidence=0.9, horizon=60)


@pytest.fixture(scope="module")
def position() -> Position:
    return strained(4, invoices=60, horizon=60)


@pytest.fixture(scope="module", autouse=True)
def few_paths() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        few = planner.Budget(planned=120, held_out=400, fresh=400, foreseen=4)
        patch.setattr(planner, "Budget", lambda: few)
        yield


@pytest.fixture(scope="module")
def made(position: Position) -> Planned:
    return planned(position, QUESTION)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(RecordsSettings(), tmp_path, SystemClock())
    yield opened
    opened.close()


def desk_of(position: Position, records: Records) -> CashDesk:
    return CashDesk(lambda _: position, records, lambda _: untested("No."), lambda: position, Drawn(), "EUR")


def waited(desk: CashDesk, question: PlanQuestion, owner: str = "ada") -> KeptPlan:
    for _ in range(600):
        if (found := desk.plan(desk.position().entities.ids, question, owner)) is not None:
            return found
        time.sleep(0.05)
    raise AssertionError("no plan came")


def test_a_plan_is_kept_to_the_last_bit_and_made_again_alike(
    position: Position, made: Planned, records: Records
):
    kept = PlanBook(records).keep(made, "ada")
    assert (kept.version, kept.owner, kept.plan) == (1, "ada", made.plan)
    assert kept.plan.steps
    assert planned(position, QUESTION) == made


def test_the_same_plan_is_no_new_version_and_other_figures_are(made: Planned, records: Records):
    book = PlanBook(records)
    first = book.keep(made, "ada")
    assert book.keep(made, "ada") == first
    later = made.model_copy(update={"snapshot": made.snapshot.model_copy(update={"as_of": "2026-11-30"})})
    second = book.keep(later, "ada")
    assert (second.id, second.version) == (first.id, 2)
    assert [each.snapshot.as_of for each in book.versions(first.id, "ada")] == [
        "2026-11-30",
        made.snapshot.as_of,
    ]
    assert book.all("ada") == (second,)


def test_a_plan_belongs_to_whoever_asked(made: Planned, records: Records):
    book = PlanBook(records)
    mine, yours = book.keep(made, "ada"), book.keep(made, "ben")
    assert mine.id != yours.id
    assert book.all("ben") == (yours,)
    for refused in (book.versions, book.delete):
        with pytest.raises(PlanUnknownError):
            refused(mine.id, "ben")
    book.delete(mine.id, "ada")
    assert book.all("ada") == ()
    with pytest.raises(PlanUnknownError):
        book.versions(mine.id, "ada")


def test_a_shared_plan_is_seen_by_others_and_changed_by_its_owner_alone(made: Planned, records: Records):
    book = PlanBook(records)
    mine = book.keep(made, "ada")
    assert not mine.shared
    assert book.share(mine.id, True, "ada").shared
    assert book.share(mine.id, True, "ada").version == mine.version, "a version tells of figures alone"
    (seen,) = book.all("ben")
    assert (seen.id, seen.owner, seen.shared) == (mine.id, "ada", True)
    assert book.versions(mine.id, "ben") == book.versions(mine.id, "ada") == (seen,)
    with pytest.raises(ForbiddenError, match="'ada'"):
        book.share(mine.id, False, "ben")
    with pytest.raises(ForbiddenError):
        book.delete(mine.id, "ben")
    assert not book.share(mine.id, False, "ada").shared
    assert book.all("ben") == ()
    book.share(mine.id, True, "ada")
    book.delete(mine.id, "ada")
    assert not book.keep(made, "ada").shared, "a plan that is made anew is its owner's alone"


def test_a_plan_survives_a_restart_without_being_made_again(
    position: Position, records: Records, monkeypatch: pytest.MonkeyPatch
):
    before = waited(desk_of(position, records), QUESTION)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("symphonies.suite.cfo.pinnacle.desk.plans.mitigate", never)
    again = desk_of(replace(position), records)
    assert waited(again, QUESTION) == before
    assert again.is_current(before)
    # figures are the same for everybody who sees the same companies, so nobody waits for them twice
    assert waited(again, QUESTION, "ben").plan == before.plan


def test_levers_in_any_order_are_one_question(position: Position):
    levers = (Lever(kind="dso", value=3), Lever(kind="dpo", value=2), Lever(kind="cost", value=0))
    one, other = (PlanQuestion(levers=each).checked() for each in (levers, levers[::-1]))
    assert one == other
    assert len(one.levers) == 2
