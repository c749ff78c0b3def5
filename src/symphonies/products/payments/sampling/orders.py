"""Payment orders: rails, failures and retries, a duplicate run, fraud."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.samples import (
    CashFlows,
    Days,
    Frame,
    Ints,
    Plant,
    Rows,
    Tables,
    Texts,
    World,
    as_date,
    chosen,
    constant,
    joined,
    labels,
    money,
    next_weekday,
    numbered,
    only_where,
    pick,
    rows,
    taken,
    texts,
)

RAILS = ("sepa_credit", "sepa_instant", "swift", "ach", "faster_payments", "sic", "bankgiro", "zengin")
_HOME_RAIL = np.array([0, 3, 4, 5, 6, 7])
"""The domestic rail of each currency."""
_FAIL_SHARE = np.array([0.007, 0.010, 0.024, 0.012, 0.008, 0.006, 0.006, 0.009])
REASONS = ("AC01", "AC04", "AM04", "MS03", "RR04", "AG01", "TM01", "AB05")
"""ISO 20022: account, closed, no funds, unspecified, regulatory, forbidden, too late, timeout."""
_REASON_SHARE = (0.30, 0.16, 0.10, 0.18, 0.10, 0.08, 0.08, 0.0)
_TIMEOUT = 7
_CURRENCY_OF = {
    "DE": 0,
    "AT": 0,
    "FI": 0,
    "NL": 0,
    "PL": 0,
    "US": 1,
    "SG": 1,
    "GB": 2,
    "CH": 3,
    "SE": 4,
    "JP": 5,
}
_FRAUD_AMOUNT = 9_600_00


def pay(world: World) -> Tables:
    """Give ``payment_outcomes`` and ``cash``; write payment orders."""
    orders = _requested(world)
    _route(world, orders)
    retries = _fail(world, orders)
    _tell_outcomes(world, orders, retries)
    parts = [orders, retries, _duplicates(world, orders), _frauds(world)]
    names = orders.keys() & retries.keys()
    every: Frame = {
        name: np.concatenate([part[name] for part in parts]) for name in sorted(names - {"document"})
    }
    document = joined([part["document"] for part in parts])
    order = np.lexsort((np.arange(len(every["cents"])), every["executed"]))
    every = {name: column[order] for name, column in every.items()}
    document = document.take(order)
    known = every["approved"] <= world.calendar.as_of
    every = {name: column[known] for name, column in every.items()}
    document = document.filter(known)
    number = np.arange(1, len(document) + 1)
    _debit(world, every, document)
    return {"payment_order": _order_rows(world, every, document, numbered("P-", number))}


def _requested(world: World) -> Frame:
    requests = world.all("payment_requests")
    names = ("day", "entity", "currency", "supplier", "cents", "contra")
    orders = {name: np.concatenate([getattr(request, name) for request in requests]) for name in names}
    sizes = [len(request.cents) for request in requests]
    count = sum(sizes)
    return orders | {
        "batch": np.repeat(np.arange(len(requests)), sizes),
        "kind": np.repeat(np.array([request.kind for request in requests]), sizes).astype("U12"),
        "document": joined([request.document for request in requests]),
        "fraud": np.zeros(count, dtype=bool), "retry_of": np.full(count, -1), "reason": np.full(count, -1),
        "status": np.full(count, "settled", dtype="U9"), "origin": np.arange(count),
    }  # fmt: skip


def _route(world: World, orders: Frame) -> None:
    """Choose rail, day of execution, day of approval, and whether a person has to step in."""
    rng = world.rng("payments.routes")
    count = len(orders["cents"])
    suppliers, entities = world.the("suppliers"), world.the("entities")
    payee = np.where(
        orders["supplier"] >= 0,
        suppliers["country"][orders["supplier"]],
        entities["country"][orders["entity"]],
    )
    payee_currency = np.array([_CURRENCY_OF.get(str(country), -1) for country in payee])
    home = payee_currency == orders["currency"]
    instant = (orders["currency"] == 0) & (orders["kind"] == "supplier") & (rng.random(count) < 0.5)
    orders["country"] = payee.astype("U2")
    orders["rail"] = np.where(home, np.where(instant, 1, _HOME_RAIL[orders["currency"]]), 2)
    any_day = np.where(orders["rail"] == 1, rng.integers(0, 4, count), 0)
    orders["executed"] = orders["day"] + any_day
    orders["approved"] = np.busday_offset(orders["executed"], -rng.integers(1, 6, count), roll="backward")
    orders["manual"] = rng.random(count) < np.where(orders["rail"] == 2, 0.24, 0.045)


def _fail(world: World, orders: Frame) -> Frame:
    """Let some orders fail, among them those of a weekend without instant payments; return the retries."""
    rng = world.rng("payments.failures")
    count = len(orders["cents"])
    out = _outage(world, orders) & (rng.random(count) < 0.85)
    fails = (rng.random(count) < _FAIL_SHARE[orders["rail"]]) | out
    orders["reason"] = np.where(fails, np.where(out, _TIMEOUT, pick(rng, _REASON_SHARE, count)), -1)
    returned = fails & ~out & (rng.random(count) < 0.25)
    orders["status"] = np.select([returned, fails], ["returned", "failed"], "settled").astype("U9")
    orders["manual"] |= fails
    at = np.flatnonzero(fails)
    again = {name: column[at] for name, column in orders.items() if name != "document"}
    executed = next_weekday(again["executed"] + 1, rng.integers(0, 3, len(at)))
    return again | {
        "document": orders["document"].take(at), "retry_of": at, "reason": np.full(len(at), -1),
        "status": np.full(len(at), "settled", dtype="U9"), "executed": executed,
        "approved": again["executed"] + 1,
        "manual": np.ones(len(at), dtype=bool), "origin": np.full(len(at), -1),
    }  # fmt: skip


def _outage(world: World, orders: Frame) -> NDArray[np.bool_]:
    friday = np.busday_offset(world.calendar.month_back(1, 8), 0, roll="forward", weekmask="Fri")
    world.plant(Plant(
        "rail_outage", as_date(friday), as_date(friday + 2), {"rail": ("sepa_instant",)},
        ("pay.success", "pay.failed_value", "pay.stp"), 0.85, "share of payments failed",
        "The instant payment scheme was down over a weekend; payments timed out and were repeated.",
    ))  # fmt: skip
    return (orders["rail"] == 1) & (orders["executed"] >= friday) & (orders["executed"] <= friday + 2)


def _tell_outcomes(world: World, orders: Frame, retries: Frame) -> None:
    """Give, per batch of requests, the day on which each was settled."""
    settled: Days = only_where(orders["status"] == "settled", orders["executed"])
    settled[retries["retry_of"]] = retries["executed"]
    settled = only_where(settled <= world.calendar.as_of, settled)
    for place, request in enumerate(world.all("payment_requests")):
        world.give("payment_outcomes", (request.batch, settled[orders["batch"] == place]))


def _duplicates(world: World, orders: Frame) -> Frame:
    """Plant a payment run of the German company that was sent twice, and get most of it back."""
    first = world.calendar.month_back(3, 5)
    ours = (orders["entity"] == 0) & (orders["kind"] == "supplier") & (orders["rail"] != 1)
    ours &= (
        (orders["executed"] >= first) & (orders["executed"] < first + 28) & (orders["status"] == "settled")
    )
    days, counts = np.unique(orders["executed"][ours], return_counts=True)
    day = days[np.argmax(counts)] if len(days) else first
    at = np.flatnonzero(ours & (orders["executed"] == day))
    twin = {name: column[at] for name, column in orders.items() if name != "document"}
    world.plant(Plant(
        "duplicate_run", as_date(day), as_date(day + 1), {"entity": ("DB-DE",)},
        ("pay.repeated", "pay.attempted", "pay.attempted_value", "corp.cash"),
        float(len(at)), "payments", "A payment run was released a second time the day after.",
    ))  # fmt: skip
    back = world.rng("payments.refunds").random(len(at)) < 0.7
    _refund(world, at[back], orders, day)
    return twin | {
        "document": orders["document"].take(at), "executed": np.full(len(at), day + 1),
        "contra": np.full(len(at), 1180),
        "approved": np.full(len(at), day), "origin": np.full(len(at), -1),
    }  # fmt: skip


def _refund(world: World, at: Ints, orders: Frame, day: np.datetime64) -> None:
    returned_on = next_weekday(day + world.rng("payments.refund_days").integers(12, 40, len(at)))
    known = returned_on <= world.calendar.as_of
    at, returned_on = at[known], returned_on[known]
    names = taken(texts(world.the("suppliers")["name"]), orders["supplier"][at])
    account = world.the("bank_accounts")["main"][orders["entity"][at], orders["currency"][at]]
    reference = orders["document"].take(at)
    world.give(
        "cash",
        CashFlows("supplier_refund", returned_on, account, orders["cents"][at], 1180, names, reference),
    )


def _frauds(world: World) -> Frame:
    """Attempt fraud now and then, and plant a burst against the British company."""
    rng = world.rng("payments.fraud")
    calendar, entities = world.calendar, world.the("entities")
    usual, burst = world.count(48, 10, 0.5), world.count(26, 14, 0.3)
    first = calendar.month_back(2, 14)
    count = usual + burst
    in_burst = np.arange(count) >= usual
    day = calendar.start + rng.integers(20, len(calendar.days) - 3, count)
    day = next_weekday(np.where(in_burst, first + rng.integers(0, 5, count), day))
    entity = np.where(in_burst, 5, pick(rng, entities["share"], count))
    currency = entities["currency"][entity]
    rate = world.the("fx")["list_rate"][currency]
    stopped = rng.random(count) < np.where(in_burst, 0.55, 0.75)
    world.plant(Plant(
        "fraud_burst", as_date(first), as_date(first + 6),
        {"entity": ("DB-UK",), "rail": ("faster_payments",)},
        ("pay.fraud_bps", "pay.fraud_value"), float(burst), "payments",
        "Forged supplier accounts were paid just under the limit for a second approval.",
    ))  # fmt: skip
    return {
        "entity": entity, "currency": currency, "supplier": np.full(count, -1),
        "contra": np.full(count, 6950),
        "cents": np.rint(_FRAUD_AMOUNT * rng.uniform(0.9, 1.03, count) / rate).astype(np.int64),
        "kind": np.full(count, "supplier", dtype="U12"), "country": entities["country"][entity],
        "document": constant("unknown bill", count), "fraud": np.ones(count, dtype=bool),
        "retry_of": np.full(count, -1), "reason": np.where(stopped, 5, -1), "origin": np.full(count, -1),
        "status": np.where(stopped, "blocked", "settled").astype("U9"), "rail": _HOME_RAIL[currency],
        "executed": day, "approved": np.busday_offset(day, -1, roll="backward"),
        "manual": np.ones(count, dtype=bool),
        "day": day, "batch": np.full(count, -1),
    }  # fmt: skip


def _debit(world: World, orders: Frame, document: Texts) -> None:
    """Move the money of what was settled by the as-of day."""
    moved = (orders["status"] == "settled") & (orders["executed"] <= world.calendar.as_of)
    banks, kinds = world.the("bank_accounts"), orders["kind"]
    names = {"supplier": "supplier_payment", "payroll_tax": "tax"}
    suppliers = texts(world.the("suppliers")["name"])
    for kind in np.unique(kinds):
        at = np.flatnonzero(moved & (kinds == kind))
        world.give("cash", CashFlows(
            names.get(str(kind), str(kind)), orders["executed"][at],
            banks["main"][orders["entity"][at], orders["currency"][at]],
            -orders["cents"][at], orders["contra"][at], taken(suppliers, orders["supplier"][at]),
            document.take(at),
        ))  # fmt: skip


def _order_rows(world: World, orders: Frame, document: Texts, number: Texts) -> Rows:
    done = orders["executed"] <= world.calendar.as_of
    banks = world.the("bank_accounts")
    account = banks["main"][orders["entity"], orders["currency"]]
    place = np.full(int(orders["origin"].max()) + 1, -1)
    place[orders["origin"][orders["origin"] >= 0]] = np.flatnonzero(orders["origin"] >= 0)
    retried = np.where(orders["retry_of"] >= 0, place[orders["retry_of"]], -1)
    week = (orders["day"] - world.calendar.start).astype(np.int64) // 7
    return rows(
        order_id=number,
        entity_id=taken(texts(world.the("entities")["id"]), orders["entity"]),
        account_id=taken(texts(banks["id"]), account),
        supplier_id=taken(texts(world.the("suppliers")["id"]), orders["supplier"]),
        kind=orders["kind"],
        rail=labels(RAILS, orders["rail"]),
        country=orders["country"],
        amount=money(orders["cents"]),
        currency=taken(texts(world.the("fx")["code"]), orders["currency"]),
        approved_on=orders["approved"],
        scheduled_on=orders["executed"],
        executed_on=only_where(done, orders["executed"]),
        settled_on=only_where(done & (orders["status"] == "settled"), orders["executed"]),
        status=np.where(done, orders["status"], "scheduled"),
        reason_code=chosen(done, labels(REASONS, orders["reason"])),
        manual_touch=orders["manual"],
        fraud=orders["fraud"],
        retry_of=taken(number, retried),
        document_id=document,
        run_id=numbered("RUN-", week * 10 + orders["entity"], 5),
    )
