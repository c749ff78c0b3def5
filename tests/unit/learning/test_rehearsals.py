"""An engine that learns from its own earlier tries: each is made once, told, and shared by all origins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from symphonies.kernel import FixedClock
from symphonies.platform.learning import Bench, Knowledge, LearningSettings, evaluate, open_registry, retrain
from symphonies.platform.learning.testing import NOW, GivenTables
from tests.unit.learning.habit.engine import Habit, Model, invoices, read

AS_OF = date(2026, 1, 31)
APART = timedelta(days=30)
TABLES = GivenTables(invoicing__invoices=invoices("2026-01-31"))


class Rehearsed(Habit):
    """Looks at the two days before its origins that lie as far apart as they do."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = self.facts.model_copy(update={"untested": True, "horizon_days": 60})
        self.tried: list[date] = []

    def rehearsals(self, cut: date) -> Sequence[date]:
        return [cut - 2 * APART, cut - 3 * APART]

    def rehearse(self, past: Knowledge, seed: int) -> None:
        past.once(f"try {seed}", self._try)

    def learn(self, past: Knowledge, seed: int) -> Model:
        for day in self.rehearsals(past.cut):
            self.rehearse(past.earlier(day), seed)
        return super().learn(past, seed)

    def _try(self, past: Knowledge) -> int:
        self.tried.append(past.cut)
        return len(read(past))


def test_every_day_is_tried_once_and_told_before_the_newest_origin() -> None:
    engine, told = Rehearsed(), list[tuple[float, str]]()
    found = evaluate(engine, TABLES, AS_OF, report=lambda done, words: told.append((done, words)))
    assert len(engine.tried) == len(set(engine.tried)) == 4
    newest = found.judgements[-1].cut
    assert [words for _, words in told[:3]] == [
        f"rehearsing on {newest - 2 * APART}",
        f"rehearsing on {newest - 3 * APART}",
        f"looking ahead from {newest}",
    ]
    assert [done for done, _ in told] == pytest.approx([place / len(told) for place in range(len(told))])
    assert [one.cut for one in found.judgements] == sorted(one.cut for one in found.judgements)


def test_a_test_reads_a_table_once() -> None:
    class Counted(GivenTables):
        times = 0

        def read(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
            self.times += 1
            return super().read(table, columns)

    tables = Counted(invoicing__invoices=invoices("2026-01-31"))
    again = evaluate(Rehearsed(), tables, AS_OF)
    assert tables.times == 1
    assert again == evaluate(Rehearsed(), TABLES, AS_OF)


def test_a_first_model_is_served_while_it_is_tested_and_what_was_found_so_far_is_noted(
    tmp_path: Path,
) -> None:
    registry = open_registry(LearningSettings(folder=tmp_path), tmp_path)
    bench = Bench(Rehearsed(), TABLES, registry, FixedClock(NOW))
    seen: list[tuple[str, int | None, int, int]] = []

    def step(name: str, work: Callable[[], Any]) -> Any:
        done = work()
        trial = registry.trial("habit")
        so_far = (len(trial.judged), trial.origins) if trial else (0, 0)
        seen.append((name.split(maxsplit=1)[0], registry.champion("habit"), *so_far))
        return done

    found = retrain(bench, AS_OF, "first", step=step)
    assert seen[:3] == [("rehearse", None, 0, 3), ("rehearse", None, 0, 3), ("begin", 1, 0, 3)]
    assert [each for each in seen if each[0] == "judge"][:3] == [
        ("judge", 1, 0, 3),
        ("judge", 1, 1, 3),
        ("judge", 1, 2, 3),
    ]
    assert (found.number, registry.champion("habit"), registry.trial("habit")) == (2, 2, None)
    assert registry.versions("habit")[0].evaluation.judged == ()


def test_a_test_that_is_called_off_is_no_longer_told_to_go_on(tmp_path: Path) -> None:
    registry = open_registry(LearningSettings(folder=tmp_path), tmp_path)
    bench = Bench(Rehearsed(), TABLES, registry, FixedClock(NOW))

    def step(name: str, work: Callable[[], Any]) -> Any:
        if name.startswith("judge"):
            assert registry.trial("habit") is not None
            raise KeyboardInterrupt
        return work()

    with pytest.raises(KeyboardInterrupt):
        retrain(bench, AS_OF, "first", step=step)
    assert registry.trial("habit") is None
