"""Contracts, their terms, and what they entitle us to invoice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.samples import (
    NO_DAY,
    Floats,
    Frame,
    Ints,
    Plant,
    Rows,
    Tables,
    World,
    as_date,
    labels,
    money,
    numbered,
    person_names,
    pick,
    rows,
    taken,
    texts,
)

CONTRACT_SHARE = 0.24
"""The share of revenue that is invoiced under contracts."""
SELL_TYPES = ("Service", "Subscription", "Advisory frame")
BUY_TYPES = ("Supply", "Cloud service", "Lease", "Maintenance", "Consulting frame")
TERM_MONTHS = np.array([12, 24, 36])
MOST_TERMS = 7


def sign_contracts(world: World) -> Tables:
    """Give ``contracts`` and their monthly ``billing``; write contracts, terms and entitlements."""
    contracts = _contracts(world)
    terms = _terms(world, contracts)
    ended = np.full(len(contracts["id"]), NO_DAY)
    closing = (terms["outcome"] == 2) | (
        (terms["outcome"] == 0) & ~contracts["auto_renew"][terms["contract"]]
    )
    ended[terms["contract"][closing]] = terms["end"][closing]
    contracts["ended"] = ended
    world.give("contracts", contracts)
    return {
        "contract": _contract_rows(world, contracts),
        "contract_term": _term_rows(world, contracts, terms),
        "entitlement": _entitle(world, contracts, terms),
    }


def _contracts(world: World) -> Frame:
    rng = world.rng("contracts.contracts")
    customers, suppliers, entities = world.the("customers"), world.the("suppliers"), world.the("entities")
    selling, buying = world.count(300, 40, 0.5), world.count(200, 36, 0.5)
    count = selling + buying
    sells = np.arange(count) < selling
    large = np.where(customers["segment"] == 2, 0.05, 1.0) * customers["size"] ** 0.5
    customer = np.where(sells, pick(rng, large, count), -1)
    supplier = np.where(sells, -1, pick(rng, suppliers["size"] ** 0.5, count))
    entity = np.where(sells, customers["entity"][customer], pick(rng, entities["share"], count))
    currency = np.where(sells, customers["currency"][customer], entities["currency"][entity])
    value = rng.lognormal(0, 0.8, count)
    yearly = _yearly_cents(world, sells, entity, value)
    start = world.calendar.months[0] + rng.integers(-30, len(world.calendar.months), count)
    starts_on = start.astype("M8[D]")
    signed_on = starts_on - rng.integers(3, 35, count)
    owners = person_names(world.rng("contracts.owners"), 14)
    return {
        "id": np.array([f"K-{number:05d}" for number in range(1, count + 1)]), "sells": sells,
        "customer": customer, "supplier": supplier, "entity": entity, "currency": currency, "yearly": yearly,
        "start": start, "signed": signed_on, "term": TERM_MONTHS[pick(rng, (0.5, 0.25, 0.25), count)],
        "requested": signed_on - np.rint(rng.lognormal(3.1, 0.55, count)).astype(int),
        "notice": np.array([30, 60, 90])[rng.integers(0, 3, count)], "auto_renew": rng.random(count) < 0.68,
        "type": np.where(sells, pick(rng, (0.5, 0.35, 0.15), count),
        pick(rng, (0.3, 0.25, 0.15, 0.2, 0.1), count)),
        "owner": np.array(owners)[rng.integers(0, len(owners), count)], "uncapped": rng.random(count) < 0.11,
        "cap_years": rng.choice([1.0, 1.5, 2.0, 3.0], count),
    }  # fmt: skip


def _yearly_cents(world: World, sells: NDArray[np.bool_], entity: Ints, value: Floats) -> Ints:
    """Give each company's selling contracts their share of its revenue, and buying ones a third of that."""
    entities, fx = world.the("entities"), world.the("fx")
    weight = np.bincount(entity, weights=np.where(sells, value, 0), minlength=len(entities["id"]))
    revenue = entities["revenue"] * CONTRACT_SHARE * 1.5
    per_unit = revenue / np.maximum(weight, value.mean())
    local = fx["list_rate"][entities["currency"]]
    cents = value * per_unit[entity] / local[entity] * np.where(sells, 1.0, 0.35) * 100
    return np.rint(cents / 100_00).astype(np.int64) * 100_00


def _terms(world: World, contracts: Frame) -> Frame:
    """Let contracts run from term to term until one is not renewed or the as-of day is reached."""
    rng = world.rng("contracts.terms")
    as_of = world.calendar.as_of
    running = np.arange(len(contracts["id"]))
    start = contracts["start"].copy()
    parts: list[Frame] = []
    for number in range(MOST_TERMS):
        end = (start + contracts["term"][running]).astype("M8[D]") - 1
        renewed = rng.random(len(running)) < np.where(contracts["auto_renew"][running], 0.9, 0.72)
        outcome = np.where(end >= as_of, 0, np.where(renewed, 1, 2))
        parts.append({
            "contract": running, "start": start.astype("M8[D]"), "end": end, "outcome": outcome,
            "number": np.full(len(running), number),
            "yearly": np.rint(contracts["yearly"][running] * 1.03**number).astype(np.int64),
        })  # fmt: skip
        goes_on = outcome == 1
        start = (start + contracts["term"][running])[goes_on]
        running = running[goes_on]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _contract_rows(world: World, contracts: Frame) -> Rows:
    codes, entities = world.the("fx")["code"], world.the("entities")
    sells = contracts["sells"]
    kinds = SELL_TYPES + BUY_TYPES
    kind = contracts["type"] + np.where(sells, 0, len(SELL_TYPES))
    customers, suppliers = world.the("customers"), world.the("suppliers")
    other = np.where(
        sells, customers["name"][contracts["customer"]], suppliers["name"][contracts["supplier"]]
    )
    return rows(
        contract_id=contracts["id"],
        title=np.char.add(np.char.add(np.array(kinds)[kind], " agreement with "), other),
        type=labels(kinds, kind),
        side=np.where(sells, "sell", "buy"),
        customer_id=taken(texts(customers["id"]), contracts["customer"]),
        supplier_id=taken(texts(suppliers["id"]), contracts["supplier"]),
        counterparty=np.where(
            sells, customers["id"][contracts["customer"]], suppliers["id"][contracts["supplier"]]
        ),
        entity_id=entities["id"][contracts["entity"]],
        owner=contracts["owner"],
        requested_on=contracts["requested"],
        signed_on=contracts["signed"],
        starts_on=contracts["start"].astype("M8[D]"),
        ends_on=contracts["ended"],
        notice_days=contracts["notice"],
        auto_renew=contracts["auto_renew"],
        annual_value=money(contracts["yearly"]),
        liability_cap=money(
            np.rint(contracts["yearly"] * contracts["cap_years"]).astype(np.int64), contracts["uncapped"]
        ),
        currency=codes[contracts["currency"]],
    )


def _term_rows(world: World, contracts: Frame, terms: Frame) -> Rows:
    contract = terms["contract"]
    return rows(
        term_id=numbered("T-", contract * 10 + terms["number"] + 10, 6),
        contract_id=contracts["id"][contract],
        starts_on=terms["start"],
        ends_on=terms["end"],
        notice_on=terms["end"] - contracts["notice"][contract],
        annual_value=money(terms["yearly"]),
        currency=world.the("fx")["code"][contracts["currency"][contract]],
        outcome=labels(("open", "renewed", "terminated"), terms["outcome"]),
    )


def _entitle(world: World, contracts: Frame, terms: Frame) -> Rows:
    """Write what each month of a selling contract is worth, and give what of it is invoiced."""
    months = world.calendar.months
    first, last = terms["start"].astype("M8[M]"), terms["end"].astype("M8[M]")
    selling = contracts["sells"][terms["contract"]]
    term, month = np.nonzero((first[:, None] <= months) & (months <= last[:, None]) & selling[:, None])
    order = np.lexsort((month, terms["contract"][term]))
    term, month = term[order], month[order]
    contract = terms["contract"][term]
    cents = terms["yearly"][term] // 12
    billed = np.where(world.rng("contracts.forgotten").random(len(contract)) < 0.006, 0, cents)
    short = _unindexed(world, contracts, contract, month)
    billed = np.where(short, np.rint(billed * 0.9).astype(np.int64), billed)
    world.give("billing", {
        "contract": contract[billed > 0], "month": month[billed > 0], "cents": billed[billed > 0],
    })  # fmt: skip
    return rows(
        entitlement_id=numbered("E-", np.arange(1, len(contract) + 1)),
        contract_id=contracts["id"][contract],
        entity_id=world.the("entities")["id"][contracts["entity"][contract]],
        month_on=months[month].astype("M8[D]"),
        amount=money(cents),
        currency=world.the("fx")["code"][contracts["currency"][contract]],
    )


def _unindexed(world: World, contracts: Frame, contract: Ints, month: Ints) -> NDArray[np.bool_]:
    """Plant subscriptions of two companies invoiced at the old price for five months."""
    entities = world.the("entities")
    hit = np.isin(entities["id"], ("DB-UK", "DB-FI"))[contracts["entity"][contract]] & (
        contracts["type"][contract] <= 1
    )
    first = world.calendar.month_back(5)
    world.plant(Plant(
        "contract_leakage", as_date(first), as_date(world.calendar.as_of), {"entity": ("DB-UK", "DB-FI")},
        ("con.leakage", "con.leakage_share"), 0.1, "share of the entitlement",
        "The yearly price step was not entered in billing for services and subscriptions of two companies.",
    ))  # fmt: skip
    return hit & (world.calendar.month_starts[month] >= first)
