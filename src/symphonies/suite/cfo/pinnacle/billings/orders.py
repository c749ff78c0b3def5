"""Orders at hand: when they will be invoiced, and how much of what will be invoiced they are."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints

FEWEST_LEADS = 30
"""Invoiced orders without which nothing is said of those that wait."""


def lead_chances(lead: Ints) -> Floats:
    """Returns the chance that an order is invoiced after 0, 1, 2 ... days."""
    return np.bincount(lead) / max(len(lead), 1)


def share_at_hand(lead: Ints, days: int) -> Floats:
    """Returns what share of a coming day's invoices stems from orders already placed, shape (days,).

    Under a steady stream of orders it is the chance that an order took more than so many days.
    """
    waiting = 1.0 - np.cumsum(lead_chances(lead))
    return np.append(waiting, np.zeros(max(days - len(waiting), 0)))[:days]


def expected_by_day(age: Ints, amount: Floats, chance: Floats, busy: Floats) -> Floats:
    """Returns what waiting orders bring on each coming day, shape (orders, days).

    An order is invoiced like others that have waited as long, on days on which invoices are sent.

    Args:
        age: of each order in days.
        amount: what is left of each.
        chance: of being invoiced after 0, 1, 2 ... days.
        busy: how many times as much as on a mean day is invoiced on each coming day, shape (days,).
    """
    lead = age[:, None] + 1 + np.arange(len(busy))[None, :]
    ahead = np.append(chance, 0.0)[np.minimum(lead, len(chance))] * busy
    whole = ahead.sum(axis=1, keepdims=True)
    return amount[:, None] * np.divide(ahead, whole, out=np.zeros_like(ahead), where=whole > 0)


def still_to_order(chance: Floats, covered: Floats) -> Floats:
    """Returns what share of each coming day's ordered invoices is on orders that nothing at hand brings.

    Args:
        chance: of being invoiced after 0, 1, 2 ... days.
        covered: share of each coming day's orders that open deals bring, shape (days,).
    """
    return np.convolve(1.0 - covered, chance)[: len(covered)]
