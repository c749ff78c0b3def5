"""Facilities with what is drawn and what they cost; forwards that are still to be delivered."""

from __future__ import annotations

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Group, Ints, main_accounts
from symphonies.suite.cfo.pinnacle.books.frames import days, numbers, places, texts
from symphonies.suite.cfo.pinnacle.position import Facilities, Forwards, Gap

_YEAR = 365.0
_BASIS_POINTS = 10_000.0


def read_facilities(past: Knowledge, group: Group) -> tuple[Facilities, tuple[Gap, ...]]:
    """Reads facilities; the price is what was paid for what was drawn over the last year, else the margin.

    A facility in another currency than that of its account is told at today's rate.
    """
    table = past.read(
        "corporate.facility",
        ["facility_id", "name", "kind", "entity_id", "matures_on", "limit_amount", "currency", "margin_bps"],
        Known("agreed_on", ahead=frozenset({"matures_on"})),
    )  # fmt: skip
    moves = past.read("corporate.facility_movement", ["facility_id", "moved_on", "amount"], Known("moved_on"))
    ids = tuple(texts(table["facility_id"]))
    place, day, amount = places(moves["facility_id"], ids), days(moves["moved_on"]), numbers(moves["amount"])
    drawn = np.bincount(place[place >= 0], weights=amount[place >= 0], minlength=len(ids))
    account = main_accounts(
        group, places(table["entity_id"], group.entity_ids), places(table["currency"], group.rates.currencies)
    )
    spot = np.append(group.rates.spot, np.nan)
    worth = spot[places(table["currency"], group.rates.currencies)] / spot[group.currency[account]]
    kept = np.flatnonzero((account >= 0) & np.isfinite(worth))
    gaps = [
        Gap(f"facility {name}", "no account that it is paid out to, or no rate of its currency")
        for one, name in enumerate(ids)
        if one not in kept
    ]
    revolving = (table["kind"] == "revolving").to_numpy(dtype=bool)
    price = numbers(table["margin_bps"]) / _BASIS_POINTS
    for one, name in enumerate(ids):
        own = place == one
        paid = _price_paid(group, name, day[own], amount[own])
        if paid is None:
            gaps.append(Gap(f"price of {name}", "no interest paid in the last year: taken for its margin"))
        else:
            price[one] = paid
    names = texts(table["name"])
    return Facilities(
        ids=tuple(ids[one] for one in kept),
        names=tuple(names[one] for one in kept),
        account=account[kept],
        revolving=revolving[kept],
        limit=_cents(numbers(table["limit_amount"])[kept] * worth[kept]),
        drawn=_cents(np.maximum(drawn, 0.0)[kept] * worth[kept]),
        margin=price[kept],
        reference=np.full(len(kept), -1),
        commitment_fee=np.zeros(len(kept)),
        matures=(days(table["matures_on"]) - group.cut)[kept],
        automatic=revolving[kept],
    ), tuple(gaps)


def read_forwards(past: Knowledge, group: Group) -> Forwards:
    """Reads forwards not yet delivered, between the company's accounts of the two currencies."""
    table = past.read(
        "payments.hedge", ["hedge_id", "entity_id", "matures_on", "amount", "currency", "forward_rate"],
        Known("traded_on", ahead=frozenset({"matures_on"})),
    )  # fmt: skip
    entity = places(table["entity_id"], group.entity_ids)
    foreign = places(table["currency"], group.rates.currencies)
    home = main_accounts(group, entity, _home_currency(group)[entity])
    abroad = main_accounts(group, entity, foreign)
    amount, rate = numbers(table["amount"]), numbers(table["forward_rate"])
    kept = (days(table["matures_on"]) > group.cut) & (home >= 0) & (abroad >= 0) & (home != abroad)
    kept &= (amount != 0) & (rate > 0)
    sells = amount > 0
    worth = _cents(np.abs(amount) * rate)
    given = _cents(np.abs(amount))
    return Forwards(
        ids=tuple(np.array(texts(table["hedge_id"]), dtype=object)[kept]),
        day=(days(table["matures_on"]) - group.cut)[kept],
        into=np.where(sells, home, abroad)[kept],
        bought=np.where(sells, worth, given)[kept],
        out_of=np.where(sells, abroad, home)[kept],
        sold=np.where(sells, given, worth)[kept],
    )


def _home_currency(group: Group) -> Ints:
    """Returns the currency of each company's busiest account."""
    every = np.arange(len(group.entity_ids))
    account = main_accounts(group, every, np.full(len(every), -1))
    return np.where(account >= 0, group.currency[account], -1)


def _price_paid(group: Group, name: str, day: Ints, amount: Floats) -> float | None:
    """Returns interest of the last year over what was drawn on average in it."""
    lines = group.lines
    if name not in lines.references:
        return None
    since = group.cut - int(_YEAR)
    own = (lines.reference == lines.references.index(name)) & lines.of("interest") & (lines.day > since)
    paid = -float(lines.amount[own].sum())
    held = np.sum(amount * np.clip(group.cut - np.maximum(day, since), 0, None)) / _YEAR
    return paid / held if paid > 0 and held > 0 else None


def _cents(amount: Floats) -> Ints:
    return np.rint(amount * CENTS).astype(np.int64)
