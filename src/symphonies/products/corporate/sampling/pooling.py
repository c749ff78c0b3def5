"""The treasury's work: opening balances, transfers between accounts, the credit line, dividends."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    CashFlows,
    Days,
    Floats,
    Ints,
    Rows,
    Tables,
    World,
    constant,
    money,
    numbered,
    rows,
)
from symphonies.products.corporate.sampling.costs import TERM_LOANS

LINE_LIMIT = 40_000_000_00
_LINE_STEP = 2_500_000_00
_LINE_RATE = 0.056
_KEPT = 6_000_000_00
"""What a dividend leaves above the least."""
_LINE = "F-RCF"
_GROUP_LEAST, _GROUP_AMPLE = 12_000_000_00, 27_000_000_00
"""Between these the parent's account neither draws nor repays."""
_FLOOR_SHARE = 0.026
"""The least a company's account holds, as a share of its yearly revenue."""
_RESTRICTED = 1_900_000_00


def pool(world: World) -> Tables:
    """Give ``pooled_cash``; write facilities, their movements, covenants and the cash policy."""
    banks, calendar = world.the("bank_accounts"), world.calendar
    net = _daily(world)
    parent = int(banks["main"][0, 0])
    home = banks["main"][banks["entity"], world.the("entities")["currency"][banks["entity"]]]
    rng = world.rng("corporate.pool")
    twice_monthly = np.flatnonzero(
        np.isin(calendar.days.astype("M8[D]") - calendar.days.astype("M8[M]"), (0, 14))
    )
    mondays = np.unique(np.append(np.flatnonzero((calendar.days.astype(np.int64) + 3) % 7 == 0), 0))
    for account in np.flatnonzero(~banks["restricted"] & (home != np.arange(len(home)))):
        cuts = mondays if banks["collections"][banks["entity"][account]] == account else twice_monthly
        _keep_floor(
            world, net, int(account), int(home[account]), cuts, rng.uniform(0.9, 1.4, len(cuts)) * 300_000_00
        )
    for account in home[: len(banks["main"])]:
        if account != parent:
            floor = _floor(world, int(account)) * rng.uniform(0.9, 1.5, len(twice_monthly))
            _keep_floor(world, net, int(account), parent, twice_monthly, floor)
    _open_restricted(world)
    moves = _steer(world, net[parent], parent)
    return {**_facility_rows(world, moves), "cash_policy": _policy(world)}


def _daily(world: World) -> Ints:
    """Return the net movement of each account on each day before the treasury acts, in cents."""
    net = np.zeros((len(world.the("bank_accounts")["id"]), len(world.calendar.days)), dtype=np.int64)
    for flow in world.all("cash"):
        np.add.at(net, (flow.account, (flow.day - world.calendar.start).astype(np.int64)), flow.cents)
    return net


def _floor(world: World, account: int) -> float:
    entities, entity = world.the("entities"), world.the("bank_accounts")["entity"][account]
    rate = world.the("fx")["list_rate"][entities["currency"][entity]]
    return float(entities["revenue"][entity] * _FLOOR_SHARE / rate * 100)


def _keep_floor(world: World, net: Ints, account: int, other: int, cuts: Ints, floors: Floats) -> None:
    """Move money between two accounts at each cut so that the first just keeps its floor until the next.

    What the first cut moves is the opening balance; the other account is not touched by it.
    """
    banks, fx = world.the("bank_accounts"), world.the("fx")
    moved = np.zeros(len(cuts), dtype=np.int64)
    balance, ends = 0, np.append(cuts[1:], net.shape[1])
    for place, (start, end) in enumerate(zip(cuts, ends, strict=True)):
        path = np.cumsum(net[account, start:end])
        moved[place] = round(float(floors[place]) - balance - min(int(path.min()), 0), -5)
        balance += int(moved[place]) + int(path[-1])
    net[account, cuts] += moved
    _book(world, "opening", world.calendar.days[cuts[:1]], account, moved[:1], 3000)
    sent = cuts[1:][moved[1:] != 0]
    cents = moved[1:][moved[1:] != 0]
    rate = fx["spot"][banks["currency"][account], sent] / fx["spot"][banks["currency"][other], sent]
    back = -np.rint(cents * rate).astype(np.int64)
    contra = 1790 if banks["entity"][account] == banks["entity"][other] else 1700
    day = world.calendar.days[sent]
    _book(world, "transfer", day, account, cents, contra)
    _book(world, "transfer", day, other, back, contra)
    np.add.at(net[other], sent, back)


def _book(
    world: World, category: str, day: Days, account: int, cents: Ints, contra: int, reference: str = ""
) -> None:
    count = len(cents)
    world.give("pooled_cash", CashFlows(
        category, day, np.full(count, account), cents, contra, constant("Demo Bank", count),
        constant(reference or category, count),
    ))  # fmt: skip


def _open_restricted(world: World) -> None:
    banks, fx = world.the("bank_accounts"), world.the("fx")
    for account in np.flatnonzero(banks["restricted"]):
        cents = np.array([round(_RESTRICTED / fx["list_rate"][banks["currency"][account]], -5)]).astype(
            np.int64
        )
        _book(world, "opening", world.calendar.days[:1], int(account), cents, 3000)


def _steer(world: World, net: Ints, parent: int) -> list[tuple[np.datetime64, int]]:
    """Draw on and repay the credit line by week, pay dividends in May and November, keep the rest."""
    days = world.calendar.days
    balance, drawn = 26_000_000_00, 0
    _book(world, "opening", days[:1], parent, np.array([balance]), 3000)
    moves: list[tuple[np.datetime64, int]] = []
    dividends: list[tuple[np.datetime64, int]] = []
    interest: list[tuple[np.datetime64, int]] = []
    for start in range(0, len(days), 7):
        ahead = balance + np.cumsum(net[start : start + 70])
        week = days[start]
        if _pays_dividend(week) and start > 90:
            surplus = int(ahead.min()) - _GROUP_LEAST - _KEPT
            paid = int(np.clip(surplus // 100_000_00 * 100_000_00, 4_000_000_00, 60_000_000_00))
            dividends.append((week, -paid))
            balance, ahead = balance - paid, ahead - paid
        low, later = int(ahead[:7].min()), int(ahead[:28].min())
        step = 0
        if low < _GROUP_LEAST:
            step = min(-((low - _GROUP_LEAST) // _LINE_STEP) * _LINE_STEP, LINE_LIMIT - drawn)
        elif drawn and later > _GROUP_AMPLE:
            step = -min((later - _GROUP_AMPLE) // _LINE_STEP * _LINE_STEP, drawn)
        if step:
            moves.append((week, step))
        drawn += step
        interest.append((week, -round(drawn * _LINE_RATE / 52)))
        balance += step + interest[-1][1] + int(net[start : start + 7].sum())
    for category, contra, flows in (
        ("debt", 2500, moves),
        ("dividend", 3100, dividends),
        ("interest", 8000, interest),
    ):
        kept = [(day, cents) for day, cents in flows if cents]
        day = np.array([day for day, _ in kept], dtype="M8[D]")
        cents = np.array([cents for _, cents in kept], dtype=np.int64)
        _book(world, category, day, parent, cents, contra, _LINE if category != "dividend" else "dividend")
    return moves


def _pays_dividend(week: np.datetime64) -> bool:
    """Whether the week holds the 18th of May or November."""
    month = week.astype("M8[M]")
    payday = month.astype("M8[D]") + 17
    return int(month.astype(np.int64)) % 12 in (4, 10) and bool(week <= payday < week + 7)


def _facility_rows(world: World, moves: list[tuple[np.datetime64, int]]) -> Tables:
    start = world.calendar.start
    ids, kinds = ["F-RCF", "F-TLA", "F-USPP"], ["revolving", "term_loan", "term_loan"]
    limits = np.array([LINE_LIMIT, TERM_LOANS[0][3], TERM_LOANS[1][3]])
    entities = world.the("entities")["id"]
    entity, currency = entities[[0, 0, 6]], ["EUR", "EUR", "USD"]
    moved = {_LINE: moves, **dict(world.all("loan_moves"))}
    place = np.array([ids.index(facility) for facility, steps in moved.items() for _ in steps])
    steps = [step for part in moved.values() for step in part]
    return {
        "facility": rows(
            facility_id=ids, name=["Revolving credit facility", "Term loan A", "US private placement"],
            kind=kinds,
            lender=["Hanse Bank syndicate", "Hanse Bank syndicate", "Private placement holders"],
            entity_id=entity,
            agreed_on=np.full(3, start), matures_on=start + np.array([1900, 1900, 2900]),
            limit_amount=money(limits),
            currency=currency, margin_bps=[240.0, 260.0, 0.0],
        ),
        "facility_movement": rows(
            movement_id=numbered("M-", np.arange(1, len(steps) + 1), 4), facility_id=np.array(ids)[place],
            kind=np.array(kinds)[place], entity_id=entity[place],
            moved_on=np.array([day for day, _ in steps], dtype="M8[D]"),
            amount=money(np.array([cents for _, cents in steps], dtype=np.int64)),
            currency=np.array(currency)[place],
        ),
        "covenant": rows(
            covenant_id=["COV-LEV", "COV-ICR", "COV-LIQ"], facility_id=["F-TLA", "F-TLA", "F-RCF"],
            name=["Net debt to EBITDA", "EBITDA to interest", "Minimum liquidity"],
            measure=["leverage", "interest_cover", "liquidity"], bound=["max", "min", "min"],
            limit_value=[3.5, 4.0, 30_000_000.0],
        ),
    }  # fmt: skip


def _policy(world: World) -> Rows:
    """Ask for 25 million in the group, by the companies' share of revenue."""
    entities = world.the("entities")
    cents = np.rint(entities["share"] * 25_000_000_00).astype(np.int64)
    count = len(cents)
    return rows(
        policy_id=numbered("CP-", np.arange(1, count + 1), 2),
        entity_id=entities["id"],
        valid_from=np.full(count, world.calendar.start),
        valid_to=np.full(count, np.datetime64("NaT", "D")),
        minimum=money(cents),
        currency=["EUR"] * count,
    )
