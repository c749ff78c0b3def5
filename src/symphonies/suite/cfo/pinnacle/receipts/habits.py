"""How late customers pay: everybody's delay, what groups add, what the customer adds, and how steady it is.

A customer of whom little is known is taken for one of its groups, and a group for everybody: each step is
shrunk by how much the data can tell it from its parent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .ledger import Floats, Ints, Ledger

HALF_LIFE_DAYS = 365.0
"""After so long a payment counts half."""
LEAST_SPREAD = 1.0
_GROUP_STRENGTH = 20.0
"""Payments that make a group's own mean count half; groups are few, so this hardly matters."""
_SPREAD_STRENGTH = 4.0
_RECENT_HALF_LIFE_DAYS = 60.0
_CLIP = 4.0
"""Spreads beyond which a delay counts no further: one forgotten invoice is no habit."""


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What each invoice's customer is used to, in days after the due date. Shape (n,) each.

    Attributes:
        base: everybody's delay.
        groups: what each trait adds to it.
        own: what the customer adds.
        recent: how much later than that it has paid of late.
        spread: standard deviation of the customer's delays.
        payments: how many of the customer's payments are known, the older counting less.
    """

    base: float
    groups: Mapping[str, Floats]
    own: Floats
    recent: Floats
    spread: Floats
    payments: Floats

    @property
    def delay(self) -> Floats:
        """The delay to expect: the sum of the parts."""
        return self.base + sum(self.groups.values(), np.zeros_like(self.own)) + self.own


def learn_habits(known: Ledger, day: int) -> Habits:
    """Learns from the payments of a ledger as known on a day.

    Source: Efron & Morris (1975), "Data analysis using Stein's estimator and its generalizations", with the
    variance between customers by the method of moments (DerSimonian & Laird, 1986).
    """
    paid = known.reductions.where(known.reductions.is_cash)
    share = paid.amount / np.maximum(known.amount[paid.invoice], 1e-9)
    age = (day - paid.day).astype(np.float64)
    weight = np.clip(share, 0.0, 1.0) * 0.5 ** (age / HALF_LIFE_DAYS)
    delay = (paid.day - known.due[paid.invoice]).astype(np.float64)
    base, spread = _middle(delay, weight)
    rest = np.clip(delay - base, -_CLIP * spread, _CLIP * spread)
    groups: dict[str, Floats] = {}
    for name, code in known.traits.items():
        groups[name], effect = _group(code, code[paid.invoice], rest, weight)
        rest = rest - effect[code[paid.invoice] + 1]
    customers = int(known.customer.max(initial=-1)) + 1
    customer = known.customer[paid.invoice]
    own, total, inside = _shrunk(customer, rest, weight, customers)
    left = rest - own[customer]
    newer = weight * 0.5 ** (age / _RECENT_HALF_LIFE_DAYS)
    recent = _sum(customer, newer * left, customers) / (_sum(customer, newer, customers) + 2.0)
    squares = _sum(customer, weight * left**2, customers)
    deviation = np.sqrt((squares + _SPREAD_STRENGTH * inside) / (total + _SPREAD_STRENGTH))
    return Habits(
        base,
        groups,
        own[known.customer],
        recent[known.customer],
        np.maximum(deviation, LEAST_SPREAD)[known.customer],
        total[known.customer],
    )


def _middle(delay: Floats, weight: Floats) -> tuple[float, float]:
    """Returns a weighted mean without the outliers' pull, and a spread that they do not move."""
    if not len(delay):
        return 0.0, 10.0
    low, high = np.quantile(delay, [0.1, 0.9])
    clipped = np.clip(delay, low - 2 * (high - low), high + 2 * (high - low))
    spread = max(float(high - low) / 2.56, LEAST_SPREAD)
    return float(np.average(clipped, weights=np.maximum(weight, 1e-9))), spread


def _group(code: Ints, seen: Ints, rest: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Returns what a trait adds for each invoice, and by code with -1 first, where it adds nothing."""
    size = int(code.max(initial=-1)) + 1
    is_known = seen >= 0
    mass = _sum(seen[is_known], weight[is_known], size)
    total = _sum(seen[is_known], (weight * rest)[is_known], size)
    effect = np.concatenate([[0.0], total / (mass + _GROUP_STRENGTH)])
    return effect[code + 1], effect


def _shrunk(customer: Ints, rest: Floats, weight: Floats, size: int) -> tuple[Floats, Floats, float]:
    """Returns each customer's shrunk mean and weight, and the variance within customers."""
    mass, total = _sum(customer, weight, size), _sum(customer, weight * rest, size)
    mean = np.divide(total, mass, out=np.zeros(size), where=mass > 0)
    squares = float(np.sum(weight * (rest - mean[customer]) ** 2))
    seen = mass > 0
    freedom = max(float(mass.sum()) - float(seen.sum()), 1.0)
    inside = max(squares / freedom, LEAST_SPREAD**2) if len(rest) > seen.sum() else 64.0
    all_mass = float(mass.sum())
    spare = all_mass - float(np.sum(mass**2)) / all_mass if all_mass > 0 else 0.0
    middle = float(total.sum()) / all_mass if all_mass > 0 else 0.0
    excess = float(np.sum(mass * (mean - middle) ** 2)) - (float(seen.sum()) - 1) * inside
    between = max(excess / spare, 0.05 * inside) if spare > 0 else inside
    return total / (mass + inside / between), mass, inside


def _sum(place: Ints, weights: Floats, size: int) -> Floats:
    return np.bincount(place, weights=weights, minlength=size).astype(np.float64)
