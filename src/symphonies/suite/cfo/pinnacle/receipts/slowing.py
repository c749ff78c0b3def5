"""Why invoices are paid later than they were: by group, and by terms, lateness and mix, to the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .habits import learn_habits
from .ledger import Floats, Ints, Ledger

COHORT_DAYS = 45
"""Invoices sent in so many days before a day stand for it."""


@dataclass(frozen=True, slots=True)
class Slowing:
    """What one group adds to the change of the mean days from issue to payment.

    Attributes:
        group: code of the group.
        terms: days added because its terms changed.
        lateness: days added because it is expected to pay later after the due day.
        mix: days added because its share of what is invoiced changed.
        share: of what is invoiced, halfway between the two days.
    """

    group: int
    terms: float
    lateness: float
    mix: float
    share: float

    @property
    def days(self) -> float:
        """All that it adds."""
        return self.terms + self.lateness + self.mix


def explain_slowing(
    ledger: Ledger, worth: Floats, group: Ints, before: int, after: int
) -> tuple[float, tuple[Slowing, ...]]:
    """Explains how the expected days from issue to payment changed between two days, weighted by amount.

    Shares and means are changed halfway each, so that the parts add up exactly in any order.

    Args:
        ledger: any ledger; each day is seen with only what was known on it.
        worth: the amount of each invoice in one currency.
        group: code of each invoice's group, 0 or more, such as its customer or country.
        before: the earlier day.
        after: the later day.

    Returns:
        The change in days, and its parts by group, the largest first; they sum to it.

    Source: Marshall (1890) and Edgeworth (1925), midpoint decomposition of a change of a weighted mean.
    """
    size = int(group.max(initial=-1)) + 1
    then, now = _cohort(ledger, worth, group, before, size), _cohort(ledger, worth, group, after, size)
    share = (then[0] + now[0]) / 2
    moved = now[0] - then[0]
    days_then, days_now = then[1] + then[2], now[1] + now[2]
    whole = (float(np.sum(then[0] * days_then)) + float(np.sum(now[0] * days_now))) / 2
    level = (days_then + days_now) / 2 - whole
    parts = [
        Slowing(one, float(share[one] * (now[1] - then[1])[one]), float(share[one] * (now[2] - then[2])[one]),
                float(moved[one] * level[one]), float(share[one]))
        for one in range(size)
    ]  # fmt: skip
    change = float(np.sum(now[0] * days_now) - np.sum(then[0] * days_then))
    return change, tuple(sorted(parts, key=lambda part: -abs(part.days)))


def _cohort(ledger: Ledger, worth: Floats, group: Ints, day: int, size: int) -> tuple[Floats, Floats, Floats]:
    """Returns each group's share, mean terms and expected lateness of what was sent up to a day.

    A group that sent nothing of late is described by all it ever sent, with no weight.
    """
    known = ledger.as_known(day)
    own, amount = group[ledger.issued <= day], worth[ledger.issued <= day]
    delay = learn_habits(known, day).delay
    terms = (known.due - known.issued).astype(np.float64)
    recent = known.issued > day - COHORT_DAYS
    weight = np.where(recent, amount, amount * 1e-9)
    total = np.bincount(own, weights=weight, minlength=size)

    def mean(values: Floats) -> Floats:
        summed = np.bincount(own, weights=weight * values, minlength=size)
        return np.divide(summed, total, out=np.full(size, values.mean()), where=total > 0)

    share = np.bincount(own[recent], weights=amount[recent], minlength=size)
    return share / share.sum(), mean(terms), mean(delay)
