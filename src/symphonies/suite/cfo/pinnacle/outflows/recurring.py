"""Payments that come round: pay, tax, fees, interest. Their calendar is found, their amounts forecast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Group, Ints, month_start, months

from .rows import Rows, rows

FEWEST = 3
"""Times a payment must have come before it is expected again."""
_FITS = 0.75
"""Share of the payments that the calendar must explain."""
_CLOSE_DAYS = 1
_YEAR = 12
_PERIODS = (1, 3, 6, 12)
KINDS = {
    "payroll": "payroll",
    "tax": "tax",
    "fee": "other",
    "interest": "interest",
    "rent": "rent",
    "debt": "loan",
}
"""Categories of bank statements that come round, and what kind of outflow they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """When a payment comes round.

    Attributes:
        period: months between two.
        phase: which month of the period, as month number modulo the period.
        day: of the month, 1 to 31; beyond its end it is the last one.
        roll: where a weekend moves it: -1 to Friday, 1 to Monday, 0 nowhere.
    """

    period: int
    phase: int
    day: int
    roll: int

    def dates(self, first: int, last: int) -> Ints:
        """Returns the days on which it comes within a span, both ends included."""
        month = np.arange(int(months(np.array([first]))[0]) - 1, int(months(np.array([last]))[0]) + 2)
        month = month[(month - self.phase) % self.period == 0]
        day = np.minimum(month_start(month) + self.day - 1, month_start(month + 1) - 1)
        rolled = _rolled(day, self.roll)
        return rolled[(rolled >= first) & (rolled <= last)]


def find_calendar(day: Ints) -> Calendar | None:
    """Returns the calendar that explains the days of a payment; None when none explains three in four.

    Args:
        day: sorted days of at least 3 payments, or of 2 a year apart, in days since 1970-01-01.
    """
    month = months(day)
    gaps = np.diff(np.unique(month))
    if len(gaps) < FEWEST - 1 and not (len(gaps) == 1 and gaps[0] == _YEAR):
        return None
    period = max((p for p in _PERIODS if np.mean(gaps % p == 0) >= _FITS), default=0)
    if not period:
        return None
    of_month = day - month_start(month) + 1
    best: tuple[float, Calendar] | None = None
    for roll in (0, -1, 1):
        for nominal in sorted({*range(int(of_month.min()), int(of_month.max()) + 1), 31}):
            for phase in range(period):
                calendar = Calendar(period, phase, nominal, roll)
                told = calendar.dates(int(day[0]) - 3, int(day[-1]) + 3)
                fit = _agreement(day, told)
                if best is None or fit > best[0] + 1e-9:
                    best = fit, calendar
    return best[1] if best and best[0] >= _FITS else None


def foretell_recurring(group: Group, days: int, skip: frozenset[str]) -> tuple[list[Rows], np.ndarray]:
    """Finds streams of one account, category and reference; foretells those that come round.

    Args:
        group: accounts with their lines.
        days: how many days ahead.
        skip: references that are foretold elsewhere, such as those of credit lines.

    Returns:
        The rows, and which lines they explain.
    """
    lines = group.lines
    wanted = lines.of(*KINDS) & (lines.amount < 0)
    skipped = [place for place, name in enumerate(lines.references) if name in skip]
    wanted &= ~np.isin(lines.reference, skipped)
    keys = np.column_stack([lines.account, lines.category, lines.reference])
    explained = np.zeros(len(lines.day), dtype=bool)
    found = []
    streams, place = np.unique(keys[wanted], axis=0, return_inverse=True)
    for number, (account, category, reference) in enumerate(streams.tolist()):
        own = np.flatnonzero(wanted)[place.ravel() == number]
        part = _stream(group, own, account, category, reference, days)
        if part is not None:
            found.append(part)
            explained[own] = True
    return found, explained


def _stream(group: Group, own: Ints, account: int, category: int, reference: int, days: int) -> Rows | None:
    lines = group.lines
    day, place = np.unique(lines.day[own], return_inverse=True)
    amount = np.bincount(place, weights=-lines.amount[own]).astype(np.float64)
    calendar = find_calendar(day) if len(day) > 1 else None
    if calendar is None:
        return None
    if len(calendar.dates(int(day[-1]) + 4, group.cut)) > 1:
        return None  # it has stopped
    ahead = calendar.dates(max(group.cut + 1, int(day[-1]) + 4), group.cut + days)
    mean, spread = _amounts(day, amount, ahead)
    name = lines.categories[category]
    what = lines.references[reference] if reference >= 0 else name
    found = rows(
        KINDS[name], [f"{what} {group.account_ids[account]}"] * len(ahead),
        np.full(len(ahead), account), mean, ahead - group.cut,
    )  # fmt: skip
    return replace(found, spread=np.full(len(ahead), spread))


def _amounts(day: Ints, amount: Floats, ahead: Ints) -> tuple[Floats, float]:
    """Returns the amount of each coming payment and the deviation of its logarithm.

    What the same month was last year, moved by how the last payments compare with theirs, and the mean of the
    last payments are weighed by how well either foretold the past.
    """
    month = months(day)
    value = dict(zip(month.tolist(), amount.tolist(), strict=True))
    seasonal, recent = (_backtest(value, month, one) for one in (_like_last_year, _like_lately))
    whole = seasonal + recent
    weight = recent / whole if np.isfinite(seasonal) and whole > 0 else float(np.isfinite(seasonal))
    lately = _like_lately(value, 0)
    yearly = np.array([_like_last_year(value, m) for m in months(ahead).tolist()])
    told = np.where(np.isfinite(yearly), weight * yearly + (1 - weight) * lately, lately)
    error = min(seasonal, recent) if np.isfinite(seasonal) else recent
    return told, float(np.sqrt(np.log1p(min(error, 4.0)))) if np.isfinite(error) else 0.3


def _backtest(
    value: dict[int, float], month: Ints, method: Callable[[dict[int, float], int], float]
) -> float:
    """Returns the mean squared relative error of a method over a year; infinite when it cannot tell."""
    errors = []
    for m in month[-12:].tolist():
        before = {k: v for k, v in value.items() if k < m}
        told = method(before, m)
        if np.isfinite(told) and value[m] > 0:
            errors.append((told / value[m] - 1) ** 2)
    return float(np.mean(errors)) + 1e-6 if len(errors) >= FEWEST else float("inf")


def _like_last_year(value: dict[int, float], month: int) -> float:
    base = value.get(month - 12)
    if base is None:
        return float("nan")
    pairs = [(value[k], value[k - 12]) for k in sorted(value)[-6:] if value.get(k - 12, 0.0) > 0]
    growth = float(np.median([now / then for now, then in pairs])) if pairs else 1.0
    return base * min(max(growth, 0.5), 2.0)


def _like_lately(value: dict[int, float], _month: int) -> float:
    last = [value[k] for k in sorted(value)[-3:]]
    return float(np.mean(last)) if last else float("nan")


def _agreement(day: Ints, told: Ints) -> float:
    """Returns the lesser of the shares of payments that were told and of tellings that came."""
    if not len(told):
        return 0.0
    near = np.abs(day[:, None] - told[None, :])
    exact = 0.5 * (np.mean(near.min(axis=1) == 0) + np.mean(near.min(axis=0) == 0))
    close = min(np.mean(near.min(axis=1) <= _CLOSE_DAYS), np.mean(near.min(axis=0) <= _CLOSE_DAYS))
    return float(0.9 * close + 0.1 * exact)


def _rolled(day: Ints, roll: int) -> Ints:
    weekday = (day + 3) % 7
    back = np.maximum(weekday - 4, 0)
    if roll == 0:
        return day
    return day - back if roll < 0 else day + np.where(back > 0, 3 - back, 0)
