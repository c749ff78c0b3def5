"""What was sold and what customers owe: invoices with all that took from them, and orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY, Ledger, Reductions

from .frames import Flags, Floats, Ints, coded, days, numbers, places, texts
from .group import Group
from .orders import Orders, read_orders

_INVOICE = (
    "invoice_id", "customer_id", "entity_id", "order_id", "kind", "applies_to", "issued_on", "due_on",
    "amount", "currency", "delivery", "collector", "disputed_on", "resolved_on", "written_off_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Credits:
    """Credit notes that stand against no invoice. Shape (n,) each.

    Attributes:
        ids: their numbers.
        customer, entity, currency: places.
        amount: in units of the currency, above 0.
    """

    ids: tuple[str, ...]
    customer: Ints
    entity: Ints
    currency: Ints
    amount: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """Invoices as known on the cut, in order of issue.

    Attributes:
        ids: numbers of the invoices.
        ledger: the invoices for the pay-day model.
        entity, currency: places in the group.
        account: the account each is paid to; -1 when none fits.
        ordered: whether each came from an order.
        customer_ids, customer_names, segments: one for each customer; the ledger points here.
        collectors: who followed up each customer's last invoice that names somebody; empty where none does.
        credits: credit notes that stand against no invoice.
        orders: what was ordered, and what was invoiced of it.
        written_off: when the rest of each was given up; ``NO_DAY`` for never.
    """

    ids: tuple[str, ...]
    ledger: Ledger
    entity: Ints
    currency: Ints
    account: Ints
    ordered: Flags
    customer_ids: tuple[str, ...]
    customer_names: tuple[str, ...]
    segments: tuple[str, ...]
    collectors: tuple[str, ...]
    credits: Credits
    orders: Orders
    written_off: Ints


def read_sales(past: Knowledge, group: Group) -> Sales:
    """Reads invoices, receipts, customers and orders as known on the cut."""
    later = {"disputed_on": "disputed_on", "resolved_on": "resolved_on", "written_off_on": "written_off_on"}
    table = past.read(
        "invoicing.invoice", list(_INVOICE), Known("issued_on", later=later, ahead=frozenset({"due_on"}))
    ).sort_values(["issued_on", "invoice_id"], ignore_index=True)
    customers = past.read("invoicing.customer", ["customer_id", "name", "segment", "country"], Known(None))
    is_credit = (table["kind"] == "credit_note").to_numpy() | (numbers(table["amount"]) < 0)
    invoices, notes = table[~is_credit].reset_index(drop=True), table[is_credit]
    ids = tuple(texts(invoices["invoice_id"]))
    named = tuple(dict.fromkeys([*texts(customers["customer_id"]), *texts(table["customer_id"])]))
    receipts = past.read(
        "invoicing.receipt", ["receipt_id", "invoice_id", "received_on", "amount"], Known("received_on")
    )
    entity = places(invoices["entity_id"], group.entity_ids)
    currency = places(invoices["currency"], group.rates.currencies)
    customer = places(invoices["customer_id"], named)
    ledger = _ledger(
        invoices, customers, customer, entity, group, _reductions(invoices, ids, receipts, notes)
    )
    account = _accounts(group, receipts, ids, customer, entity, currency)
    free = notes[places(notes["applies_to"], ids) < 0]
    names = dict(zip(texts(customers["customer_id"]), texts(customers["name"]), strict=True))
    segments = dict(zip(texts(customers["customer_id"]), texts(customers["segment"]), strict=True))
    return Sales(
        ids, ledger, entity, currency, account,
        invoices["order_id"].fillna("").ne("").to_numpy(dtype=bool), named,
        tuple(names.get(one) or one for one in named), tuple(segments.get(one, "") for one in named),
        _collectors(invoices, named),
        Credits(
            tuple(texts(free["invoice_id"])), places(free["customer_id"], named),
            places(free["entity_id"], group.entity_ids), places(free["currency"], group.rates.currencies),
            np.abs(numbers(free["amount"])),
        ),
        read_orders(past, group, table, named),
        days(invoices["written_off_on"]),
    )  # fmt: skip


def _collectors(invoices: Any, customers: tuple[str, ...]) -> tuple[str, ...]:
    named = invoices[invoices["collector"].notna()]
    last = dict(zip(texts(named["customer_id"]), texts(named["collector"]), strict=True))
    return tuple(last.get(one, "") for one in customers)


def _ledger(
    invoices: Any, customers: Any, customer: Ints, entity: Ints, group: Group, reductions: Reductions
) -> Ledger:
    issued, due = days(invoices["issued_on"]), days(invoices["due_on"])
    nothing = np.full(len(issued), NO_DAY)
    own = customers.set_index("customer_id").reindex(invoices["customer_id"])
    return Ledger(
        customer=customer,
        issued=issued,
        due=np.where(due == NO_DAY, issued, due),
        amount=numbers(invoices["amount"]),
        reductions=reductions,
        disputed=days(invoices["disputed_on"]),
        resolved=days(invoices["resolved_on"]),
        promised=nothing,
        promised_at=nothing,
        country=np.maximum(entity, 0),
        countries=group.countries or ("",),
        traits={
            "segment": coded(own["segment"])[0],
            "country": coded(own["country"])[0],
            "delivery": coded(invoices["delivery"])[0],
        },
    )


def _reductions(invoices: Any, ids: tuple[str, ...], receipts: Any, notes: Any) -> Reductions:
    """Joins receipts, credit notes and write-offs; a write-off takes what the others left."""
    paid, credited = places(receipts["invoice_id"], ids), places(notes["applies_to"], ids)
    place = np.concatenate([paid, credited])
    day = np.concatenate([days(receipts["received_on"]), days(notes["issued_on"])])
    amount = np.concatenate([numbers(receipts["amount"]), np.abs(numbers(notes["amount"]))])
    is_cash = np.concatenate([np.ones(len(paid), dtype=bool), np.zeros(len(credited), dtype=bool)])
    kept = (place >= 0) & (amount != 0)
    given_up = days(invoices["written_off_on"])
    left = numbers(invoices["amount"]) - np.bincount(place[kept], weights=amount[kept], minlength=len(ids))
    lost = np.flatnonzero((given_up < NO_DAY) & (left > 0))
    return Reductions(
        np.concatenate([place[kept], lost]),
        np.concatenate([day[kept], given_up[lost]]),
        np.concatenate([amount[kept], left[lost]]),
        np.concatenate([is_cash[kept], np.zeros(len(lost), dtype=bool)]),
    )


def _accounts(
    group: Group, receipts: Any, ids: tuple[str, ...], customer: Ints, entity: Ints, currency: Ints
) -> Ints:
    """Returns the account that each customer last paid to, else the one of its company that takes most."""
    lines = group.lines
    number = places(receipts["receipt_id"], lines.references)
    line_of = np.full(len(lines.references), -1)
    line_of[lines.reference[lines.reference >= 0]] = np.flatnonzero(lines.reference >= 0)
    line = np.where(number >= 0, line_of[number], -1) if len(line_of) else np.full(len(number), -1)
    invoice = places(receipts["invoice_id"], ids)
    seen = (line >= 0) & (invoice >= 0)
    account = main_accounts(group, entity, currency)
    habit: dict[tuple[int, int], int] = {}
    for row, where in zip(invoice[seen].tolist(), lines.account[line[seen]].tolist(), strict=True):
        habit[int(customer[row]), int(currency[row])] = where
    keys = zip(customer.tolist(), currency.tolist(), account.tolist(), strict=True)
    return np.array([habit.get((who, what), main) for who, what, main in keys], dtype=np.int64)


def main_accounts(group: Group, entity: Ints, currency: Ints) -> Ints:
    """Returns each company's busiest free account in a currency; else its busiest in any; -1 for none."""
    free = np.flatnonzero(~group.restricted)
    busy = np.bincount(group.lines.account, minlength=len(group.account_ids))
    order = free[np.argsort(-busy[free], kind="stable")]
    best: dict[tuple[int, int], int] = {}
    for account in order.tolist():
        best.setdefault((int(group.entity[account]), int(group.currency[account])), account)
        best.setdefault((int(group.entity[account]), -1), account)
    keys = zip(entity.tolist(), currency.tolist(), strict=True)
    return np.array([best.get(key, best.get((key[0], -1), -1)) for key in keys], dtype=np.int64)
