"""Orders at hand: when they will be invoiced, and how much of what will be invoiced they are."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints, Sales

FEWEST_LEADS = 30
"""Invoiced orders without which nothing is said of those that wait."""


def lead_curve(lead: Ints) -> Floats:
    """Returns the chance that an order is not invoiced after 0, 1, 2 ... days."""
    return 1.0 - np.cumsum(np.bincount(lead)) / len(lead)


def share_at_hand(lead: Ints, days: int) -> Floats:
    """Returns what share of a coming day's invoices stems from orders already placed, shape (days,).

    Under a steady stream of orders it is the chance that an order took more than so many days.
    """
    waiting = lead_curve(lead)
    return np.append(waiting, np.zeros(max(days - len(waiting), 0)))[:days]


def expected_by_day(sales: Sales, amount: Floats, cut: int, days: int) -> Floats:
    """Returns what the waiting orders bring on each coming day, shape (orders, days).

    An order is invoiced like others that have waited as long.
    """
    chance = np.bincount(sales.orders.lead) / len(sales.orders.lead)
    age = cut - sales.orders.ordered
    lead = age[:, None] + 1 + np.arange(days)[None, :]
    padded = np.append(chance, 0.0)
    ahead = padded[np.minimum(lead, len(chance))]
    whole = ahead.sum(axis=1, keepdims=True)
    return amount[:, None] * np.divide(ahead, whole, out=np.zeros_like(ahead), where=whole > 0)
