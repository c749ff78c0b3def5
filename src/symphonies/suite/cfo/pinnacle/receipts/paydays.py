"""On which days money arrives: learned from the days it did, and the public holidays of each country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from symphonies.kernel import public_holidays

from .ledger import Flags, Floats, Ints

_CLOSED_SHARE = 0.02
"""A weekday with less of the payments than this is one on which banks are closed."""
_ENOUGH_PAYMENTS = 30
_PRIOR_ON_HOLIDAYS = 5.0
_EPOCH = date(1970, 1, 1)
_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Paydays:
    """How much of a day's worth of payments each kind of day brings.

    Attributes:
        weekdays: shape (7,), Monday first; 0 where banks are closed, mean 1 over the open ones.
        holiday: what is left of it on a public holiday, 0 to 1.
        countries: whose holidays, by place.
    """

    weekdays: Floats
    holiday: float
    countries: tuple[str, ...]

    def weights(self, first: int, days: int) -> Floats:
        """Returns the weight of each day of a span, shape (countries, days)."""
        row = self.weekdays[(first + np.arange(days) + 3) % _WEEK]
        closed = [holidays_of(code, first, days) for code in self.countries]
        return np.stack([np.where(mask, row * self.holiday, row) for mask in closed])


def learn_paydays(paid: Ints, country: Ints, countries: Sequence[str]) -> Paydays:
    """Learns weekdays, and how far holidays matter, from past payments.

    With fewer than 30 payments a working week without holidays is taken for granted.

    Args:
        paid: the days of payment, in days since 1970-01-01.
        country: place of each payment's country.
        countries: ISO 3166 codes; an unknown one has no holidays.
    """
    if len(paid) < _ENOUGH_PAYMENTS:
        return Paydays(np.array([1.0] * 5 + [0.0] * 2), 0.0, tuple(countries))
    share = np.bincount((paid + 3) % _WEEK, minlength=_WEEK) / len(paid)
    share[share < _CLOSED_SHARE] = 0.0
    weekdays = share / share[share > 0].mean()
    return Paydays(weekdays, _on_holidays(paid, country, countries, weekdays), tuple(countries))


def _on_holidays(paid: Ints, country: Ints, countries: Sequence[str], weekdays: Floats) -> float:
    """Returns payments on holidays over what those days would bring were they none, at most 1."""
    first, days = int(paid.min()), int(paid.max() - paid.min()) + 1
    row = weekdays[(first + np.arange(days) + 3) % _WEEK]
    came, expected = 0.0, 0.0
    for place, code in enumerate(countries):
        own = paid[country == place] - first
        closed = holidays_of(code, first, days)
        came += float(closed[own].sum())
        expected += len(own) * float(row[closed].sum() / row.sum())
    return min((came + _PRIOR_ON_HOLIDAYS * 0.2) / (expected + _PRIOR_ON_HOLIDAYS), 1.0)


def holidays_of(country: str, first: int, days: int) -> Flags:
    """Returns which days of a span are public holidays; none for a country that is not known."""
    start = _EPOCH + timedelta(days=first)
    known = public_holidays(country, start.year, (start + timedelta(days=days)).year)
    marks = np.array([(day - start).days for day in known], dtype=np.int64)
    found = np.zeros(days, dtype=bool)
    found[marks[(marks >= 0) & (marks < days)]] = True
    return found
