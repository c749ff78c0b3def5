"""The bands of cash: what days and months share, and what earlier forecasts say of their width."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.cash import daily_widths
from symphonies.suite.cfo.pinnacle.cash.widths import learn_widths
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from symphonies.suite.cfo.pinnacle.simulation.grouping import heads
from tests.bench.cash.companies import company

SETTINGS = Settings(horizon=60, paths=400, seed=5)


def deviations(strayed: float, origins: int, weeks: int = 13) -> np.ndarray:
    """How far cash strayed where the needed width is ``strayed``."""
    even = (np.arange(origins) + 1) / (origins + 1) * strayed / 0.8
    return np.repeat(even[:, None], weeks, axis=1)


def test_few_earlier_forecasts_change_nothing_they_cannot_prove() -> None:
    assert learn_widths(np.ones((1, 13)), 0.8, 2.0) == pytest.approx(np.ones(13))
    assert learn_widths(deviations(1.0, 10), 0.8, 2.0) == pytest.approx(np.ones(13))
    assert learn_widths(deviations(1.2, 10), 0.8, 2.0) == pytest.approx(np.ones(13))


@pytest.mark.parametrize("strayed", [0.5, 2.0])
def test_widths_follow_what_forecasts_needed_the_more_the_more_of_them_are_apart(strayed: float) -> None:
    few, many = (learn_widths(deviations(strayed, count), 0.8, 2.0) for count in (10, 40))
    gap = np.abs(np.log(many))
    assert np.all(np.abs(np.log(many)) > np.abs(np.log(few)))
    assert gap[0] > gap[-1]
    assert np.all((many - 1) * (strayed - 1) > 0)


def test_bands_of_a_simulation_that_is_right_are_hardly_touched_and_of_one_that_is_not_they_hold() -> None:
    rng = np.random.default_rng(1)
    held: dict[float, list[float]] = {0.5: [], 1.0: [], 2.0: []}
    for factor, found in held.items():
        for _ in range(200):
            errors = np.abs(rng.standard_normal((31, 13))) * factor / 1.2816
            found.append(float(np.mean(errors[30] <= learn_widths(errors[:30], 0.8, 13.0))))
    assert np.mean(held[1.0]) == pytest.approx(0.8, abs=0.02)
    assert np.mean(held[0.5]) == pytest.approx(0.8, abs=0.08)
    assert np.mean(held[2.0]) == pytest.approx(0.8, abs=0.08)


def test_widths_are_told_by_day_between_the_ends_of_weeks() -> None:
    assert daily_widths(np.array([1.0, 2.0])) == pytest.approx(
        [1.0] * 7 + [1 + k / 7 for k in range(1, 8)]
    )  # fmt: skip


def test_a_width_moves_every_path_away_from_the_mean_and_keeps_the_sums_exact() -> None:
    position = replace(
        company(3, invoices=200),
        facilities=replace(company(3).facilities, automatic=np.array([False, False])),
    )
    head = heads(position.accounts)

    def pools(at: Position) -> NDArray[np.int64]:
        """What each pool holds: what stays on single accounts follows from it, but not in proportion."""
        closing = CashSimulation(at, SETTINGS).detailed().closing
        return np.stack([closing[head == top].sum(axis=0) for top in np.unique(head)])

    plain, wide = pools(position), pools(replace(position, widths=np.full(60, 1.5)))
    assert np.abs(wide.mean(axis=2) - plain.mean(axis=2)).max() <= len(head)
    before, after = plain.std(axis=2), wide.std(axis=2)
    assert after[before > 1000] == pytest.approx(1.5 * before[before > 1000], rel=1e-3)
    paths = CashSimulation(replace(position, widths=np.full(60, 1.5)), SETTINGS).detailed()
    moved = sum(paths.flows.parts.values()) + paths.borrowing.drawing + paths.borrowing.interest
    opening = position.accounts.balance[:, None]
    assert np.array_equal(paths.closing[:, -1], opening + moved.sum(axis=1))


def bills(position: Position, chance: float) -> Position:
    """One account, and forty bills that leave on day 5 or on day 12."""
    outflows, count = position.outflows, 80
    day = np.tile([5, 12], 40)
    share = np.tile([chance, 1 - chance], 40)
    none = np.zeros(count)
    return replace(
        position,
        outflows=replace(
            outflows, names=("bill",) * count, kind=np.zeros(count, np.int64), account=np.zeros(count, np.int64),
            supplier=np.full(count, -1), amount=np.rint(1e6 * share).astype(np.int64), spread=none,
            lasting=none, monthly=none, day=day, earliest=day, latest=day, due=day, demand_share=none,
            bill=np.repeat(np.arange(40), 2), chance=share,
        ),
    )  # fmt: skip


def test_a_bill_leaves_once_on_one_of_its_days() -> None:
    payments = CashSimulation(bills(company(3, invoices=5), 0.6), SETTINGS).by_account.payments
    first, second = payments.drawn[-2:]
    assert first.mean() == pytest.approx(1.0, abs=0.02)
    assert first.std() == pytest.approx(np.sqrt(40 * 0.6 * 0.4) / (40 * 0.6), rel=0.15)
    assert np.corrcoef(first, second)[0, 1] == pytest.approx(-1.0, abs=1e-6)
    whole = 0.6 * first + 0.4 * second
    assert np.abs(whole - 1).max() < 1e-6


def purchases(position: Position, lasting: float, monthly: float, demand_share: float) -> Position:
    """One account, and two runs of bills to come in each of the months January to March."""
    day = np.array([9, 23, 40, 54, 68, 82])
    count = len(day)
    one = np.ones(count)
    outflows = replace(
        position.outflows, names=("bills to come",) * count, kind=np.zeros(count, np.int64),
        account=np.zeros(count, np.int64), supplier=np.full(count, -1), amount=np.full(count, 1_000_000),
        spread=0.1 * one, lasting=lasting * one, monthly=monthly * one, day=day, earliest=day, latest=day, due=day,
        demand_share=demand_share * one, bill=np.full(count, -1), chance=one,
    )  # fmt: skip
    return replace(position, outflows=outflows)


def test_purchases_stray_on_their_own_by_month_and_all_alike_with_demand() -> None:
    position = purchases(company(3, invoices=5), 0.1, 0.2, 0.5)
    model = CashSimulation(position, Settings(horizon=91, paths=5_000)).by_account
    drawn = model.payments.drawn[:6]
    assert drawn.mean(axis=1) == pytest.approx(np.ones(6), abs=0.02)
    alike = np.corrcoef(np.log(drawn))
    # of 0.01 + 0.01 + 0.04 what is shared: with the other run of the month, with any other month
    assert alike[0, 1] == pytest.approx(5 / 6, abs=0.03)
    assert alike[0, 2] == pytest.approx(1 / 6, abs=0.05)
    with_demand = np.corrcoef(np.log(drawn[0]), model.draws.demand)[0, 1]
    assert with_demand == pytest.approx(np.sqrt(0.5 * 1 / 6), abs=0.05)
    assert np.log(drawn).std(axis=1) == pytest.approx(np.full(6, np.sqrt(0.06)), rel=0.05)


def test_what_months_have_each_for_themselves_cancels_more_than_what_lasts() -> None:
    made = company(4, invoices=5)
    billings = replace(made.billings, spread=np.full(len(made.billings.names), 0.3))
    lasting, monthly = (
        replace(made, billings=billings, markets=replace(made.markets, demand=share, demand_month=own))
        for share, own in ((0.5, 0.0), (0.0, 0.5))
    )
    spread = [
        CashSimulation(each, SETTINGS).by_account.billings.amounts.sum(axis=0).std()
        for each in (lasting, monthly)
    ]
    assert spread[1] < 0.8 * spread[0]
