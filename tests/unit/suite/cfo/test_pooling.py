"""Sweeps between accounts: nothing is lost, minima of accounts and companies stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from symphonies.suite.cfo.pinnacle.position import Accounts, Entities
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from symphonies.suite.cfo.pinnacle.simulation.grouping import heads
from symphonies.suite.cfo.pinnacle.simulation.pooling import Pooling
from tests.bench.cash.companies import company

RATES = (1.0, 0.9, 0.007)
DAYS, PATHS = 3, 4


@st.composite
def pools(draw: st.DrawFn) -> tuple[Pooling, np.ndarray]:
    """Companies with accounts in three currencies, some swept to another of theirs, and what stands on them."""
    number, companies = draw(st.integers(2, 7)), draw(st.integers(1, 3))
    currency = [draw(st.integers(0, 2)) for _ in range(number)]
    restricted = [draw(st.integers(0, 5)) == 0 for _ in range(number)]
    pool = [
        draw(
            st.sampled_from([-1, *(o for o in range(a) if currency[o] == currency[a] and not restricted[o])])
        )
        for a in range(number)
    ]
    ids = tuple(f"A{each}" for each in range(number))
    accounts = Accounts(
        ids, ids,
        entity=np.array([draw(st.integers(0, companies - 1)) for _ in range(number)]),
        currency=np.array(currency),
        balance=np.zeros(number, np.int64),
        minimum=np.array([draw(st.integers(0, 500)) for _ in range(number)]),
        pool=np.where(restricted, -1, np.array(pool)),
        restricted=np.array(restricted),
    )  # fmt: skip
    names = tuple(f"E{each}" for each in range(companies))
    asked = np.array([draw(st.integers(0, 3000)) for _ in range(companies)])
    wobble = np.random.default_rng(draw(st.integers(0, 99)))
    moving = [1.0, *(rate * wobble.uniform(0.8, 1.2, (DAYS, PATHS)) for rate in RATES[1:])]
    closing = np.random.default_rng(draw(st.integers(0, 10_000))).integers(-800, 3000, (number, DAYS, PATHS))
    return Pooling(Entities(names, names, asked), accounts, moving.__getitem__), closing


def worth(pooling: Pooling, standing: np.ndarray, entity: int) -> np.ndarray:
    """What a company may use, in base cents."""
    accounts = pooling.accounts
    own = np.flatnonzero((accounts.entity == entity) & ~accounts.restricted)
    return sum(
        (standing[row] * pooling.rate(int(accounts.currency[row])) for row in own), np.zeros((DAYS, PATHS))
    )


@given(pools())
def test_a_sweep_loses_nothing_and_leaves_restricted_and_unpooled_accounts_alone(case):
    pooling, closing = case
    moved = pooling.swept(closing)
    head, accounts = heads(pooling.accounts), pooling.accounts
    assert moved.dtype == np.int64
    for top in range(len(head)):
        assert np.all(moved[head == top].sum(axis=0) == 0)
    assert np.all(moved[accounts.restricted] == 0)


@given(pools())
def test_no_account_ends_below_its_minimum_unless_its_whole_pool_holds_too_little(case):
    pooling, closing = case
    after = closing + pooling.swept(closing).cumsum(axis=1)
    head, minimum = heads(pooling.accounts), pooling.accounts.minimum
    for account, top in enumerate(head.tolist()):
        members = head == top
        if members.sum() == 1:
            continue
        is_enough = closing[members].sum(axis=0) >= minimum[members].sum()
        if account != top:
            assert np.all(after[account] >= minimum[account])
        else:
            assert np.all(after[account][is_enough] >= minimum[account])


@given(pools())
def test_what_is_swept_away_leaves_a_company_its_minimum_unless_the_head_would_lack_its_own(case):
    pooling, closing = case
    after = closing + pooling.swept(closing).cumsum(axis=1)
    accounts, head = pooling.accounts, heads(pooling.accounts)
    for entity in range(len(pooling.entities.ids)):
        away = np.flatnonzero((accounts.entity == entity) & (accounts.entity[head] != entity))
        heads_others = np.any((accounts.entity[head] == entity) & (accounts.entity != entity))
        if heads_others or not len(away) or not pooling.entities.minimum[entity]:
            continue
        tops = np.unique(head[away])
        head_is_full = np.all(after[tops] > accounts.minimum[tops][:, None, None], axis=0)
        gave = np.any(after[away] < closing[away], axis=0)
        kept = worth(pooling, after, entity) + 1e-6 >= pooling.entities.minimum[entity]
        assert np.all(kept | ~gave | ~head_is_full)


def test_a_company_keeps_what_policy_asks_of_it_and_its_head_gets_the_rest():
    accounts = Accounts(
        ("P", "S", "D"), ("Parent", "Sub", "Sub dollars"), np.array([0, 1, 1]), np.array([0, 0, 1]),
        np.zeros(3, np.int64), np.array([50, 100, 0]), np.array([-1, 0, -1]), np.zeros(3, np.bool_),
    )  # fmt: skip
    entities = Entities(("P", "S"), ("Parent", "Sub"), np.array([0, 1000]))
    pooling = Pooling(entities, accounts, [1.0, np.full((1, 1), 0.5)].__getitem__)

    def evening(*standing: int) -> list[int]:
        closing = np.array(standing).reshape(3, 1, 1)
        return (closing + pooling.swept(closing)).ravel().tolist()

    assert evening(0, 5000, 400) == [4200, 800, 400]  # 400 dollars are worth 200 of the 1,000
    assert evening(0, 600, 400) == [50, 550, 400]  # the parent's own minimum goes first
    assert evening(300, 600, 400) == [300, 600, 400]  # it keeps what it has and gets none
    assert evening(300, 20, 400) == [220, 100, 400]  # but for the minimum of the account
    assert evening(60, 20, 400) == [-20, 100, 400]  # the pool holds too little: its head bears that


def test_the_cash_identity_is_exact_with_minima_of_accounts_and_companies():
    position = company(12, invoices=60)
    daily = int(position.accounts.balance.mean())
    asked = replace(
        position,
        accounts=replace(position.accounts, minimum=np.arange(len(position.accounts.ids)) * daily // 10),
        entities=replace(position.entities, minimum=np.full(len(position.entities.ids), daily * 2)),
    )
    simulation = CashSimulation(asked, Settings(horizon=40, paths=100, seed=3))
    paths, group = simulation.detailed(), simulation.paths()
    moved = sum(paths.flows.parts.values()) + paths.borrowing.drawing + paths.borrowing.interest
    opening = np.broadcast_to(asked.accounts.balance[:, None, None], moved[:, :1].shape)
    assert np.array_equal(paths.closing, np.concatenate([opening, paths.closing[:, :-1]], axis=1) + moved)
    assert np.all(paths.flows.parts["sweeps"].sum(axis=0) == 0)
    for currency in range(3):
        cells = (group.grouping.currency == currency) & group.grouping.free
        own = (asked.accounts.currency == currency) & ~asked.accounts.restricted
        assert np.array_equal(group.closing[cells].sum(axis=0), paths.closing[own].sum(axis=0))
