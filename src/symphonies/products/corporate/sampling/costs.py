"""Pay, depreciation, loan service, bank fees and tax."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    CashFlows,
    Days,
    Floats,
    PaymentRequests,
    Postings,
    Tables,
    World,
    constant,
)

_OPERATING_PAY, _DELIVERY_PAY = 0.176, 0.083
"""Personnel cost as a share of revenue."""
_BONUS = 0.05
"""Part of each month's pay that is set aside and paid out in March."""
_NET_SHARE = 0.66
_DEPRECIATION = 0.037
TERM_LOANS = (
    # facility, company, currency, cents at the start, rate, repaid half-yearly
    ("F-TLA", 0, 0, 200_000_000_00, 0.059, 5_000_000_00),
    ("F-USPP", 6, 1, 85_000_000_00, 0.062, 0),
)
_TAX_RATE = 0.25


def steady_revenue(world: World) -> Floats:
    """Return each company's monthly revenue without season or noise, in cents of its currency."""
    entities, calendar = world.the("entities"), world.calendar
    back = np.arange(len(calendar.months))[::-1]
    growth = np.exp(-entities["growth"][:, None] * (back - 6) / 12)
    rate = world.the("fx")["list_rate"][entities["currency"]]
    return entities["revenue"][:, None] / 12 * growth / rate[:, None] * 100


def employ(world: World) -> Tables:
    """Give ``payment_requests`` and ``journals``: the pay of each cost centre, its tax, and the bonus."""
    calendar, entities = world.calendar, world.the("entities")
    payday = np.busday_offset(calendar.month_starts + 24, 0, roll="backward")
    paid = np.flatnonzero(payday <= calendar.as_of)
    base = steady_revenue(world)[:, paid]
    noise = 1 + 0.006 * world.rng("corporate.pay").standard_normal(base.shape)
    centres = world.the("cost_centres")
    for account, share, weights in (
        (6000, _OPERATING_PAY, centres["operating"]), (5200, _DELIVERY_PAY, centres["delivery"]),
    ):  # fmt: skip
        used = np.flatnonzero(weights)
        cost = np.rint((base * noise)[:, :, None] * share * weights[used] / weights.sum()).astype(np.int64)
        entity, month, centre = (axis.ravel() for axis in np.indices(cost.shape))
        cents, currency = cost.ravel(), entities["currency"][entity]
        day = payday[paid][month]
        document = constant("payroll", len(cents))
        world.give("journals", Postings(
            "payroll", day, entity, currency, account, 2200, cents, document, cost_centre=used[centre],
            product_line=-1 if account == 6000 else np.array([2, 1, 3])[centre],
        ))  # fmt: skip
        _pay_staff(world, account, cost.sum(axis=2), payday[paid])
        _pay_bonus(world, account, cost.sum(axis=2), payday[paid])
    return {}


def _pay_staff(world: World, account: int, cost: Floats, payday: Days) -> None:
    """Pay each company's staff in one sum, and their tax and social security on the tenth thereafter."""
    entity, month = (axis.ravel() for axis in np.indices(cost.shape))
    currency, day = world.the("entities")["currency"][entity], payday[month]
    earned = np.rint(cost.ravel() * (1 - _BONUS)).astype(np.int64)
    net = np.rint(earned * _NET_SHARE).astype(np.int64)
    document = constant("payroll", len(net))
    for kind, due, cents in (("payroll", day, net), ("payroll_tax", _tenth_of_next_month(day), earned - net)):
        world.give("payment_requests", PaymentRequests(
            f"{kind} {account}", kind, due, entity, currency, cents, 2200, document
        ))  # fmt: skip


def _tenth_of_next_month(day: Days) -> Days:
    tenth = (day.astype("M8[M]") + 1).astype("M8[D]") + 9
    return np.busday_offset(tenth, 0, roll="forward")


def _pay_bonus(world: World, account: int, cost: Floats, payday: Days) -> None:
    """Pay out each March what was set aside in the twelve months before."""
    entities = world.the("entities")
    march = np.flatnonzero(payday.astype("M8[M]").astype(np.int64) % 12 == 2)
    saved = np.cumsum(cost * _BONUS, axis=1)
    before = np.where(march >= 12, saved[:, np.maximum(march - 12, 0)], 0)
    entity, year = (axis.ravel() for axis in np.indices(before.shape))
    world.give("payment_requests", PaymentRequests(
        f"bonus {account}", "payroll", payday[march][year], entity, entities["currency"][entity],
        np.rint(saved[:, march] - before).astype(np.int64).ravel(), 2200, constant("bonus", len(entity)),
    ))  # fmt: skip


def carry(world: World) -> Tables:
    """Give ``journals`` and ``cash``: opening balances, depreciation, loan service and bank fees."""
    calendar, entities = world.calendar, world.the("entities")
    base = steady_revenue(world)
    entity, month = (axis.ravel() for axis in np.indices(base.shape))
    share = calendar.elapsed_share[month]
    cents = np.rint(base.ravel() * _DEPRECIATION * share).astype(np.int64)
    world.give("journals", Postings(
        "depreciation", calendar.month_ends[month], entity, entities["currency"][entity], 7000, 1590, cents,
        constant("depreciation", len(cents)),
    ))  # fmt: skip
    _open_books(world, base)
    for loan in TERM_LOANS:
        _serve_loan(world, *loan)
    _charge_fees(world)
    return {}


def _open_books(world: World, base: Floats) -> None:
    """Start with equipment worth half a year of revenue and eleven weeks of terminals."""
    entities = world.the("entities")
    every = np.arange(len(base))
    start = np.full(len(base), world.calendar.start)
    goods = world.the("goods_cost")[:, :3].mean(axis=1) * 2.6
    for account, cents in ((1500, base[:, 0] * 6), (1300, goods)):
        world.give("journals", Postings(
            "opening", start, every, entities["currency"], account, 3000, np.rint(cents).astype(np.int64),
            constant("opening balance", len(base)),
        ))  # fmt: skip


def _serve_loan(
    world: World, facility: str, entity: int, currency: int, cents: int, rate: float, repaid: int
) -> None:
    calendar = world.calendar
    one, of = np.array([entity]), np.array([currency])
    world.give("journals", Postings(
        "opening", np.array([calendar.start]), one, of, 3000, 2500, np.array([cents]), constant(facility, 1)
    ))  # fmt: skip
    ends = (calendar.months + 1).astype("M8[D]") - 1
    ends = ends[ends <= calendar.as_of]
    quarter = (ends.astype("M8[M]").astype(np.int64) + 1) % 3 == 0
    half = (ends.astype("M8[M]").astype(np.int64) + 1) % 6 == 0
    drawn = cents - repaid * (np.cumsum(half) - half)
    accrued = np.rint(drawn * rate / 12).astype(np.int64)
    count = len(ends)
    world.give("journals", Postings(
        "interest", ends, one.repeat(count), of.repeat(count), 8000, 2300, accrued, constant(facility, count)
    ))  # fmt: skip
    account = world.the("bank_accounts")["main"][entity, currency]
    owed = np.cumsum(accrued)[quarter]
    paid = np.diff(owed, prepend=0)
    _move(world, "interest", ends[quarter], account, -paid, 2300, facility)
    moves = [(calendar.start, cents)]
    if repaid:
        _move(world, "debt", ends[half], account, np.full(int(half.sum()), -repaid), 2500, facility)
        moves += [(day, -repaid) for day in ends[half]]
    world.give("loan_moves", (facility, moves))


def _move(
    world: World, category: str, day: Days, account: int, cents: np.ndarray, contra: int, reference: str
) -> None:
    day = np.minimum(np.busday_offset(day, 0, roll="backward"), world.calendar.as_of)
    count = len(cents)
    world.give("cash", CashFlows(
        category, day, np.full(count, account), cents, contra, constant("Lenders", count),
        constant(reference, count)
    ))  # fmt: skip


def _charge_fees(world: World) -> None:
    banks, fx = world.the("bank_accounts"), world.the("fx")
    account, month = (axis.ravel() for axis in np.indices((len(banks["id"]), len(world.calendar.months))))
    cents = (
        world.rng("corporate.fees").uniform(300_00, 900_00, len(account))
        / fx["list_rate"][banks["currency"]][account]
    )
    charged = ~banks["restricted"][account]
    day = world.calendar.month_ends[month]
    day = np.busday_offset(day, 0, roll="backward")
    count = int(charged.sum())
    world.give("cash", CashFlows(
        "fee", day[charged], account[charged], -np.rint(cents[charged]).astype(np.int64), 6900,
        constant("Bank", count), constant("account fees", count),
    ))  # fmt: skip


def owe_tax(world: World) -> Tables:
    """Give ``tax_journals`` and ``payment_requests``: income tax by month, paid after each quarter."""
    calendar, entities = world.calendar, world.the("entities")
    profit = np.maximum(_profit(world), 0) * _TAX_RATE
    cents = np.rint(profit).astype(np.int64)
    entity, month = (axis.ravel() for axis in np.indices(cents.shape))
    currency = entities["currency"][entity]
    world.give("tax_journals", Postings(
        "tax", calendar.month_ends[month], entity, currency, 9000, 2400, cents.ravel(),
        constant("income tax", len(entity))
    ))  # fmt: skip
    quarter_end = np.flatnonzero((calendar.months.astype(np.int64) + 1) % 3 == 0)
    owed = np.diff(np.cumsum(cents, axis=1)[:, quarter_end], prepend=0, axis=1)
    entity, quarter = (axis.ravel() for axis in np.indices(owed.shape))
    day = (calendar.months[quarter_end] + 1).astype("M8[D]") + 14
    day = np.busday_offset(day, 0, roll="forward")[quarter]
    world.give("payment_requests", PaymentRequests(
        "income tax", "tax", day, entity, entities["currency"][entity], owed.ravel(), 2400,
        constant("income tax", len(entity)),
    ))  # fmt: skip
    return {}


def _profit(world: World) -> Floats:
    """Return each company's profit before tax by month at list rates, in cents of its currency."""
    calendar, entities = world.calendar, world.the("entities")
    rate = world.the("fx")["list_rate"]
    profit = np.zeros((len(entities["id"]), len(calendar.months)))
    for journal in world.all("journals"):
        local = journal.cents * rate[journal.currency] / rate[entities["currency"][journal.entity]]
        month = calendar.month_index(journal.day)
        for account, sign in ((journal.debit, -1), (journal.credit, 1)):
            counts = account >= 4000
            np.add.at(profit, (journal.entity[counts], month[counts]), sign * local[counts])
    return profit
