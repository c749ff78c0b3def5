"""Whose payments a share of receipts consists of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.explanation.rounding import whole
from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position

SHOWN = 10
OTHERS = "others"

ByCustomer = Mapping[str, float]
"""Base cents by a customer's number."""


def expected_until(position: Position, change: Change, day: int) -> ByCustomer:
    """Return what is expected of each customer's open invoices until the end of a day."""
    receivables = position.receivables
    rows = _usable(position)
    reached = receivables.curves[:, : position.days].cumsum(axis=1)
    reached = np.concatenate([np.zeros((len(reached), 1)), reached], axis=1)
    delay = (change.invoice_delay + change.receipts_delay)[rows]
    # an invoice moved before day 1 is received on day 1
    share = reached[receivables.curve[rows], (day - delay).clip(0, position.days)]
    return _by_customer(position, rows, receivables.amount[rows] * change.invoice_factor[rows] * share)


def settled_since(then: Position, now: Position) -> ByCustomer:
    """Return what came of each customer's invoices that were open then: what is not open any more."""
    still = dict(zip(now.receivables.ids, now.receivables.amount.tolist(), strict=True))
    rows = _usable(then)
    left = np.array([still.get(then.receivables.ids[row], 0) for row in rows.tolist()])
    return _by_customer(then, rows, then.receivables.amount[rows] - left)


def less(one: ByCustomer, other: ByCustomer) -> ByCustomer:
    """Return by how much the first is more than the second."""
    return {name: one.get(name, 0.0) - other.get(name, 0.0) for name in dict.fromkeys([*one, *other])}


def led_by(moved: ByCustomer, amount: int) -> tuple[Part, ...]:
    """Return the customers that move most, each as it does, and what else there is to the amount."""
    strongest = _strongest(moved)
    parts = [Part(name, round(cents)) for name, cents in strongest if round(cents)]
    return (*parts, Part(OTHERS, amount - sum(each.amount for each in parts))) if parts else ()


def shared_by(moved: ByCustomer, amount: int) -> tuple[Part, ...]:
    """Return the amount split by customer in proportion to what each moves."""
    strongest, total = _strongest(moved), sum(moved.values())
    if not strongest or total == 0:
        return ()
    shares = [cents / total * amount for _, cents in strongest]
    names = [*(name for name, _ in strongest), OTHERS]
    split = zip(names, whole([*shares, amount - sum(shares)], amount), strict=True)
    return tuple(Part(name, cents) for name, cents in split if cents or name != OTHERS)


def _strongest(moved: ByCustomer) -> list[tuple[str, float]]:
    order = sorted(moved.items(), key=lambda each: (-abs(each[1]), each[0]))
    return [each for each in order[:SHOWN] if each[1]]


def _usable(position: Position) -> Ints:
    receivables = position.receivables
    return np.flatnonzero((receivables.amount > 0) & ~position.accounts.restricted[receivables.account])


def _by_customer(position: Position, rows: Ints, amount: Floats | Ints) -> ByCustomer:
    """Return amounts of some invoices by customer, at the rate of the cut."""
    receivables, ids = position.receivables, position.customers.ids
    spot = position.markets.spot[position.accounts.currency[receivables.account[rows]]]
    found = np.bincount(receivables.customer[rows], amount * spot, minlength=len(ids))
    return {ids[place]: float(found[place]) for place in np.flatnonzero(found).tolist()}
