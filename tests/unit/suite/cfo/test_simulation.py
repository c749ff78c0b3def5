"""The paths of cash: exact sums, the given distributions, credit lines, bands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.scope import of_entities
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings, measure
from tests.bench.cash.companies import company

SETTINGS = Settings(horizon=60, paths=250, seed=5)


@pytest.fixture(scope="module")
def simulation() -> CashSimulation:
    return CashSimulation(company(3, invoices=300), SETTINGS)


def test_closing_is_opening_and_flows_to_the_cent_on_every_account_path_and_day(simulation: CashSimulation):
    paths = simulation.detailed()
    moved = sum(paths.flows.parts.values()) + paths.borrowing.drawing + paths.borrowing.interest
    opening = simulation.position.accounts.balance[:, None, None]
    before = np.concatenate(
        [np.broadcast_to(opening, (*paths.closing.shape[:1], 1, 250)), paths.closing[:, :-1]], axis=1
    )
    assert np.array_equal(paths.closing, before + moved)


def test_every_open_invoice_is_paid_once_later_or_never(simulation: CashSimulation):
    cube = simulation.by_account.receipts.invoices
    owed = simulation.position.receivables.amount
    assert set(np.unique(cube.sum(axis=(0, 1)))) == {owed[owed > 0].sum()}


def test_each_invoice_keeps_its_own_distribution_under_the_common_shock():
    position = company(4, invoices=2)
    one = replace(position, receivables=replace(position.receivables, amount=np.array([1, 1])))
    paid = CashSimulation(one, Settings(horizon=60, paths=5_000, seed=1)).by_account.receipts
    for row in range(2):
        days = paid.pay_days.of(row)
        shares = np.bincount(days, minlength=position.days + 2) / len(days)
        told = position.receivables.curves[row]
        assert np.abs(shares.cumsum() - told.cumsum()).max() < 0.03


def test_the_common_shock_makes_receipts_vary_more():
    calm, nervous = company(5), company(5)
    calm = replace(calm, markets=replace(calm.markets, lateness=0.0))
    nervous = replace(nervous, markets=replace(nervous.markets, lateness=0.5))
    width = [
        CashSimulation(each, SETTINGS).by_currency.receipts.invoices[:, :20].sum(axis=(0, 1)).std()
        for each in (calm, nervous)
    ]
    assert width[1] > 2 * width[0]


def test_equal_positions_and_seeds_give_the_same_bits():
    first, second = (CashSimulation(company(6), SETTINGS) for _ in range(2))
    assert first.position.fingerprint() == second.position.fingerprint()
    assert np.array_equal(first.baseline.bands, second.baseline.bands)
    assert first.baseline.low == second.baseline.low


def test_an_invoice_keeps_its_luck_when_others_go():
    position = company(7, invoices=50)
    kept = position.receivables
    fewer = replace(
        position,
        receivables=replace(
            kept, ids=kept.ids[10:], customer=kept.customer[10:], account=kept.account[10:],
            amount=kept.amount[10:], due=kept.due[10:], disputed=kept.disputed[10:], curve=kept.curve[10:],
        ),
    )  # fmt: skip
    whole, part = CashSimulation(position, SETTINGS), CashSimulation(fewer, SETTINGS)
    assert np.array_equal(whole.by_account.receipts.pay_days.of(30), part.by_account.receipts.pay_days.of(20))


def needy(seed: int = 8, *, room: float = 1.0, tested: bool = False, **lines: Any) -> Position:
    """A company with little cash and a line that runs by itself."""
    position = company(seed)
    facilities = replace(position.facilities, automatic=np.array([True, False]), drawn=np.array([0, 0]))
    facilities = replace(facilities, limit=(facilities.limit * room).astype(np.int64), **lines)
    covenants = position.covenants
    return replace(
        position,
        facilities=facilities,
        accounts=replace(position.accounts, balance=position.accounts.balance // 20),
        covenants=covenants if tested else replace(covenants, tested=covenants.tested[:0]),
    )


@pytest.mark.parametrize("room", [0.1, 1.0, 100.0])
@pytest.mark.parametrize("account", [0, 1, 2])  # in euros, dollars and pounds
def test_an_automatic_line_keeps_its_pool_and_the_group_and_is_repaid(room: float, account: int):
    position = needy(room=room, account=np.array([account, 0]))
    paths, floor = CashSimulation(position, SETTINGS).paths(), int(position.entities.minimum.sum())
    cell = int(paths.grouping.cell[account])
    own, least = paths.closing[cell], paths.grouping.minimum[cell]
    drawn, limit = paths.borrowing.drawn[0], int(position.facilities.limit[0])
    assert drawn.max() > 0
    assert drawn.min() >= 0
    assert drawn.max() <= limit
    assert np.all(drawn[(own < least) | (paths.cash < floor)] == limit)
    # a cent, and what a cent of another currency is worth
    assert np.all(drawn[(own > least + 3) & (paths.cash > floor + 3)] == 0)
    if room == 100:
        assert measure(paths).chance_below_ever == 0


def test_what_was_drawn_before_stays_drawn_and_only_what_the_floor_asked_for_is_repaid():
    position = needy(9)
    drawn = np.array([int(position.entities.minimum.sum()), 0])
    indebted = replace(
        position,
        facilities=replace(position.facilities, drawn=drawn),
        accounts=replace(
            position.accounts, balance=position.accounts.balance + drawn[0] * (np.arange(8) == 0)
        ),
    )
    bare, first = (CashSimulation(each, SETTINGS).paths() for each in (position, indebted))
    month = 30  # interest on what was drawn is in the plans already, so it differs from then on
    asked, owed = (each.borrowing.drawn[0, :month] for each in (bare, first))
    assert (asked < drawn[0]).any()
    assert (asked > drawn[0]).any()
    assert np.array_equal(owed, np.maximum(asked, drawn[0]))
    spare = np.maximum(drawn[0] - asked, 0)
    assert np.array_equal(first.cash[:month], bare.cash[:month] + spare)


def test_nothing_is_drawn_beyond_what_a_covenant_on_debt_allows_at_the_next_test():
    held = needy(tested=True)
    loan, limit = int(held.facilities.drawn[1]), int(held.facilities.limit[0])
    covenants = replace(
        held.covenants, gross=np.ones(3, np.bool_), tested=np.array([20, 40]), ebitda_deviation=np.zeros(2),
        ebitda=np.array([loan + limit // 4, loan]), interest=np.zeros(2, np.int64),
        limit=np.array([1.0, 1e-9, 0.0]), measure=("leverage", "interest_cover", "liquidity"),
    )  # fmt: skip
    drawn = CashSimulation(replace(held, covenants=covenants), SETTINGS).paths().borrowing.drawn[0]
    free = CashSimulation(needy(), SETTINGS).paths().borrowing.drawn[0]
    assert drawn[:20].max() == limit // 4 < free[:20].max()
    assert drawn[20:].max() == 0 < free[20:].max()
    # what is owed less cash does not depend on how much is drawn
    netted = replace(covenants, gross=np.zeros(3, np.bool_))
    same = CashSimulation(replace(held, covenants=netted), SETTINGS).paths().borrowing.drawn[0]
    assert np.array_equal(same, free)


def test_the_cheaper_of_two_lines_is_drawn_first_and_repaid_last():
    position = needy(room=0.3, margin=np.array([0.05, 0.01]), automatic=np.array([True, True]),
                     revolving=np.array([True, True]), commitment_fee=np.zeros(2))  # fmt: skip
    drawn = CashSimulation(position, SETTINGS).paths().borrowing.drawn
    assert drawn[0].max() > 0
    assert np.all(drawn[1][drawn[0] > 0] == position.facilities.limit[1])


def test_accounts_of_a_pool_end_each_day_on_their_minimum_and_come_to_the_group():
    position = needy()
    nothing = np.zeros_like(position.entities.minimum)
    simulation = CashSimulation(
        replace(position, entities=replace(position.entities, minimum=nothing)), SETTINGS
    )
    paths, group = simulation.detailed(), simulation.paths()
    pooled = position.accounts.pool >= 0
    assert np.all(paths.closing[pooled] == position.accounts.minimum[pooled][:, None, None])
    assert np.all(paths.flows.parts["sweeps"].sum(axis=0) == 0)
    euros = (position.accounts.currency == 0) & ~position.accounts.restricted
    cells = (group.grouping.currency == 0) & group.grouping.free
    assert np.array_equal(paths.closing[euros].sum(axis=0), group.closing[cells].sum(axis=0))


def test_the_bands_hold_what_they_say_and_the_floor_is_counted(simulation: CashSimulation):
    cash, outcome = simulation.paths().cash, simulation.baseline
    inside = (cash >= outcome.bands[0][:, None]) & (cash <= outcome.bands[4][:, None])
    assert np.all(np.abs(inside.mean(axis=1) - 0.8) < 0.02)
    assert outcome.chance_below_ever == (cash < outcome.floor).any(axis=0).mean()
    assert outcome.low.median == np.sort(cash.min(axis=0))[124]
    week = outcome.surplus[0]
    assert (cash[: week.days].min(axis=0) - week.amount >= outcome.floor).mean() >= 0.95 or week.amount == 0


def test_pools_currencies_and_restricted_money_add_up_to_the_group(simulation: CashSimulation):
    few, all_accounts = simulation.paths(), simulation.detailed()
    free = ~simulation.position.accounts.restricted
    for currency in range(3):
        cells = (few.grouping.currency == currency) & few.grouping.free
        accounts = (simulation.position.accounts.currency == currency) & free
        assert np.array_equal(few.closing[cells].sum(axis=0), all_accounts.closing[accounts].sum(axis=0))


def test_a_company_on_its_own_has_its_own_accounts_only():
    position = company(9)
    part = of_entities(position, {"E1"})
    assert part.entities.ids == ("E1",)
    assert set(part.accounts.entity.tolist()) == {0}
    assert (
        part.receivables.amount.sum()
        == position.receivables.amount[position.accounts.entity[position.receivables.account] == 1].sum()
    )
    assert "covenants" in {gap.what for gap in part.gaps}
    assert CashSimulation(part, SETTINGS).baseline.covenants == ()
    assert of_entities(position, set(position.entities.ids)) is position


@pytest.mark.parametrize("settings", [Settings(horizon=0), Settings(horizon=151), Settings(paths=10)])
def test_what_cannot_be_simulated_is_refused(settings: Settings):
    with pytest.raises(SimulationInvalidError):
        CashSimulation(company(1, invoices=5), settings)


def test_a_covenant_without_earnings_is_breached_not_divided_by_zero():
    position = company(10)
    poor = replace(
        position,
        covenants=replace(
            position.covenants,
            gross=np.ones(3, np.bool_),
            ebitda=np.full(3, -1),
            ebitda_deviation=np.zeros(3),
        ),
    )
    tests = measure(CashSimulation(poor, Settings(horizon=91, paths=100)).paths()).covenants
    leverage = [test for test in tests if poor.covenants.measure[test.covenant] == "leverage"]
    assert [test.breach_chance for test in leverage] == [1.0, 1.0, 1.0]
