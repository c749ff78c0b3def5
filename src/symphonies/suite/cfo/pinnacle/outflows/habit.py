"""How we pay suppliers: on which weekdays payments run, and how many runs after the due day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Ints, Purchases

FEWEST_PAYMENTS = 30
_RUN_SHARE = 0.15
"""A weekday with this much of the payments is one on which payments run."""
_EARLIEST, _LATEST = -2, 6
"""Runs after the first one at or after the due day that are told apart."""
_RECENT_DAYS = 365
_PRIOR = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class PaymentHabit:
    """How bills are paid.

    Attributes:
        runs: shape (7,): whether payments run on Monday to Sunday.
        skipped: shape (categories + 1, slots): chance by kind of purchase, the last row for all, that a bill
            is paid so many runs after the first one from its due day on; slot 0 is two runs early.
        payments: how many it was learnt from.
    """

    runs: np.ndarray
    skipped: Floats
    payments: int

    def days(self, due: Ints) -> Ints:
        """Returns the run day of each slot, shape (n, slots)."""
        first = _next_run(due, self.runs)
        slots = [first]
        for _ in range(_LATEST):
            slots.append(_next_run(slots[-1] + 1, self.runs))
        for _ in range(-_EARLIEST):
            slots.insert(0, _last_run(slots[0] - 1, self.runs))
        return np.stack(slots, axis=1)

    def last_within(self, due: Ints) -> Ints:
        """Returns the last run on which a bill is paid within its terms."""
        return _last_run(due, self.runs)


def learn_habit(purchases: Purchases, cut: int) -> PaymentHabit:
    """Learns from the bills paid in the year before the cut; without enough, bills are paid when due."""
    settled = (purchases.paid <= cut) & (purchases.paid > cut - _RECENT_DAYS) & (purchases.amount > 0)
    slots = _LATEST - _EARLIEST + 1
    if settled.sum() < FEWEST_PAYMENTS:
        skipped = np.zeros((len(purchases.categories) + 1, slots))
        skipped[:, -_EARLIEST] = 1.0
        return PaymentHabit(np.arange(7) < 5, skipped, int(settled.sum()))
    paid, due = purchases.paid[settled], purchases.due[settled]
    share = np.bincount((paid + 3) % 7, minlength=7) / len(paid)
    runs = share >= _RUN_SHARE
    habit = PaymentHabit(runs, np.zeros((0, slots)), len(paid))
    nearest = np.argmin(np.abs(habit.days(due) - paid[:, None]), axis=1)
    everything = np.bincount(nearest, minlength=slots) / len(nearest)
    rows = []
    for category in range(len(purchases.categories)):
        own = np.bincount(nearest[purchases.category[settled] == category], minlength=slots)
        rows.append((own + _PRIOR * everything) / (own.sum() + _PRIOR))
    return PaymentHabit(runs, np.stack([*rows, everything]), len(paid))


def _next_run(day: Ints, runs: np.ndarray) -> Ints:
    step = np.array([next(k for k in range(7) if runs[(d + k) % 7]) for d in range(7)])
    return day + step[(day + 3) % 7]


def _last_run(day: Ints, runs: np.ndarray) -> Ints:
    step = np.array([next(k for k in range(7) if runs[(d - k) % 7]) for d in range(7)])
    return day - step[(day + 3) % 7]
