"""Orders: what was ordered, how much of it was invoiced and when, and what is still to be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY

from .frames import Flags, Floats, Ints, days, numbers, places, texts
from .group import Group

_YEAR = 365
_LATEST = 0.99
"""Share of orders that were invoiced as fast: one that waits longer will not be."""
_WHOLE = 0.995
"""An order of which so much was invoiced is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """Orders as known on the cut. Shape (n,) each, but for those that begin with ``billed``.

    Attributes:
        entity, currency, customer: places.
        ordered: when they were placed.
        cancelled: when they were taken back, ``NO_DAY`` for never.
        amount: in units of the currency.
        billed_order, billed_day, billed_amount: the order, day and amount of each invoice on one, shape (m,).
        notes: what was found amiss among those that wait, a sentence each.
    """

    entity: Ints
    currency: Ints
    customer: Ints
    ordered: Ints
    cancelled: Ints
    amount: Floats
    billed_order: Ints
    billed_day: Ints
    billed_amount: Floats
    notes: tuple[str, ...] = ()

    def leads(self, day: int) -> Ints:
        """Returns the days from order to invoice of what was invoiced in the year until a day."""
        recent = (self.billed_day <= day) & (self.billed_day > day - _YEAR)
        return np.maximum(self.billed_day[recent] - self.ordered[self.billed_order[recent]], 0)

    def waiting(self, day: int) -> tuple[Ints, Floats]:
        """Returns which orders waited to be invoiced at the end of a day, and how much of each.

        Those that waited longer than ever are taken for dead.
        """
        billed = self.billed_day <= day
        done = np.bincount(self.billed_order[billed], self.billed_amount[billed], minlength=len(self.amount))
        left = self.amount - done
        leads = self.leads(day)
        longest = np.quantile(leads, _LATEST) if len(leads) else 0
        placed = (self.ordered <= day) & (self.ordered >= day - longest) & (self.cancelled > day)
        rows = np.flatnonzero(placed & (self.amount > 0) & (left > (1 - _WHOLE) * self.amount))
        return rows, left[rows]


def read_orders(past: Knowledge, group: Group, invoices: Any, customers: tuple[str, ...]) -> Orders:
    """Reads orders and what was invoiced of them as known on the cut.

    Args:
        past: what is known.
        group: with the currencies that have rates.
        invoices: rows of invoices and credit notes.
        customers: their numbers, which places refer to.
    """
    columns = ["order_id", "customer_id", "entity_id", "ordered_on", "cancelled_on", "amount", "currency"]
    known = Known("ordered_on", later={"cancelled_on": "cancelled_on"})
    table = past.read("invoicing.sales_order", columns, known)
    once = table.sort_values(["ordered_on"], kind="stable").drop_duplicates("order_id", keep="last")
    ids = texts(once["order_id"])
    named = invoices[invoices["order_id"].notna() & (invoices["kind"] != "credit_note")]
    order = places(named["order_id"], ids)
    on = order >= 0
    found = Orders(
        places(once["entity_id"], group.entity_ids), places(once["currency"], group.rates.currencies),
        places(once["customer_id"], customers), days(once["ordered_on"]), days(once["cancelled_on"]),
        numbers(once["amount"]), order[on], days(named["issued_on"])[on], numbers(named["amount"])[on],
    )  # fmt: skip
    notes = _notes(found, group, texts(once["currency"]), len(table) - len(once))
    return replace(found, notes=notes)


def _notes(orders: Orders, group: Group, codes: list[str], repeated: int) -> tuple[str, ...]:
    """Returns what is amiss with orders that nothing was invoiced of, as sentences."""
    waiting, _ = orders.waiting(group.cut)
    untouched: Flags = np.bincount(orders.billed_order, minlength=len(orders.amount)) == 0
    unpriced = waiting[~np.isfinite(np.append(group.rates.spot, np.nan)[orders.currency[waiting]])]
    recent = untouched & (orders.ordered > group.cut - _YEAR)
    cancelled = int((recent & (orders.cancelled <= group.cut)).sum())
    empty = int((recent & (orders.amount <= 0)).sum())
    old = int((recent & (orders.cancelled == NO_DAY) & (orders.amount > 0)).sum() - untouched[waiting].sum())
    missing = ", ".join(sorted({codes[row] or "no currency" for row in unpriced.tolist()}))
    counted = (
        (len(unpriced), f"left out, no rate of their currency ({missing})"),
        (empty, "left out, of nothing or less"),
        (cancelled, "left out, cancelled"),
        (old, "taken for dead, they wait longer than 99 of 100 orders did"),
        (repeated, "told more than once, the last telling counts"),
    )
    return tuple(f"{words}: {count}" for count, words in counted if count)
