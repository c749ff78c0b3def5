"""What is expected to be lost on each open invoice, as rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints, Sales
from symphonies.suite.cfo.pinnacle.receipts import Reductions

from .pay_days import Columns

ASSUMED_LOSS = 0.45
"""Source: Basel Committee, "International Convergence of Capital Measurement and Capital Standards", 2006,
paragraph 287: loss given default of senior claims without collateral."""
ASSUMED_WEIGHT = 10.0
"""Invoices not paid within a year that count as much as the assumption."""
YEAR_DAYS = 365
_LEAST = 0.005


def tell_losses(sales: Sales, open_rows: Ints, never: Floats, cut: date) -> Columns:
    """Tell exposure, chance of default and loss given default of each open invoice.

    Args:
        sales: as known on the cut.
        open_rows: places of the open invoices.
        never: the chance of each that it is not paid within a year.
        cut: the day.

    Returns:
        Rows of ``invoicing.loss_estimate``.
    """
    day = (cut - date(1970, 1, 1)).days
    count, open_amount = len(open_rows), sales.ledger.open_amount(day)[open_rows]
    return {
        "estimated_on": [cut] * count,
        "invoice_id": [sales.ids[row] for row in open_rows.tolist()],
        "exposure": [Decimal(f"{amount:.4f}") for amount in open_amount.tolist()],
        "default_ratio": np.clip(never, 0.0, 1.0).tolist(),
        "loss_ratio": [loss_given_default(sales, day)] * count,
    }


def loss_given_default(sales: Sales, day: int) -> float:
    """Return the share of what was not paid within a year that was lost; few invoices take the assumption.

    What was credited or came later is not lost; what was given up or is still open is.
    """
    ledger = sales.ledger
    old = ledger.issued <= day - YEAR_DAYS
    taken = ledger.reductions.where(ledger.reductions.day <= day)
    in_time = taken.is_cash & (taken.day <= ledger.issued[taken.invoice] + YEAR_DAYS)
    given_up = ~taken.is_cash & (taken.day == sales.written_off[taken.invoice])
    unpaid = (ledger.amount - _sums(taken.where(in_time), len(ledger)))[old]
    lost = (_sums(taken.where(given_up), len(ledger)) + ledger.open_amount(day))[old]
    cases = unpaid > _LEAST
    share = float(lost[cases].sum() / unpaid[cases].sum()) if cases.any() else 0.0
    count = float(cases.sum())
    found = (min(share, 1.0) * count + ASSUMED_LOSS * ASSUMED_WEIGHT) / (count + ASSUMED_WEIGHT)
    return float(found)


def _sums(reductions: Reductions, invoices: int) -> Floats:
    return np.bincount(reductions.invoice, weights=reductions.amount, minlength=invoices).astype(np.float64)
