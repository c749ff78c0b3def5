"""What levers do to a position, row by row: factors and delays that leave the position itself alone."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position


@dataclass(frozen=True)
class Change:
    """Factors (neutral 1) and delays in days (neutral 0) for the rows of a position."""

    receipts_delay: int
    """All customers pay so many days later, invoices to come included; credit notes stay."""
    invoice_delay: Ints
    invoice_factor: Floats
    """What part of each open invoice is paid at all."""
    billing_factor: Floats
    outflow_delay: Ints
    outflow_factor: Floats
    fx_factor: Floats
    """Value of each currency in base, over what it would have been."""
    rate_shift: Floats
    """Added to each reference rate."""

    @property
    def is_neutral(self) -> bool:
        """Whether nothing is changed."""
        return all(
            not np.any(getattr(self, each.name) != (1 if each.name.endswith("factor") else 0))
            for each in fields(self)
        )


def neutral(position: Position) -> Change:
    """Return the change that changes nothing."""
    invoices, billings = len(position.receivables.ids), len(position.billings.names)
    outflows, markets = len(position.outflows.names), position.markets
    return Change(
        receipts_delay=0,
        invoice_delay=np.zeros(invoices, np.int64),
        invoice_factor=np.ones(invoices),
        billing_factor=np.ones(billings),
        outflow_delay=np.zeros(outflows, np.int64),
        outflow_factor=np.ones(outflows),
        fx_factor=np.ones(len(markets.currencies)),
        rate_shift=np.zeros(len(markets.rates)),
    )
