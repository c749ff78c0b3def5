"""What is said of how the bands did: by level and week, or why nothing is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from symphonies.kernel import SystemClock
from symphonies.platform.learning import (
    Draft,
    Evaluation,
    Judgement,
    LearningSettings,
    Reference,
    Registry,
    load_facts,
    open_registry,
)
from symphonies.platform.learning.testing import NOW
from symphonies.platform.records import RecordsSettings, open_records
from symphonies.suite.cfo.graphql.tested import backtest
from symphonies.suite.cfo.graphql.view import View
from symphonies.suite.cfo.pinnacle import cash
from symphonies.suite.cfo.pinnacle.cash import read_backtest, untested
from symphonies.suite.cfo.pinnacle.desk import CashDesk, Drawn
from symphonies.suite.cfo.pinnacle.errors import PositionPreparingError
from symphonies.suite.cfo.pinnacle.position import Position

CARD = Path(cash.__file__).parent


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return open_registry(LearningSettings(), tmp_path)


def judged(cut: date, held: tuple[float, float]) -> Judgement:
    errors = {"weekly_error": 0.4, "total_alone_weekly_error": 0.8}
    return Judgement(
        cut=cut,
        count=2,
        scores=errors | {"coverage_80": sum(held) / 2},
        naive={"weekly_error": 0.7},
        steps={"weekly_error": (0.3, 0.5), "coverage_80": held, "last_year_weekly_error": (0.6, 0.8)},
    )


def store(registry: Registry, *judgements: Judgement, run: str = "a") -> None:
    evaluation = Evaluation(engine="cash", as_of=date(2026, 6, 30), seed=0, judgements=judgements)
    registry.add(
        Draft(
            facts=load_facts(CARD), learned_until=date(2026, 6, 30), seed=0, data_hash="", code_hash="",
            created_at=NOW, run=run, evaluation=evaluation, reference=Reference(cases=0, numbers={}, levels={}),
        ),
        {"model.json": b"{}"},
    )  # fmt: skip


def test_without_a_backtest_nothing_is_made_up(registry: Registry) -> None:
    found = read_backtest(registry)
    assert [(each.level, each.covered, each.origins) for each in found.coverage] == [
        (0.5, None, 0),
        (0.8, None, 0),
    ]
    assert all("symphonies models retrain cash" in (each.reason or "") for each in found.coverage)
    assert found.weeks == ()


def test_what_was_found_so_far_is_told_as_such_until_a_version_was_tested(registry: Registry) -> None:
    some = (judged(date(2026, 2, 1), (1.0, 0.0)), judged(date(2026, 3, 1), (1.0, 1.0)))
    told = Evaluation(engine="cash", as_of=date(2026, 6, 30), seed=0, judgements=some, planned=24)
    store(registry)
    registry.note(told)
    found = read_backtest(registry)
    assert (found.model, found.origins, found.planned) == (None, 2, 24)
    assert [(each.origins, each.planned) for each in found.coverage] == [(2, 24), (2, 24)]
    assert found.coverage[1].covered == 0.75
    store(registry, *some[:1], run="b")
    whole = read_backtest(registry)
    assert (whole.origins, whole.planned) == (1, 1)


def test_a_test_that_has_judged_nothing_yet_is_told_to_go_on(registry: Registry) -> None:
    store(registry)
    registry.note(Evaluation(engine="cash", as_of=date(2026, 6, 30), seed=0, judgements=(), planned=24))
    found = read_backtest(registry)
    assert (found.origins, found.planned, found.reason) == (
        0,
        24,
        "It is being tested, 0 of 24 past days so far.",
    )
    assert [(each.covered, each.planned, each.reason) for each in found.coverage] == [
        (None, 24, found.reason)
    ] * 2


def test_coverage_and_errors_are_told_by_week_over_all_origins_that_could_be_judged(
    registry: Registry,
) -> None:
    skipped = Judgement(cut=date(2026, 1, 1), count=0, skipped="no history")
    store(registry, skipped, judged(date(2026, 2, 1), (1.0, 0.0)), judged(date(2026, 3, 1), (1.0, 1.0)))
    found = read_backtest(registry)
    assert (found.model, found.origins, found.error) == (1, 2, 0.4)
    assert found.rival_errors == {"last_year": 0.7, "total_alone": 0.8}
    assert found.coverage[1].covered == 0.75
    assert [week.covered for week in found.weeks] == [{0.8: 1.0}, {0.8: 0.5}]
    assert [week.error for week in found.weeks] == [0.3, 0.5]
    assert [week.rival_errors for week in found.weeks] == [{"last_year": 0.6}, {"last_year": 0.8}]


def test_a_level_that_an_older_version_did_not_test_says_so(registry: Registry) -> None:
    store(registry, judged(date(2026, 2, 1), (1.0, 0.0)))
    half = read_backtest(registry).coverage[0]
    assert half.covered is None
    assert half.reason


def test_each_forecast_is_set_beside_what_came_by_weeks_ahead(registry: Registry) -> None:
    rows = {"told_gain": (1.0, 2.0, 3.0, 4.0), "told_gain_low": (0.0, 1.0, 2.0, 3.0)}
    rows |= {"told_gain_high": (2.0, 3.0, 4.0, 5.0), "came_gain": (1.5, 9.0, 3.0, 4.0)}
    first, second = (judged(date(2026, month, 1), (1.0, 0.0)) for month in (2, 3))
    second = second.model_copy(update={"steps": second.steps | rows})
    store(registry, first, second)
    found = read_backtest(registry)
    assert (found.origins, found.planned) == (2, 2)
    assert [each.weeks for each in found.horizons] == [1, 4]
    week = found.horizons[0]
    assert (week.covered, week.error) == (1.0, 0.5)
    (told,) = week.told
    assert (told.made_on, told.on, told.came) == (date(2026, 3, 1), date(2026, 3, 8), 1.5)


def test_what_the_backtest_found_is_told_before_there_is_a_position(tmp_path: Path) -> None:
    def preparing(*_: object) -> Position:
        raise PositionPreparingError("not there yet")

    records = open_records(RecordsSettings(), tmp_path, SystemClock())
    desk = CashDesk(preparing, records, lambda _: untested("Nobody ran it."), preparing, Drawn(), "CHF")
    view = View(cast("Any", None), desk)
    told = backtest(desk.backtest({"E"}), view.unit)
    assert (told["currency"], told["reason"]) == ("CHF", "Nobody ran it.")
    with pytest.raises(PositionPreparingError):
        _ = View(cast("Any", None), desk, "EUR").unit  # only another currency needs the rates of the day
    records.close()
