"""What becomes of invoices: disputes, credit notes, receipts, write-offs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symphonies.platform.samples import (
    CashFlows,
    Days,
    Frame,
    Ints,
    Postings,
    Rows,
    Tables,
    World,
    chosen,
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
from symphonies.products.invoicing.sampling.sales import LINES

_REASONS = ("Price", "Quantity", "Quality", "Late delivery", "Invoiced twice")
_METHODS = ("Bank transfer", "Direct debit", "Card")
_WRITE_OFF_DAYS = 210


def collect(world: World) -> Tables:
    """Give ``cash`` and ``journals``; write invoices, credit notes and receipts."""
    fate = _fates(world)
    receipts = _receipts(world, fate)
    credits = _credit_notes(world, fate)
    _write_off(world, fate)
    return {"invoice": _invoice_rows(world, fate, credits), "receipt": receipts}


def _fates(world: World) -> Frame:
    """Decide what happens to each invoice, whether before or after the as-of day."""
    rng = world.rng("invoicing.fates")
    sales, customers, as_of = dict(world.the("sales")), world.the("customers"), world.calendar.as_of
    count = len(sales["number"])
    delay = customers["delay"][sales["customer"]]
    slow = delay > 20
    lateness = delay + rng.normal(0, 1, count) * (4 + 0.3 * np.abs(delay))
    disputed = rng.random(count) < np.where(slow, 0.06, 0.025)
    opened = sales["issued"] + rng.integers(4, 30, count)
    settled = opened + rng.integers(14, 75, count)
    earliest = np.where(disputed, settled + 4, sales["issued"] + 3)
    pay = next_weekday(np.maximum(sales["due"] + np.rint(lateness).astype(int), earliest))
    credited = (rng.random(count) < np.where(disputed, 0.3, 0.012)) & (sales["cents"] > 10_000)
    share = np.where(rng.random(count) < 0.25, 1.0, np.round(rng.uniform(0.05, 0.4, count), 2))
    credit_on = np.where(disputed, settled, np.minimum(sales["issued"] + rng.integers(5, 20, count), pay))
    never = ~credited & (rng.random(count) < np.where(slow, 0.03, 0.003))
    sales |= {
        "disputed": disputed & (opened <= as_of), "opened": opened, "resolved": settled, "never": never,
        "pay": only_where(~never, pay), "reason": pick(rng, (0.32, 0.2, 0.2, 0.18, 0.1), count),
        "credit": np.where(credited, np.rint(sales["cents"] * share), 0).astype(np.int64),
        "credit_on": only_where(credited, next_weekday(credit_on)),
        "given_up": only_where(never,
        next_weekday(sales["issued"] + _WRITE_OFF_DAYS + rng.integers(0, 40, count))),
    }  # fmt: skip
    return sales


def _receipts(world: World, fate: Frame) -> Rows:
    """Receive the net amount, of one invoice in sixteen in two parts; give the bank movements."""
    rng = world.rng("invoicing.receipts")
    net = fate["cents"] - fate["credit"]
    paying = np.flatnonzero(~fate["never"] & (net > 0))
    parted = rng.random(len(paying)) < 0.06
    first = np.where(parted, np.rint(net[paying] * 0.6), net[paying]).astype(np.int64)
    invoice = np.concatenate([paying, paying[parted]])
    cents = np.concatenate([first, (net[paying] - first)[parted]])
    later = next_weekday(fate["pay"][paying[parted]] + rng.integers(10, 30, int(parted.sum())))
    day = np.concatenate([fate["pay"][paying], later])
    known = day <= world.calendar.as_of
    order = np.argsort(day[known], kind="stable")
    invoice, cents, day = invoice[known][order], cents[known][order], day[known][order]
    fate["received"] = np.bincount(invoice, weights=cents, minlength=len(net)).astype(np.int64)
    number = numbered("R-", np.arange(1, len(day) + 1))
    customer = fate["customer"][invoice]
    world.give("cash", CashFlows(
        "customer_receipt", day, _accounts(world, fate, invoice), cents, 1100,
        taken(texts(world.the("customers")["name"]), customer), number,
    ))  # fmt: skip
    return rows(
        receipt_id=number,
        invoice_id=numbered("INV-", fate["number"][invoice]),
        received_on=day,
        amount=money(cents),
        currency=taken(texts(world.the("fx")["code"]), fate["currency"][invoice]),
        method=labels(_METHODS, pick(rng, (0.74, 0.2, 0.06), len(day))),
    )


def _accounts(world: World, fate: Frame, invoice: Ints) -> Ints:
    """Return the bank account each receipt arrives on: a third of customers pay to collection accounts."""
    banks = world.the("bank_accounts")
    entity, currency = fate["entity"][invoice], fate["currency"][invoice]
    main, collections = banks["main"][entity, currency], banks["collections"][entity]
    fits = (
        (collections >= 0)
        & (banks["currency"][collections] == currency)
        & (fate["customer"][invoice] % 3 == 0)
    )
    return np.where(fits, collections, main)


def _credit_notes(world: World, fate: Frame) -> NDArray[np.bool_]:
    """Post the credit notes known by the as-of day; return which invoices have one."""
    known = fate["credit_on"] <= world.calendar.as_of
    at = np.flatnonzero(known)
    world.give("journals", Postings(
        "credit note", fate["credit_on"][at], fate["entity"][at], fate["currency"][at],
        4001 + fate["line"][at], 1100,
        fate["credit"][at], numbered("CN-", fate["number"][at]), product_line=fate["line"][at],
    ))  # fmt: skip
    return known


def _write_off(world: World, fate: Frame) -> None:
    at = np.flatnonzero(fate["given_up"] <= world.calendar.as_of)
    world.give("journals", Postings(
        "write-off", fate["given_up"][at], fate["entity"][at], fate["currency"][at], 6960, 1100,
        fate["cents"][at],
        numbered("INV-", fate["number"][at]), cost_centre=9,
    ))  # fmt: skip


def _invoice_rows(world: World, fate: Frame, credited: NDArray[np.bool_]) -> Rows:
    rng = world.rng("invoicing.invoices")
    as_of = world.calendar.as_of
    base, notes = np.arange(len(fate["number"])), np.flatnonzero(credited)
    place = np.concatenate([base, notes])
    is_note = np.arange(len(place)) >= len(base)
    number = fate["number"][place]
    own, note = numbered("INV-", number), numbered("CN-", number)
    issued: Days = np.where(is_note, fate["credit_on"][place], fate["issued"][place])
    disputed = fate["disputed"][place] & ~is_note
    contract = np.where(is_note, -1, fate["contract"][place])
    paperless = (fate["customer"][place] % 5) > 0
    return rows(
        invoice_id=chosen(is_note, note, own),
        customer_id=taken(texts(world.the("customers")["id"]), fate["customer"][place]),
        entity_id=taken(texts(world.the("entities")["id"]), fate["entity"][place]),
        order_id=chosen((fate["contract"][place] < 0) & ~is_note, numbered("ORD-", number)),
        contract_id=taken(texts(world.the("contracts")["id"]), contract),
        kind=np.where(is_note, "credit_note", "invoice"),
        applies_to=chosen(is_note, own),
        issued_on=issued,
        due_on=np.where(is_note, issued, fate["due"][place]),
        amount=money(np.where(is_note, -fate["credit"][place], fate["cents"][place])),
        currency=taken(texts(world.the("fx")["code"]), fate["currency"][place]),
        status=_status(fate, place, is_note, as_of),
        product_line=labels(LINES, fate["line"][place]),
        delivery=np.where(paperless & (rng.random(len(place)) < 0.97), "electronic", "paper"),
        collector=labels(
            world.the("collectors"), world.the("customers")["collector"][fate["customer"][place]]
        ),
        disputed=disputed,
        disputed_on=only_where(disputed, fate["opened"][place]),
        resolved_on=only_where(disputed & (fate["resolved"][place] <= as_of), fate["resolved"][place]),
        dispute_reason=labels(_REASONS, np.where(disputed, fate["reason"][place], -1)),
        written_off_on=only_where(~is_note & (fate["given_up"][place] <= as_of), fate["given_up"][place]),
    )


def _status(fate: Frame, place: Ints, is_note: NDArray[np.bool_], as_of: np.datetime64) -> NDArray[np.str_]:
    credit = np.where(fate["credit_on"] <= as_of, fate["credit"], 0)
    left = (fate["cents"] - credit - fate["received"])[place]
    touched = (credit + fate["received"])[place] > 0
    given_up = fate["given_up"][place] <= as_of
    conditions = [is_note, given_up, left == 0, touched]
    return np.select(conditions, ["credited", "written_off", "paid", "part_paid"], "open")


def log_billing(world: World) -> Tables:
    """Write the steps by which the invoices of the last year came about."""
    rng = world.rng("invoicing.events")
    sales = world.the("sales")
    recent = np.flatnonzero((sales["issued"] > world.calendar.as_of - 365) & (sales["contract"] < 0))
    wait = np.rint(rng.lognormal(0.6, 0.7, len(recent))).astype(int)
    billed = sales["issued"][recent].astype("M8[s]") + rng.integers(8 * 3600, 17 * 3600, len(recent))
    released = billed - rng.integers(1800, 6 * 3600, len(recent))
    opened = released - wait * 86_400 - rng.integers(600, 7200, len(recent))
    again = rng.random(len(recent)) < 0.035
    steps = (("NEW", opened, slice(None), "open"), ("RELEASE", released, slice(None), "released"),
             ("REOPEN", released + 900, again, "open"),
             ("BILLED", billed, slice(None), "billed"))  # fmt: skip
    number = [sales["number"][recent][mask] for _, _, mask, _ in steps]
    at = np.concatenate([time[mask] for _, time, mask, _ in steps])
    order = np.lexsort((at, np.concatenate(number)))
    code = np.repeat(np.arange(len(steps)), [len(part) for part in number])[order]
    return {
        "invoice_event": rows(
            event_id=numbered("EV-", np.arange(1, len(order) + 1)),
            invoice_id=numbered("INV-", np.concatenate(number)[order]),
            activity=labels([name for name, *_ in steps], code),
            occurred_at=at[order],
            actor=labels(world.the("collectors"), np.where(code == 3, -1, at[order].astype(np.int64) % 12)),
            state=labels([state for *_, state in steps], code),
            case_type=labels(("standard",), np.zeros(len(order), dtype=np.int64)),
            speciality=labels(
                LINES, np.concatenate([sales["line"][recent][mask] for _, _, mask, _ in steps])[order]
            ),
        )
    }
