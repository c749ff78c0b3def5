"""What a position rests on, and what is not known: gaps, inputs that were tried, causes of late."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import Floats, Ints, Names

CAUSES: Names = ("slower", "disturbance")
"""Customers that pay later than before; payment schemes that failed for some days."""
PAY_DAYS = "pay days of customers"
"""What is a gap of a position that tells neither when open invoices are paid nor those to come."""
ORDERS, PIPELINE, INDICATORS = "orders", "pipeline", "indicators"
"""What billings to come may be told from besides the history of invoices: orders not wholly invoiced, open
deals, and series from outside."""


@dataclass(frozen=True)
class Gap:
    """Something that could not be known, told to whoever reads the result."""

    what: str
    """Such as ``balance of DE-01`` or ``rate of ZAR``."""
    why: str
    """Found and needed, such as ``10 of 60 weeks``."""


@dataclass(frozen=True)
class Input:
    """Something that billings to come may be told from, and whether they are."""

    id: str
    """``orders``, ``pipeline`` or ``indicators``."""
    state: str
    """``used``; ``refused`` because the past shows no gain; ``short`` of history to try it; ``absent``."""
    why: str
    """A sentence with what was found."""
    with_it: float | None = None
    """Mean share by which billings were off with it, by week; of indicators all together. None: not tried."""
    without: float | None = None
    """The same without it."""
    origins: int = 0
    """From how many past days it was tried."""
    luck: float | None = None
    """How likely such a gain would be by luck."""
    notes: Names = ()
    """What was found amiss, a sentence each."""


@dataclass(frozen=True)
class Causes:
    """What lately moved cash, the weightiest first of each kind."""

    kind: Names
    """One of ``CAUSES``."""
    subject: Names
    """Number of the customer, or name of the payment scheme."""
    first: Ints
    last: Ints
    """Days from the cut, 0 or less."""
    amount: Ints
    """Cash that it holds up, base cents."""
    days: Floats
    """``slower``: days the customer is expected to pay later than before."""
    terms: Floats
    """``slower``: how many of them come from longer terms."""
    failed: Ints
    """``disturbance``: payments that failed."""
    usual: Floats
    """``disturbance``: how many were to be expected."""


def no_causes() -> Causes:
    """Return that nothing was found."""
    none, nothing = np.zeros(0, np.int64), np.zeros(0)
    return Causes((), (), none, none, none, nothing, nothing, none, nothing)
