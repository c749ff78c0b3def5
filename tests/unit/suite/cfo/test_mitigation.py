"""Plans for cash: promises kept in fresh draws, effects that add up, terms that are kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from symphonies.platform.scenarios import Lever
from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.levers import change_of
from symphonies.suite.cfo.pinnacle.mitigation import (
    ASSUMPTIONS,
    Budget,
    Effects,
    Mitigation,
    Plan,
    Verdict,
    World,
    catalogue,
    chance_in,
    mitigate,
)
from symphonies.suite.cfo.pinnacle.mitigation.policy import Policy, follow
from symphonies.suite.cfo.pinnacle.mitigation.programme import capacities
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.bench.cash.companies import company

SETTINGS = Settings(horizon=60, paths=400, seed=3)
SMALL = Budget(planned=250, held_out=2500, fresh=1000, foreseen=20)


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
    return Effects(world, catalogue(world, ASSUMPTIONS))


@pytest.fixture(scope="module")
def made(position: Position) -> Mitigation:
    return mitigate(position, SETTINGS, confidence=0.9, budget=SMALL)


@pytest.fixture(scope="module")
def plan(made: Mitigation) -> Plan:
    return made.plan


def test_the_promise_is_met_and_not_overshot_in_a_draw_that_nothing_was_chosen_on(
    position: Position, made: Mitigation
):
    assert made.plan.promise.verdict is Verdict.MET
    assert made.plan.before < 0.75
    assert chance_in(position, Settings(horizon=60, paths=3000, seed=77), made) == pytest.approx(
        0.9, abs=0.02
    )


def test_a_plan_s_effect_is_what_the_simulation_makes_of_it_also_where_lines_run_by_themselves(
    position: Position,
):
    lines = position.facilities
    automatic = replace(
        position,
        facilities=replace(lines, automatic=np.array([True, False]), limit=lines.limit // 4),
    )
    world = World(automatic, SETTINGS)
    known = Effects(world, catalogue(world, ASSUMPTIONS))
    done = np.array([0.0 if each.kind == "discount" else 1.0 for each in known.actions])
    apart = known.cash(done) - world.simulated(known.moves(done))
    assert world.automatic.any()
    assert any(each.kind == "draw" for each in known.actions)
    assert np.abs(apart).max() < 1e-5 * np.abs(world.cash).max()
    # the line answers: what comes in sooner is repaid
    assert np.abs(known.cash(done) - world.cash - world.level(known.moves(done))).max() > 1e3


def test_levers_and_actions_add_up_to_what_is_simulated(position: Position):
    change = change_of(
        position, [Lever(kind="dso", value=9), Lever(kind="dpo", value=-3), Lever(kind="cost", value=0.1)]
    )
    world = World(position, SETTINGS, change)
    known = Effects(world, catalogue(world, ASSUMPTIONS))
    assert world.cash.min(axis=0).mean() < World(position, SETTINGS).cash.min(axis=0).mean()
    for index, action in enumerate(known.actions):
        if action.kind in ("reminder", "retiming"):
            assert known.level(index).min() >= -1, action.key
    done = np.array([1.0 if each.kind in ("reminder", "retiming") else 0.0 for each in known.actions])
    apart = known.cash(done) - world.simulated(known.moves(done))
    assert np.abs(apart).max() < 1e-5 * np.abs(world.cash).max()


def test_what_is_added_up_is_what_is_simulated_where_no_line_runs_by_itself(known: Effects):
    done = np.array([1.0 if not each.divisible else 0.3 for each in known.actions])
    apart = known.cash(done) - known.world.simulated(known.moves(done))
    # single precision and whole cents
    assert np.abs(apart).max() < 1e-5 * np.abs(known.world.cash).max()


def test_every_kind_of_action_is_weighed(known: Effects):
    kinds = {each.kind for each in known.actions}
    assert kinds >= {"reminder", "discount", "retiming", "draw"}
    assert all(each.owner and each.risk and each.evidence for each in known.actions)


def test_collecting_sooner_and_paying_later_never_lower_cash_on_any_day(known: Effects):
    for index, action in enumerate(known.actions):
        if action.kind in ("reminder", "retiming"):
            assert known.levels[index].min() >= -1, action.key


def test_payments_are_moved_later_and_never_beyond_terms(known: Effects, plan: Plan):
    moved = [each.practice for each in known.actions if each.practice]
    assert moved
    for practice in moved:
        assert practice.days_later > 0
        assert practice.days_beyond_terms == 0
    assert plan.practice is not None
    assert plan.practice.late_after <= plan.practice.late_before + 1e-12


def test_a_line_is_never_drawn_over_its_limit(position: Position, known: Effects):
    line = position.facilities
    room = float(line.limit[0] - line.drawn[0])
    wish = np.random.default_rng(3).random(len(known.actions))
    drawn = np.array([each.kind == "draw" for each in known.actions])
    for rows in capacities(known.actions):
        wish[rows] /= max(wish[rows].sum(), 1.0)
    owed = sum(flow.cumsum(axis=0) for flow in known.moves(np.where(drawn, wish, 0.0)).flows.values())
    assert owed.max() <= room * (1 + 1e-9)
    course = follow(known, Policy(np.zeros(len(known.actions)), 1e15, 0))
    assert course.drawn.max() == room


def test_what_costs_money_costs_it_on_every_path(known: Effects):
    for index, action in enumerate(known.actions):
        if action.kind != "placement":
            assert known.cost_of(index).min() >= 0, action.key
        if action.kind == "placement":
            assert known.cost_of(index).max() < 0


def test_no_action_is_proposed_where_the_floor_holds_anyway(position: Position):
    low = replace(position, entities=replace(position.entities, minimum=position.entities.minimum - 10**10))
    plan = mitigate(low, SETTINGS, confidence=0.9, budget=SMALL).plan
    assert plan.promise.verdict is Verdict.NEEDLESS
    assert plan.before >= 0.9
    assert plan.cost <= 0
    assert {step.action.kind for step in plan.steps} <= {"placement"}


def test_foresight_is_never_dearer_than_the_plan(plan: Plan):
    assert plan.regret is not None
    assert plan.regret >= 0


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
    plan = mitigate(high, SETTINGS, confidence=0.9, budget=replace(SMALL, held_out=250, fresh=250)).plan
    assert plan.promise.verdict is Verdict.UNREACHABLE
    assert plan.foresight is None
    assert plan.chance < 0.9


def test_the_same_question_has_the_same_answer(position: Position, plan: Plan):
    assert mitigate(position, SETTINGS, confidence=0.9, budget=SMALL).plan == plan


def test_a_reminder_brings_nothing_before_its_lead_time(known: Effects):
    lead, found = ASSUMPTIONS.reminder.lead_days, 0
    for index, action in enumerate(known.actions):
        if action.kind == "reminder":
            first = action.day + lead - 1
            assert not known.levels[index][:first].any(), action.key
            found += bool(known.levels[index][first].any())
    # and then it does
    assert found


def test_a_confidence_that_cannot_be_shown_is_refused(position: Position):
    with pytest.raises(SimulationInvalidError, match=r"0\.999"):
        mitigate(position, SETTINGS, confidence=0.999)
