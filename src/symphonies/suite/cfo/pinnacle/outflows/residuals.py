"""Bank movements that nothing else foretells: their mean and how far they stray, by account."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Group
from symphonies.suite.cfo.pinnacle.position import Residuals

INTERNAL = ("opening", "transfer")
"""Categories that move money within the group, or only begin the books."""
FINANCING = ("debt", "dividend")
"""Categories that are decided, not foretold; a loan's plan and a credit line's steering stand elsewhere."""
DOCUMENTED = ("customer_receipt", "supplier_payment", "capex")
_YEAR = 365
_TRIMMED = 0.995


def explained_lines(group: Group, recurring: np.ndarray) -> np.ndarray:
    """Returns which lines are foretold by documents, calendars or decisions."""
    return recurring | group.lines.of(*INTERNAL, *FINANCING, *DOCUMENTED)


def leftover(group: Group, explained: np.ndarray, days: int, skip: frozenset[str]) -> Residuals:
    """Describes the rest of the last year, evenly over the days.

    Args:
        group: accounts with their lines.
        explained: which lines are foretold elsewhere.
        days: how many days ahead.
        skip: references that are foretold elsewhere though their days are not.
    """
    lines = group.lines
    skipped = np.isin(lines.reference, [p for p, name in enumerate(lines.references) if name in skip])
    own = ~explained & ~skipped & (lines.day > group.cut - _YEAR)
    accounts = len(group.account_ids)
    daily = np.zeros((accounts, _YEAR))
    np.add.at(daily, (lines.account[own], lines.day[own] - group.cut + _YEAR - 1), lines.amount[own])
    low, high = np.quantile(daily, [1 - _TRIMMED, _TRIMMED], axis=1, keepdims=True)
    usual = np.clip(daily, low, high)
    known = min(_YEAR, max(int(group.cut - lines.day.min(initial=group.cut)), 1))
    mean = usual[:, -known:].mean(axis=1)
    deviation = usual[:, -known:].std(axis=1)
    return Residuals(
        mean=np.repeat(np.rint(mean * CENTS).astype(np.int64)[:, None], days, axis=1),
        deviation=np.repeat((deviation * CENTS)[:, None], days, axis=1),
        persistence=_persistence(usual[:, -known:]),
    )


def _persistence(daily: Floats) -> Floats:
    centred = daily - daily.mean(axis=1, keepdims=True)
    whole = np.sum(centred**2, axis=1)
    step = np.sum(centred[:, 1:] * centred[:, :-1], axis=1)
    return np.clip(np.divide(step, whole, out=np.zeros(len(daily)), where=whole > 0), 0.0, 0.9)
