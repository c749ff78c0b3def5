"""Receivables as arrays: documents, and what reduced them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_DAY = np.iinfo(np.int64).max // 4
"""Stands for a day that has not come, later than every other."""
_LEAST = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Reductions:
    """What took from open invoices: payments of customers, and what will never be paid. Shape (m,) each.

    Attributes:
        invoice: place of the invoice in the ledger.
        day: when, in days since 1970-01-01.
        amount: by how much, above 0.
        is_cash: whether it was money; a credit note or a write-off is not.
    """

    invoice: Ints
    day: Ints
    amount: Floats
    is_cash: Flags

    def __len__(self) -> int:
        return len(self.invoice)

    def where(self, mask: Flags) -> Reductions:
        """Returns those that a mask of shape (m,) keeps."""
        return Reductions(self.invoice[mask], self.day[mask], self.amount[mask], self.is_cash[mask])


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Invoices to customers with all that is known of them. Shape (n,) each, days since 1970-01-01.

    Attributes:
        customer: place of the customer in some list.
        issued: when it was sent.
        due: the last day to pay without delay.
        amount: what was invoiced, above 0.
        reductions: what took from it since.
        disputed: when the customer contested it; ``NO_DAY`` for never, as below.
        resolved: when that was settled.
        promised: the day for which the customer promised to pay.
        promised_at: when that was said.
        country: place of the country in ``countries``, whose bank holidays count.
        countries: ISO 3166 codes.
        traits: what groups of customers or documents share, such as segment or delivery: name -> code of
            shape (n,), -1 where unknown. Only what was known when the invoice was sent.
    """

    customer: Ints
    issued: Ints
    due: Ints
    amount: Floats
    reductions: Reductions
    disputed: Ints
    resolved: Ints
    promised: Ints
    promised_at: Ints
    country: Ints
    countries: tuple[str, ...]
    traits: Mapping[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.issued)

    def as_known(self, day: int) -> Ledger:
        """Returns the ledger as it stood at the end of a day: nothing dated later is in it.

        Every model is fitted on, and asked about, a ledger that went through here.
        """
        kept = self.issued <= day
        place = np.cumsum(kept) - 1
        taken = self.reductions.where((self.reductions.day <= day) & kept[self.reductions.invoice])
        known = self._kept(kept)
        unsaid = known.promised_at > day
        return replace(
            known,
            reductions=replace(taken, invoice=place[taken.invoice]),
            disputed=np.where(known.disputed <= day, known.disputed, NO_DAY),
            resolved=np.where(known.resolved <= day, known.resolved, NO_DAY),
            promised=np.where(unsaid, NO_DAY, known.promised),
            promised_at=np.where(unsaid, NO_DAY, known.promised_at),
        )

    def open_amount(self, day: int) -> Floats:
        """Returns what was open on each invoice at the end of a day; 0 before it was sent.

        Less than half a cent is nothing: it is what sums of floating-point numbers leave.
        """
        before = self.reductions.day <= day
        taken = np.bincount(
            self.reductions.invoice[before], weights=self.reductions.amount[before], minlength=len(self)
        )
        left = self.amount - taken
        return np.where((self.issued <= day) & (left >= _LEAST), left, 0.0)

    def _kept(self, mask: Flags) -> Ledger:
        whole = {
            "reductions": self.reductions,
            "countries": self.countries,
            "traits": {k: v[mask] for k, v in self.traits.items()},
        }
        columns = {f.name: getattr(self, f.name)[mask] for f in fields(self) if f.name not in whole}
        return Ledger(**columns, **whole)
