"""What was known on a day of invoices, orders and deals, with amounts in the base currency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Deals, Flags, Floats, Group, Ints, Sales
from symphonies.suite.cfo.pinnacle.volumes import Documents

_YEAR = 365


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Orders or deals at hand. Shape (n,) each.

    Attributes:
        rows: where they stand.
        amount: in units of the base currency, 0 where that cannot be told.
        keys: shape (n, 3): places of company, currency and segment.
    """

    rows: Ints
    amount: Floats
    keys: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was known on a day.

    Attributes:
        day: in days since 1970-01-01.
        sales, deals: as known on the cut, of which only what is no later than the day is used.
        documents: invoices.
        ordered: which of them came from orders.
        usable: their places among all invoices.
        rate: of each currency in the base currency, NaN for none at the end.
    """

    day: int
    sales: Sales
    deals: Deals
    documents: Documents
    ordered: Flags
    usable: Ints
    rate: Floats

    @property
    def orders_at_hand(self) -> Waiting:
        """Orders that are not wholly invoiced."""
        orders = self.sales.orders
        rows, left = orders.waiting(self.day)
        keys = np.column_stack(
            [orders.entity[rows], orders.currency[rows], self._segments(orders.customer[rows])]
        )
        return Waiting(rows, np.nan_to_num(left * self.rate[orders.currency[rows]]), keys)

    @property
    def deals_at_hand(self) -> Waiting:
        """Deals that are open."""
        deals = self.deals
        rows = deals.open_on(self.day)
        own = self._segments(deals.customer[rows])
        segment = np.where(own >= 0, own, deals.segment[rows])
        keys = np.column_stack([deals.entity[rows], deals.currency[rows], segment])
        return Waiting(rows, np.nan_to_num(deals.amount[rows] * self.rate[deals.currency[rows]]), keys)

    @property
    def ordered_a_year(self) -> float:
        """What was ordered in the last year, in the base currency."""
        orders = self.sales.orders
        recent = (orders.ordered <= self.day) & (orders.ordered > self.day - _YEAR)
        recent &= (orders.amount > 0) & (orders.cancelled > self.day)
        return float(np.nan_to_num(orders.amount * self.rate[orders.currency])[recent].sum())

    def _segments(self, customer: Ints) -> Ints:
        """Returns the segment of customers that were ever invoiced, -1 for others."""
        ledger = self.sales.ledger
        segment = np.full(len(self.sales.customer_ids) + 1, -1)
        segment[ledger.customer] = ledger.traits["segment"]
        return segment[customer]


def known_on(day: int, sales: Sales, deals: Deals, group: Group) -> Known:
    """Returns what was known on a day no later than the cut, at the rates of that day.

    Documents in a currency without a rate are left out.
    """
    ledger, rates = sales.ledger, group.rates
    row = max(len(rates.history) - 1 - (group.cut - day), 0)
    spot = rates.spot if day == group.cut else rates.history[row]
    rate = np.append(spot, np.nan)
    value = ledger.amount * rate[sales.currency]
    usable = np.flatnonzero(np.isfinite(value) & (sales.account >= 0) & (ledger.issued <= day))
    keys = np.column_stack([sales.entity, sales.currency, ledger.traits["segment"]])
    documents = Documents(ledger.issued[usable], value[usable], keys[usable])
    return Known(day, sales, deals, documents, sales.ordered[usable], usable, rate)
