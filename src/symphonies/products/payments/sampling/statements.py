"""Bank statements and currency hedges."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    CashFlows,
    Floats,
    Tables,
    World,
    joined,
    labels,
    money,
    numbered,
    pick,
    rows,
    taken,
    texts,
)

_HEDGED = ((0, 1, 0.7), (5, 0, 0.6), (2, 0, 0.6), (3, 0, 0.5))
"""Company, foreign currency, and the share of the exposure that is sold forward."""
_HEDGE_MONTHS = 2
_BANKS = ("Hanse Bank", "Hudson Trust", "Thames Bank")


def state_accounts(world: World) -> Tables:
    """Give ``statement`` (the order and kind of all lines); write statement lines."""
    flows: list[CashFlows] = [*world.all("cash"), *world.all("pooled_cash")]
    banks = world.the("bank_accounts")
    day, account = (np.concatenate([getattr(flow, name) for flow in flows]) for name in ("day", "account"))
    kind = np.repeat(np.arange(len(flows)), [len(flow.cents) for flow in flows])
    order = np.lexsort((kind, account, day))
    day, account, kind = day[order], account[order], kind[order]
    cents = np.concatenate([flow.cents for flow in flows])[order]
    category = labels([flow.category for flow in flows], kind)
    world.give("statement", {"day": day, "account": account, "cents": cents, "category": category})
    return {
        "statement_line": rows(
            line_id=numbered("L-", np.arange(1, len(order) + 1)),
            account_id=taken(texts(banks["id"]), account),
            entity_id=taken(texts(world.the("entities")["id"]), banks["entity"][account]),
            booked_on=day,
            amount=money(cents),
            currency=taken(texts(world.the("fx")["code"]), banks["currency"][account]),
            category=category,
            restricted=banks["restricted"][account],
            counterparty=joined([flow.counterparty for flow in flows]).take(order),
            reference=joined([flow.reference for flow in flows]).take(order),
        )
    }


def hedge_exposures(world: World) -> Tables:
    """Write forwards that follow each foreign exposure at the start of each month."""
    rng = world.rng("payments.hedges")
    months = world.calendar.month_starts
    parts = []
    for entity, currency, share in _HEDGED:
        exposure = _exposure(world, entity, currency)
        wanted = np.round(exposure * share / 10_000_00) * 10_000_00
        sold = wanted / _HEDGE_MONTHS
        month = np.flatnonzero(np.abs(sold) >= 1)
        parts.append(
            np.stack([np.full(len(month), entity), np.full(len(month), currency), month, sold[month]])
        )
    entity, currency, month, cents = (row.astype(np.int64) for row in np.concatenate(parts, axis=1))
    fx, entities = world.the("fx"), world.the("entities")
    traded = np.busday_offset(months[month], rng.integers(0, 3, len(month)), roll="forward")
    traded = np.minimum(traded, world.calendar.as_of)
    day = (traded - world.calendar.start).astype(np.int64)
    cross = fx["spot"][currency, day] / fx["spot"][entities["currency"][entity], day]
    return {
        "hedge": rows(
            hedge_id=numbered("FWD-", np.arange(1, len(month) + 1), 5),
            entity_id=entities["id"][entity],
            bank=labels(_BANKS, pick(rng, (1, 1, 1), len(month))),
            traded_on=traded,
            matures_on=np.busday_offset(
                (months[month].astype("M8[M]") + _HEDGE_MONTHS).astype("M8[D]"), 0, roll="forward"
            ),
            amount=money(cents),
            currency=fx["code"][currency],
            forward_rate=np.round(cross * (1 + rng.normal(0.002, 0.002, len(month))), 6),
        )
    }


def _exposure(world: World, entity: int, currency: int) -> Floats:
    """Return open receivables less payables plus cash in a foreign currency at each month start, in cents."""
    months = world.calendar.month_starts
    change = np.zeros(len(months) + 1)
    for journal in world.all("journals"):
        ours = (journal.entity == entity) & (journal.currency == currency)
        sign = np.isin(journal.debit, (1100,)).astype(int) - np.isin(journal.credit, (1100, 2000))
        month = np.searchsorted(months, journal.day[ours], side="left")
        np.add.at(change, month, (journal.cents * sign)[ours])
    banks = world.the("bank_accounts")
    for flow in world.all("cash"):
        ours = (banks["entity"][flow.account] == entity) & (banks["currency"][flow.account] == currency)
        booked = ours & ~np.isin(flow.contra, (1100, 2000))
        np.add.at(change, np.searchsorted(months, flow.day[booked], side="left"), flow.cents[booked])
    for flow in world.all("pooled_cash"):
        ours = (banks["entity"][flow.account] == entity) & (banks["currency"][flow.account] == currency)
        np.add.at(change, np.searchsorted(months, flow.day[ours], side="left"), flow.cents[ours])
    return np.cumsum(change)[:-1]
