"""The collections worklist: exact expectations, the order of work, what is not to be reminded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.collections import Deed, reachable_low, worklist
from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS, World, catalogue
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import Settings
from tests.bench.cash.companies import company

LOW = 20


@pytest.fixture(scope="module")
def position() -> Position:
    return company(5, invoices=60, billings=10, days=90)


def test_every_open_invoice_is_on_the_list_once_and_no_credit_note(position: Position):
    found = worklist(position, LOW)
    assert sorted(found.rows.tolist()) == np.flatnonzero(position.receivables.amount > 0).tolist()
    worth = np.nan_to_num(found.worth)
    assert (np.diff(worth) <= 0).all()
    assert worth[0] > 0


def test_a_reminder_is_worth_what_its_simulation_brings_to_the_low_point(position: Position):
    found = worklist(position, LOW)
    mine = position.receivables.customer[found.rows] == position.receivables.customer[found.rows[0]]
    overdue = mine & (found.on == 1) & (found.deed == Deed.REMIND)
    world = World(position, Settings(horizon=60, paths=20_000, seed=2))
    who = position.customers.ids[position.receivables.customer[found.rows[0]]]
    action = next(each for each in catalogue(world, ASSUMPTIONS) if each.key == f"remind:{who}:1")
    simulated = world.level(action.effect(world).moves)[LOW - 1].mean()
    assert simulated == pytest.approx(found.worth[overdue].sum(), rel=0.05)


def test_disputes_are_settled_and_hopeless_ones_recovered_before_any_reminder(position: Position):
    receivables = position.receivables
    row = int(np.flatnonzero(receivables.amount > 0)[0])
    curves = receivables.curves.copy()
    curves[receivables.curve[row], :] *= 0.3
    curves[receivables.curve[row], -1] = 1 - curves[receivables.curve[row], :-1].sum()
    hopeless = replace(
        position, receivables=replace(receivables, curves=curves, disputed=receivables.disputed & False)
    )
    found = worklist(hopeless, LOW)
    place = found.rows.tolist().index(row)
    assert found.deed[place] == Deed.RECOVER
    assert np.isnan(found.worth[place])
    disputed = replace(
        hopeless, receivables=replace(hopeless.receivables, disputed=receivables.disputed | True)
    )
    assert set(worklist(disputed, LOW).deed.tolist()) == {Deed.SETTLE}


def test_a_reminder_that_comes_too_late_for_the_low_point_is_worth_nothing_there(position: Position):
    lead = ASSUMPTIONS.reminder.lead_days
    close, far = worklist(position, lead), worklist(position, lead + 1)
    reminded = [each.worth[each.deed == Deed.REMIND] for each in (close, far)]
    # who is late already is reminded all the same
    assert len(reminded[0])
    assert not reminded[0].any()
    assert reminded[1].any()


def test_what_is_due_after_the_low_point_is_left_alone(position: Position):
    found = worklist(position, LOW)
    later = position.receivables.due[found.rows] >= LOW
    assert (found.deed[later] != Deed.REMIND).all()
    assert (found.on[found.deed == Deed.WAIT] == 0).all()


def test_worth_is_counted_by_the_lowest_day_that_a_reminder_can_still_reach():
    lead = ASSUMPTIONS.reminder.lead_days
    median = np.array([5, 90, 80, 70, 60, 20, 75, 30])
    assert reachable_low(median) == 6 > lead
    assert reachable_low(np.array([90, 80, 70, 60, 5, 20])) == 5
    assert reachable_low(median[: lead - 1]) == lead - 1


def test_a_low_point_tomorrow_leaves_reminders_worth_something(position: Position):
    median = np.full(60, 100)
    median[0], median[LOW - 1] = 10, 50
    assert np.nansum(worklist(position, 1).worth) == 0
    assert np.nansum(worklist(position, reachable_low(median)).worth) > 0
