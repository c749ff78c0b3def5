"""What levers promise, whatever the company: neutral is nothing, order is nothing, later is never better."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.platform.scenarios import Lever, LeverInvalidError
from symphonies.suite.cfo.pinnacle.explanation import explain_change, explain_level
from symphonies.suite.cfo.pinnacle.levers import EFFECTS, LEVERS, change_of
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings, measure
from symphonies.suite.cfo.pinnacle.stress import levers_of, reverse_stress, stress_library
from tests.bench.cash.companies import company

LINES = ("by hand", "automatic", "automatic in dollars")
TARGETS = {"currency": "USD", "customer": "K003", "supplier": "S02", "invoice": "R000007", "rate": "EURIBOR"}


@cache
def simulated(seed: int = 2, line: str = "by hand") -> CashSimulation:
    """A group in three currencies with a pool, contracts, covenants and a line, short of cash where it is run."""
    position = company(seed, invoices=200)
    if line != "by hand":
        lines, accounts = position.facilities, position.accounts
        position = replace(
            position,
            accounts=replace(accounts, balance=accounts.balance // 3),
            facilities=replace(
                lines,
                automatic=lines.revolving,
                account=np.array([LINES.index(line) - 1, 0]),  # account 0 holds euros, 1 dollars
                drawn=np.array([lines.limit[0] // 8, lines.drawn[1]]),
                limit=np.array([lines.limit[0] // 2, lines.limit[1]]),
            ),
        )
    return CashSimulation(position, Settings(horizon=60, paths=100))


def lines() -> st.SearchStrategy[str]:
    return st.sampled_from(LINES)


def levers() -> st.SearchStrategy[Lever]:
    def one(kind: str) -> st.SearchStrategy[Lever]:
        declared = LEVERS[kind]
        steps = st.integers(
            int(np.ceil(max(declared.minimum, -20) / declared.step)),
            int(min(declared.maximum, 20) / declared.step),
        )
        return steps.map(
            lambda step: Lever(
                kind=kind, target=TARGETS.get(declared.target or ""), value=step * declared.step
            )
        )

    return st.sampled_from(list(LEVERS)).flatmap(one)


def test_every_declared_lever_does_something_and_nothing_else_is_declared():
    assert set(LEVERS) == set(EFFECTS)


def test_the_lines_of_these_companies_are_drawn_repaid_and_at_their_limit():
    for line in LINES[1:]:
        paths = simulated(line=line).paths()
        drawn, limit = paths.borrowing.drawn[0], paths.position.facilities.limit[0]
        begun = paths.position.facilities.drawn[0]
        assert (drawn == limit).any()
        assert ((drawn > begun) & (drawn < limit)).any()
        assert ((drawn[1:] == begun) & (drawn[:-1] > begun)).any()
        assert paths.borrowing.interest.any()


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("kind", list(LEVERS))
def test_a_lever_at_neutral_changes_not_one_bit(kind: str, line: str):
    simulation, declared = simulated(line=line), LEVERS[kind]
    lever = Lever(kind=kind, target=TARGETS.get(declared.target or ""), value=declared.neutral)
    change = change_of(simulation.position, [lever])
    assert change.is_neutral
    effect = (
        EFFECTS[kind](simulation.position, simulation.nothing, lever) if kind != "hiring_freeze" else change
    )
    assert np.array_equal(simulation.paths(effect).closing, simulation.paths().closing)
    assert simulation.run(effect).low == simulation.baseline.low


@settings(max_examples=60, deadline=None)
@given(levers(), levers(), lines())
def test_two_levers_in_either_order_agree_to_the_last_bit(one: Lever, other: Lever, line: str):
    simulation = simulated(line=line)
    try:
        first, second = (change_of(simulation.position, pair) for pair in ([one, other], [other, one]))
    except LeverInvalidError:  # together beyond the range
        return
    for each in fields(first):
        assert np.array_equal(getattr(first, each.name), getattr(second, each.name))
    assert np.array_equal(simulation.paths(first).cash, simulation.paths(second).cash)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(-20, 30), st.integers(0, 20), lines())
def test_more_days_of_customers_never_raise_the_low_point(seed: int, days: int, more: int, line: str):
    simulation = simulated(seed, line)
    # a line in dollars is drawn in whole cents: what a cent of it is worth may remain over the floor
    cents = 2 if line == "automatic in dollars" else 0
    low = [
        simulation.run(change_of(simulation.position, [Lever(kind="dso", value=value)])).low
        for value in (days, days + more)
    ]
    assert low[1].median <= low[0].median + cents
    assert low[1].low <= low[0].low + cents


@settings(max_examples=40, deadline=None)
@given(st.lists(levers(), max_size=3), lines())
def test_the_cash_identity_holds_under_any_levers(chosen: list[Lever], line: str):
    simulation = simulated(line=line)
    try:
        change = change_of(simulation.position, chosen)
    except LeverInvalidError:
        return
    for paths in (simulation.detailed(change), simulation.paths(change)):
        moved = sum(paths.flows.parts.values()) + paths.borrowing.drawing + paths.borrowing.interest
        opening = paths.grouping.opening[:, None, None]
        shape = paths.closing.shape
        assert np.array_equal(paths.closing, opening + np.broadcast_to(moved, shape).cumsum(axis=1))
        owed = paths.borrowing.drawn[0] - simulation.position.facilities.drawn[0]
        assert np.array_equal(paths.borrowing.drawing.sum(axis=0).cumsum(axis=0), owed)


@settings(max_examples=12, deadline=None)
@given(st.lists(levers(), min_size=1, max_size=3), lines())
def test_the_parts_of_a_change_add_up_to_the_last_cent(chosen: list[Lever], line: str):
    simulation = simulated(line=line)
    try:
        change = change_of(simulation.position, chosen)
    except LeverInvalidError:
        return
    after = simulation.run(change)
    parts = explain_change(simulation, change, lambda paths: measure(paths).low.median, after.low.day)
    assert sum(part.amount for part in parts) == after.low.median - simulation.baseline.low.median
    for part in parts:
        assert not part.parts or sum(each.amount for each in part.parts) == part.amount
    level = explain_level(simulation.paths(change), after.low.day)
    assert sum(part.amount for part in level) == after.mean[after.low.day - 1]


def test_the_customer_who_fails_is_named():
    simulation = simulated()
    change = change_of(simulation.position, [Lever(kind="default", target="K003", value=1)])
    parts = explain_change(simulation, change, lambda paths: int(paths.cash[-1].mean()), 60)
    assert [part.name for part in parts] == ["receipts"]
    assert [part.name for part in parts[0].parts] == ["K003"]


def test_single_causes_move_what_they_should():
    simulation, position = simulated(), simulated().position

    def end(*chosen: str) -> float:
        change = change_of(position, [LEVERS.parse(text) for text in chosen])
        return float(simulation.paths(change).cash[-1].mean())

    start = end()
    assert end("fx.USD=-0.2") < start
    assert end("dpo=10") > start
    assert end("hiring_freeze=1") > start
    assert end("capex=60") > start
    assert end("outage.S02=4") < end("outage.S02=0") == start
    assert end("price=0.1") > end("demand=0.1") > start
    assert end("cost=0.1") < start


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dsoo=3", "no lever"),
        ("dso=abc", "no number"),
        ("dso", "no number"),
        ("dso=1.5", "whole days"),
        ("dso=99", "between"),
        ("fx=-0.1", "needs a currency"),
        ("dso.K001=3", "aimed at nothing"),
        ("fx.EUR=0.1", "totals are told in"),
        ("fx.ZZZ=0.1", "names no currency"),
        ("default.NOBODY=1", "names no customer"),
    ],
)
def test_a_lever_that_cannot_be_is_refused_with_the_reason(text: str, told: str):
    with pytest.raises(LeverInvalidError, match=told):
        change_of(simulated().position, [LEVERS.parse(text)])


def test_levers_named_twice_add_days_and_compound_ratios():
    combined = LEVERS.combined(
        [LEVERS.parse(text) for text in ("demand=0.1", "dso=2", "demand=0.1", "dso=3")]
    )
    assert [(lever.kind, round(lever.value, 6)) for lever in combined] == [("dso", 5.0), ("demand", 0.21)]


def test_every_stress_fits_any_company_and_reverse_stress_finds_the_edge():
    simulation = simulated()
    for stress in stress_library().values():
        assert levers_of(stress, simulation.position)
        found = reverse_stress(simulation, stress)
        if found.severity:
            at = simulation.run(change_of(simulation.position, found.levers))
            assert at.chance_below_ever >= 0.5
            milder = levers_of(stress, simulation.position, found.severity * 0.9)
            assert (
                simulation.run(change_of(simulation.position, milder)).chance_below_ever
                <= at.chance_below_ever
            )
