"""Plans for cash: promises kept in fresh draws, effects that add up, terms that are kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.mitigation import (
    ASSUMPTIONS,
    Budget,
    Effects,
    Plan,
    Verdict,
    World,
    catalogue,
    chance_in,
    effects,
    mitigate,
)
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.bench.cash.companies import company

SETTINGS = Settings(horizon=60, paths=400, seed=3)
SMALL = Budget(planned=250, held_out=800, fresh=800, foreseen=20)


def with_floor(position: Position, quantile: float) -> Position:
    """Return a company whose floor is missed in a share of its futures."""
    cash = CashSimulation(position, SETTINGS).baseline_paths.cash
    number = len(position.entities.ids)
    floor = np.full(number, int(np.quantile(cash.min(axis=0), quantile)) // number)
    return replace(position, entities=replace(position.entities, minimum=floor))


@pytest.fixture(scope="module")
def position() -> Position:
    return with_floor(company(3, invoices=80, billings=20, days=90), 0.4)


@pytest.fixture(scope="module")
def known(position: Position) -> Effects:
    world = World(position, SETTINGS)
    return effects(world, catalogue(world, ASSUMPTIONS))


@pytest.fixture(scope="module")
def plan(position: Position) -> Plan:
    return mitigate(position, SETTINGS, confidence=0.9, budget=SMALL)


def test_the_promise_holds_in_a_draw_that_nothing_was_chosen_on(position: Position, plan: Plan):
    assert plan.verdict is Verdict.MET
    assert plan.before < 0.75
    assert chance_in(position, Settings(horizon=60, paths=1500, seed=77), plan) >= 0.88


def test_what_is_added_up_is_what_is_simulated_where_no_line_runs_by_itself(known: Effects):
    done = np.array([1.0 if not each.divisible else 0.3 for each in known.actions])
    apart = known.cash(done) - known.world.simulated(known.flows(done))
    # single precision and whole cents
    assert np.abs(apart).max() < 1e-5 * np.abs(known.world.cash).max()


def test_every_kind_of_action_is_weighed(known: Effects):
    kinds = {each.kind for each in known.actions}
    assert kinds >= {"reminder", "discount", "retiming", "draw"}
    assert all(each.practice.days_beyond_terms == 0 for each in known.actions if each.practice)


def test_collecting_sooner_and_paying_later_never_lower_cash_on_any_day(known: Effects):
    for index, action in enumerate(known.actions):
        if action.kind in ("reminder", "retiming"):
            assert known.levels[index].min() >= -1, action.key


def test_foresight_is_never_dearer_than_the_plan(plan: Plan):
    assert plan.foresight is not None
    assert plan.foresight <= plan.cost


def test_a_plan_says_what_each_step_brings_and_costs(plan: Plan):
    assert plan.steps or plan.rule
    for step in plan.steps:
        assert 0 < step.share <= 1
        assert step.low <= step.high
        assert step.action.evidence


def test_a_floor_beyond_reach_is_said_to_be(position: Position):
    high = replace(
        position, entities=replace(position.entities, minimum=position.entities.minimum * 50 + 10**10)
    )
    plan = mitigate(high, SETTINGS, confidence=0.9, budget=replace(SMALL, held_out=250, fresh=250))
    assert plan.verdict is Verdict.UNREACHABLE
    assert plan.foresight is None
    assert plan.chance < 0.9


def test_the_same_question_has_the_same_answer(position: Position, plan: Plan):
    again = mitigate(position, SETTINGS, confidence=0.9, budget=SMALL)
    assert [(each.action.key, each.share) for each in again.steps] == [
        (each.action.key, each.share) for each in plan.steps
    ]


def test_a_confidence_that_cannot_be_shown_is_refused(position: Position):
    with pytest.raises(SimulationInvalidError, match=r"0\.999"):
        mitigate(position, SETTINGS, confidence=0.999)
