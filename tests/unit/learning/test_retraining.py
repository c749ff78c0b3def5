"""A model's life: tested, learned, challenged, and replaced only by a better one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.learning import (
    Bench,
    HistoryTooShortError,
    LearningSettings,
    ReviewRefusedError,
    Tables,
    approve,
    begin,
    code_hash,
    drift_of,
    evaluate,
    find_version,
    model_card,
    open_registry,
    retrain,
    serve,
    why_due,
)
from symphonies.platform.learning.testing import NOW, EngineContract, GivenTables
from tests.unit.learning.habit.engine import Habit, invoices

AS_OF = date(2026, 1, 31)


def tables_of(rows: pd.DataFrame) -> GivenTables:
    return GivenTables(invoicing__invoices=rows)


class TestHabit(EngineContract):
    """The contract of every engine, over the smallest one."""

    @pytest.fixture
    def engine(self) -> Habit:
        return Habit()

    @pytest.fixture
    def tables(self) -> Tables:
        return tables_of(invoices("2026-01-31"))

    @pytest.fixture
    def future(self) -> Tables:
        return tables_of(invoices("2026-06-30"))

    @pytest.fixture
    def as_of(self) -> date:
        return AS_OF


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., Bench]:
    registry = open_registry(LearningSettings(folder=tmp_path), tmp_path)

    def make(rows: pd.DataFrame, blunder_days: float = 0.0) -> Bench:
        return Bench(Habit(blunder_days), tables_of(rows), registry, FixedClock(NOW))

    return make


def test_an_evaluation_pools_the_cases_of_all_origins() -> None:
    found = evaluate(Habit(), tables_of(invoices("2026-01-31")), AS_OF)
    assert [one.cut for one in found.judgements] == [date(2025, 10, 3), date(2025, 11, 2), date(2025, 12, 2)]
    total = sum(one.count * one.scores["mae_days"] for one in found.judged)
    assert found.scores["mae_days"] == pytest.approx(total / found.count)
    assert found.scores["mae_days"] < 3 < found.naive["mae_days"]


def test_an_origin_with_too_little_behind_it_is_left_out_and_told() -> None:
    rows = invoices("2026-01-31")
    late = tables_of(rows[rows["issued_on"] >= "2025-10-20"])
    found = evaluate(Habit(), late, AS_OF)
    assert found.judgements[0].skipped == "not enough history: 0 of 10 paid invoices"
    assert len(found.judged) == 1
    with pytest.raises(HistoryTooShortError, match="0 of 10 paid invoices"):
        evaluate(Habit(), tables_of(rows[rows["issued_on"] >= "2026-01-20"]), AS_OF)


def test_the_first_model_is_served_as_a_draft_until_approved(bench: Callable[..., Bench]) -> None:
    made = bench(invoices("2026-01-31"))
    assert serve(made.registry, made.engine) is None
    found = retrain(made, AS_OF, "first")
    assert found.verdict.wins
    served = serve(made.registry, made.engine)
    assert served is not None
    assert (served.label, served.model["slow"]) == ("habit 1 (draft)", pytest.approx(40, abs=1))
    assert serve(made.registry, made.engine, approved_only=True) is None
    approve(made.registry, served.version, "Ada", made.clock)
    approved = serve(made.registry, made.engine, approved_only=True)
    assert approved is not None
    assert approved.label == "habit 1"


def test_a_model_to_begin_with_is_served_untested_until_a_tested_one_comes(
    bench: Callable[..., Bench],
) -> None:
    made = bench(invoices("2026-01-31"))
    first = begin(made, AS_OF)
    assert begin(made, AS_OF) == first
    assert (made.registry.champion("habit"), first.evaluation.judged) == (1, ())
    assert why_due(first, None, first.code_hash, AS_OF) == "the model was never tested"
    assert "not tested yet" in model_card(first)
    with pytest.raises(ReviewRefusedError, match="never tested"):
        approve(made.registry, first, "Ada", made.clock)
    found = retrain(made, AS_OF, "tested")
    assert (found.verdict.wins, made.registry.champion("habit")) == (True, 2)
    assert begin(made, AS_OF).number == 2
    assert begin(made, date(2026, 1, 15)).number == 3, "a model of days to come is not served"


def test_a_worse_challenger_is_kept_and_not_served(bench: Callable[..., Bench]) -> None:
    rows = invoices("2026-01-31")
    retrain(bench(rows), AS_OF, "good")
    worse = bench(rows, blunder_days=20.0)
    found = retrain(worse, AS_OF, "bad")
    assert not found.verdict.wins
    assert "from 3 origins: not better" in found.verdict.reason
    assert (found.number, worse.registry.champion("habit")) == (2, 1)


def test_an_equal_challenger_changes_nothing(bench: Callable[..., Bench]) -> None:
    made = bench(invoices("2026-01-31"))
    retrain(made, AS_OF, "one")
    assert not retrain(made, AS_OF, "two").verdict.wins


def test_when_habits_have_changed_the_one_that_knows_wins(bench: Callable[..., Bench]) -> None:
    before = invoices("2026-01-31")
    retrain(bench(before), AS_OF, "before")
    after = invoices("2026-12-31", quick=25.0, slow=60.0)
    after = pd.concat([before.dropna(), after[after["issued_on"] > "2026-01-31"]])
    found = retrain(bench(after), date(2026, 12, 31), "after")
    assert found.verdict.wins
    assert found.verdict.challenger is not None
    assert found.verdict.champion is not None
    assert found.verdict.challenger < found.verdict.champion


def test_without_a_test_that_both_sat_the_champion_stays(bench: Callable[..., Bench]) -> None:
    retrain(bench(invoices("2026-01-31")), AS_OF, "one")
    revised = bench(invoices("2026-01-31", seed=9))
    found = retrain(revised, AS_OF, "two")
    assert not found.verdict.wins
    assert "no origin" in found.verdict.reason


def test_broken_off_and_begun_again_no_kept_step_is_repeated(bench: Callable[..., Bench]) -> None:
    made, kept, done = bench(invoices("2026-01-31")), {}, []

    def step(name: str, work: Callable[[], Any]) -> Any:
        if name not in kept:
            if name == "crown" and len(done) < 6:
                done.append("power cut")
                raise KeyboardInterrupt
            done.append(name)
            kept[name] = work()
        return kept[name]

    with pytest.raises(KeyboardInterrupt):
        retrain(made, AS_OF, "run", step=step)
    assert made.registry.champion("habit") is None
    found = retrain(made, AS_OF, "run", step=step)
    assert (found.number, made.registry.champion("habit")) == (1, 1)
    assert done == [
        "judge 2025-12-02", "judge 2025-11-02", "judge 2025-10-03",
        "judge champion", "learn", "power cut", "crown",
    ]  # fmt: skip


def test_why_a_model_is_due(bench: Callable[..., Bench]) -> None:
    made = bench(invoices("2026-01-31"))
    code = code_hash(made.engine)
    assert why_due(None, None, code, AS_OF) == "there is no model yet"
    retrain(made, AS_OF, "one")
    version = find_version(made.registry, "habit")
    assert why_due(version, None, code, AS_OF) is None
    assert why_due(version, None, "other", AS_OF) == "the engine has changed"
    assert why_due(version, None, code, date(2026, 3, 2)) == "30 days of new data"


def test_drift_is_found_where_it_was_planted(bench: Callable[..., Bench]) -> None:
    made = bench(invoices("2026-01-31"))
    retrain(made, AS_OF, "one")
    served = serve(made.registry, made.engine)
    assert served is not None
    same = drift_of(made.engine, made.tables, served.version, served.model, AS_OF)
    assert same.shifted == ()
    assert same.error_ratio is None
    rows = invoices("2026-06-30")
    slower = invoices("2026-06-30", slow=90.0)
    rows = pd.concat([rows[rows["issued_on"] <= "2026-01-31"], slower[slower["issued_on"] > "2026-01-31"]])
    rows["customer"] = rows["customer"].where(rows["issued_on"] < "2025-09-01", "merged")
    later = drift_of(made.engine, tables_of(rows), served.version, served.model, date(2026, 6, 30))
    assert later.shifted[0] == "customer"
    assert later.error_ratio is not None
    assert later.is_worse
    assert "shifted: customer" in str(why_due(served.version, later, code_hash(made.engine), AS_OF))
