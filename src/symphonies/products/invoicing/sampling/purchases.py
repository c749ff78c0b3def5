"""Supplier bills: what the group buys, from whom, and when it means to pay."""

from __future__ import annotations

import numpy as np

from symphonies.platform.samples import (
    Days,
    Floats,
    Frame,
    Ints,
    PaymentRequests,
    Plant,
    Postings,
    Rows,
    Tables,
    World,
    as_date,
    labels,
    money,
    next_weekday,
    numbered,
    pick,
    rows,
    taken,
    texts,
)

CATEGORIES = (
    "Goods",
    "Processing",
    "Software and cloud",
    "Premises",
    "Marketing",
    "Travel",
    "Professional fees",
    "Equipment",
)
"""What is bought; each category has suppliers of the kind in the same place."""
_ACCOUNT = np.array([1300, 5100, 6100, 6200, 6300, 6400, 6500, 1500])
_SHARE_OF_REVENUE = np.array([0.0, 0.198, 0.045, 0.025, 0.034, 0.011, 0.020, 0.047])
_SIZE_SPREAD = (1.0, 0.7, 0.8, 0.4, 0.9, 0.7, 0.8, 1.0)
_COUNT_SHARE = np.array([0.26, 0.12, 0.16, 0.08, 0.10, 0.16, 0.08, 0.04])
_CENTRES = ((-1,), (4,), (7, 8, 6), (12,), (2,), (0, 1, 5), (9, 10, 13), (-1,))
"""Positions of the cost centres that buy each category; -1: none."""
_CLOUD_CENTRE = 7
_THURSDAY = 3


def buy(world: World) -> Tables:
    """Give ``bills``, ``payment_requests`` and ``journals``; write supplier bills."""
    bills = _bills(world)
    world.give("bills", bills)
    number = numbered("B-", bills["number"])
    world.give("journals", Postings(
        "bill", bills["issued"], bills["entity"], bills["currency"], bills["account"], 2000, bills["cents"],
        number,
        cost_centre=bills["centre"],
        product_line=np.where(bills["category"] == 1, np.where(bills["number"] % 4 == 0, 2, 1), -1),
    ))  # fmt: skip
    for kind, mask in (("supplier", bills["category"] != 7), ("capex", bills["category"] == 7)):
        at = np.flatnonzero(mask)
        world.give("payment_requests", PaymentRequests(
            f"{kind} bills", kind, bills["pay"][at], bills["entity"][at], bills["currency"][at],
            bills["cents"][at],
            2000, number.take(at), supplier=bills["supplier"][at],
        ))  # fmt: skip
    return {"supplier_bill": _bill_rows(world, bills)}


def _bills(world: World) -> Frame:
    rng = world.rng("invoicing.bills")
    totals = _targets(world)
    entity, month, category = (axis.ravel() for axis in np.indices(totals.shape))
    share = world.the("entities")["share"]
    expected = world.scale * 34_000 / totals.shape[1] * share[entity] * _COUNT_SHARE[category]
    counts = np.maximum(np.rint(expected * rng.normal(1, 0.08, len(entity))), 1).astype(np.int64)
    counts[totals.ravel() <= 0] = 0
    sigma = np.array(_SIZE_SPREAD)[category]
    cell = np.repeat(np.arange(len(counts)), counts)
    size = rng.lognormal(0, 1, len(cell)) ** sigma[cell]
    whole = np.bincount(cell, weights=size, minlength=len(counts))
    cents = np.rint(size / whole[cell] * totals.ravel()[cell]).astype(np.int64)
    bills = {
        "entity": entity[cell],
        "month": month[cell],
        "category": category[cell],
        "cents": np.maximum(cents, 100),
    }
    bills["supplier"] = _suppliers_of(world, rng, bills["category"])
    bills["centre"] = _centres_of(rng, bills["category"])
    _overrun(world, bills)
    issued = world.calendar.draw_days(rng, bills["month"])
    order = np.argsort(issued, kind="stable")
    bills = {name: column[order] for name, column in bills.items()}
    issued = issued[order]
    due = issued + world.the("suppliers")["terms"][bills["supplier"]]
    return bills | {
        "issued": issued, "due": due, "pay": _run_day(world, rng, due),
        "number": np.arange(1, len(order) + 1),
        "account": _ACCOUNT[bills["category"]], **_in_dollars(world, rng, bills),
    }  # fmt: skip


def _targets(world: World) -> Floats:
    """Return cents to be billed per company, month and category, in the company's currency."""
    demand: Floats = world.the("demand")
    smooth = (demand + np.roll(demand, 1, axis=1)) / 2
    smooth[:, 0] = demand[:, 0]
    steady = demand.sum(axis=1, keepdims=True) / demand.shape[1] * np.linspace(0.92, 1.08, demand.shape[1])
    steady = steady * world.calendar.elapsed_share
    totals = smooth[:, :, None] * _SHARE_OF_REVENUE
    totals[:, :, 3] = steady * _SHARE_OF_REVENUE[3]
    totals[:, :, 7] = 0.5 * totals[:, :, 7] + 0.5 * steady * _SHARE_OF_REVENUE[7]
    goods: Floats = world.the("goods_cost")
    totals[:, :, 0] = (goods + np.roll(goods, -1, axis=1)) / 2
    totals[:, -1, 0] = goods[:, -1]
    return totals


def _suppliers_of(world: World, rng: np.random.Generator, category: Ints) -> Ints:
    suppliers = world.the("suppliers")
    found = np.empty(len(category), dtype=np.int64)
    for kind in range(len(CATEGORIES)):
        own, mask = np.flatnonzero(suppliers["kind"] == kind), category == kind
        found[mask] = own[pick(rng, suppliers["size"][own], int(mask.sum()))]
    return found


def _centres_of(rng: np.random.Generator, category: Ints) -> Ints:
    centre = np.empty(len(category), dtype=np.int64)
    for kind, centres in enumerate(_CENTRES):
        mask = category == kind
        centre[mask] = np.array(centres)[rng.integers(0, len(centres), int(mask.sum()))]
    return centre


def _overrun(world: World, bills: Frame) -> None:
    """Plant a cost overrun of the cloud platform."""
    first = world.calendar.month_back(4)
    hit = (bills["centre"] == _CLOUD_CENTRE) & (world.calendar.month_starts[bills["month"]] >= first)
    bills["cents"] = np.where(hit, np.rint(bills["cents"] * 1.6), bills["cents"]).astype(np.int64)
    world.plant(Plant(
        "cost_overrun", as_date(first), as_date(world.calendar.as_of), {"cost_centre": ("CC-410",)},
        ("corp.opex", "corp.ebitda"), 0.6, "share of the cost centre's bills",
        "A cloud migration ran beside the old platform for months longer than planned.",
    ))  # fmt: skip


def _run_day(world: World, rng: np.random.Generator, due: Days) -> Days:
    """Return the weekly payment run, a Thursday, that pays a bill; some slip by a week or two."""
    weekday = (due.astype(np.int64) + _THURSDAY) % 7
    thursday = due + (_THURSDAY - weekday) % 7
    return next_weekday(thursday + 7 * pick(rng, (0.82, 0.13, 0.05), len(due)))


def _in_dollars(world: World, rng: np.random.Generator, bills: Frame) -> Frame:
    """Let the German company buy two in five of its terminals in dollars."""
    codes, entities = world.the("fx"), world.the("entities")
    own = entities["currency"][bills["entity"]]
    dollars = (bills["entity"] == 0) & (bills["category"] == 0) & (rng.random(len(own)) < 0.4)
    rate = codes["list_rate"]
    return {
        "currency": np.where(dollars, 1, own),
        "cents": np.where(dollars, np.rint(bills["cents"] / rate[1]), bills["cents"]).astype(np.int64),
    }


def _bill_rows(world: World, bills: Frame) -> Rows:
    as_of = world.calendar.as_of
    centres = texts(world.the("cost_centres")["id"])
    return rows(
        bill_id=numbered("B-", bills["number"]),
        supplier_reference=numbered("", 100_000 + bills["number"] * 7 % 899_999, 6),
        supplier_id=taken(texts(world.the("suppliers")["id"]), bills["supplier"]),
        entity_id=taken(texts(world.the("entities")["id"]), bills["entity"]),
        issued_on=bills["issued"],
        due_on=bills["due"],
        amount=money(bills["cents"]),
        currency=taken(texts(world.the("fx")["code"]), bills["currency"]),
        category=labels(CATEGORIES, bills["category"]),
        account_id=numbered("", bills["account"], 4),
        cost_centre_id=taken(centres, bills["centre"]),
        contract_id=labels(("",), np.full(len(bills["number"]), -1)),
        status=np.where(bills["pay"] <= as_of, "approved for payment", "open"),
    )


def pay_suppliers(world: World) -> Tables:
    """Write a supplier payment for each bill whose payment order settled."""
    bills, outcomes = world.the("bills"), dict(world.all("payment_outcomes"))
    at = np.concatenate([np.flatnonzero(bills["category"] != 7), np.flatnonzero(bills["category"] == 7)])
    settled = np.concatenate([outcomes["supplier bills"], outcomes["capex bills"]])
    known = ~np.isnat(settled)
    at, settled = at[known], settled[known]
    number = numbered("B-", bills["number"][at])
    return {
        "supplier_payment": rows(
            payment_id=numbered("SP-", bills["number"][at]),
            bill_id=number,
            paid_on=settled,
            amount=money(bills["cents"][at]),
            currency=taken(texts(world.the("fx")["code"]), bills["currency"][at]),
        )
    }
