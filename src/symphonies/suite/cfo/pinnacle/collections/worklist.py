"""Open invoices in the order in which work on them brings cash before the lowest day it can reach."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.mitigation import ASSUMPTIONS, Assumptions
from symphonies.suite.cfo.pinnacle.position import Flags, Floats, Ints, Position

HALF = 0.5


class Deed(StrEnum):
    """What is best done about an invoice."""

    SETTLE = "settle"
    """Settle the dispute: until then a reminder brings nothing."""
    RECOVER = "recover"
    """Hand it over to recovery: it is likelier never paid than paid."""
    REMIND = "remind"
    WAIT = "wait"
    """Nothing: it is not late yet, nor so soon that a reminder could help the low day."""


@dataclass(frozen=True)
class Worklist:
    """Open invoices, ``[invoices]`` each, the most valuable action first. Money in base cents."""

    rows: Ints
    """Of the position's receivables."""
    amount: Ints
    """What is open."""
    late: Floats
    """Mean days past due of payments that come; those beyond the described days count as the day after."""
    expected: Ints
    """The day by which half of the payments that come have come; days are counted from the cut."""
    never: Floats
    """Chance that it is never paid."""
    arrives: Floats
    """Chance that it is paid by the low day with no action."""
    deed: NDArray[np.str_]
    """A `Deed` each."""
    on: Ints
    """The day to do it; 0 where there is nothing to do."""
    worth: Floats
    """Mean of the cash that a reminder brings to the low day; NaN where no reminder is to be sent."""

    def take(self, places: Ints) -> Worklist:
        """Return the items at some places of the list, in their order."""
        return Worklist(*(getattr(self, each.name)[places] for each in fields(self)))


def reachable_low(median: Ints, assumptions: Assumptions = ASSUMPTIONS) -> int:
    """Return the day on which cash is lowest of those that a reminder sent now can reach, from the cut.

    Args:
        median: cash at the end of each day, ``[horizon]``.
        assumptions: how long a reminder takes.
    """
    first = min(assumptions.reminder.lead_days, len(median) - 1)
    return first + int(median[first:].argmin()) + 1


def worklist(position: Position, low_day: int, assumptions: Assumptions = ASSUMPTIONS) -> Worklist:
    """Return the open invoices as work, ranked by what a reminder brings to a low day, then by amount.

    Figures are exact expectations over each invoice's own distribution, so they need no paths.

    Args:
        position: whose invoices.
        low_day: the day cash is wanted by, counted from the cut.
        assumptions: what a reminder does.
    """
    receivables = position.receivables
    rows = np.flatnonzero(receivables.amount > 0)
    curves, due = receivables.curves[receivables.curve[rows]], receivables.due[rows]
    spot = position.markets.spot[position.accounts.currency[receivables.account[rows]]]
    amount = np.rint(receivables.amount[rows] * spot).astype(np.int64)
    late, expected = _expected(curves)
    on = np.maximum(due + 1, 1)
    in_time = on + assumptions.reminder.lead_days <= low_day
    sooner = np.where(in_time, _sooner(curves, low_day, assumptions.reminder.days_sooner), 0.0)
    worth = amount * assumptions.reminder.answered * sooner
    disputed, never = receivables.disputed[rows], curves[:, -1]
    deed = _deeds(disputed, never, in_time | (on == 1))
    now, later = np.isin(deed, [Deed.SETTLE, Deed.RECOVER]), deed == Deed.REMIND
    worth = np.where(later, worth, np.nan)
    found = Worklist(
        rows=rows,
        amount=amount,
        late=late - due,
        expected=expected,
        never=never,
        arrives=curves[:, :low_day].sum(axis=1),
        deed=deed,
        on=np.where(later, on, now.astype(np.int64)),
        worth=worth,
    )
    return found.take(np.lexsort((-amount, -np.nan_to_num(worth))))


def _expected(curves: Floats) -> tuple[Floats, Ints]:
    """Return the mean and the middle day of the payments that come."""
    comes = curves[:, :-1]
    total = np.maximum(comes.sum(axis=1), 1e-12)
    days = np.arange(1, comes.shape[1] + 1)
    middle = (comes.cumsum(axis=1) >= HALF * total[:, None] - 1e-12).argmax(axis=1) + 1
    return comes @ days / total, middle


def _sooner(curves: Floats, low_day: int, days: int) -> Floats:
    """Return the chance that an answered reminder moves a payment from after the low day to before it."""
    return curves[:, low_day : min(low_day + days, curves.shape[1] - 2)].sum(axis=1)


def _deeds(disputed: Flags, never: Floats, late: Flags) -> NDArray[np.str_]:
    return np.select([disputed, never > HALF, late], [Deed.SETTLE, Deed.RECOVER, Deed.REMIND], Deed.WAIT)
