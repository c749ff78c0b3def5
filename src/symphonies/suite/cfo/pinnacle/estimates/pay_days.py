"""When each open invoice is paid, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints, Sales
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, PayDays

Columns = Mapping[str, Sequence[Any]]
"""Rows of a table, column by column."""
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9)
"""The chances by which a day is told; the ends of the 50 % and 80 % bands are among them."""


def tell_pay_days(sales: Sales, model: PayDayModel, cut: date) -> tuple[Columns, Ints, PayDays]:
    """Tell the pay day of each invoice that is open on a day.

    Returns:
        Rows of ``invoicing.payment_estimate``, the places of the open invoices in ``sales``, and what was
        told of them.
    """
    day = (cut - date(1970, 1, 1)).days
    open_rows = np.flatnonzero(sales.ledger.open_amount(day) > 0)
    told = model.predict(sales.ledger, day, open_rows)
    by = {f"by_{round(level * 100)}_on": _days(told.day(level), cut) for level in LEVELS}
    rows: Columns = {
        "invoice_id": [sales.ids[row] for row in open_rows.tolist()],
        "estimated_on": [cut] * len(open_rows),
        **by,
        "never_ratio": np.clip(told.never, 0.0, 1.0).tolist(),
    }
    return rows, open_rows, told


def _days(ahead: Floats, cut: date) -> list[date | None]:
    """Return days as dates; none where the chance is not reached within a year."""
    return [cut + timedelta(days=int(days)) if np.isfinite(days) else None for days in ahead.tolist()]
