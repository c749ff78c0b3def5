"""Payments that come round: pay, tax, fees, interest. Their calendar is found, their amounts forecast."""

from __future__ import annotations

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
_UNTESTED = 0.3
"""Deviation of the logarithm of a payment whose forecast could not be tested."""
_LEAST_ERROR = 1e-6
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
    return replace(found, spread=spread)


def _amounts(day: Ints, amount: Floats, ahead: Ints) -> tuple[Floats, Floats]:
    """Returns the amount of each coming payment and the deviation of its logarithm.

    What the same month was last year, moved by how the last payments compare with theirs, and the mean of the
    last payments, moved by the growth of a year, are weighed by how well either foretold the past year from
    as many months before.
    """
    # a payment that failed and was made again in parts is one payment of its month
    month, place = np.unique(months(day), return_inverse=True)
    value = dict(zip(month.tolist(), np.bincount(place, amount).tolist(), strict=True))
    told, spread = np.zeros(len(ahead)), np.zeros(len(ahead))
    tested: dict[int, tuple[float, float]] = {}
    for at, coming in enumerate(months(ahead).tolist()):
        lead = coming - int(month[-1])
        if lead not in tested:
            tested[lead] = _tested(value, month, lead)
        weight, error = tested[lead]
        told[at] = _blended(_like_last_year(value, coming), _like_lately(value, coming), weight)
        spread[at] = np.sqrt(np.log1p(min(error, 4.0))) if np.isfinite(error) else _UNTESTED
    return told, spread


def _tested(value: dict[int, float], month: Ints, lead: int) -> tuple[float, float]:
    """Returns the weight of last year's payments, and the mean squared relative error of the blend."""
    seasonal, recent = [], []
    for m in month[-12:].tolist():
        before = {k: v for k, v in value.items() if k <= m - lead}
        if before and value[m] > 0:
            seasonal.append(_like_last_year(before, m) / value[m] - 1)
            recent.append(_like_lately(before, m) / value[m] - 1)
    yearly, lately = np.array(seasonal), np.array(recent)
    known = np.isfinite(yearly)
    if known.sum() < FEWEST:
        enough = len(lately) >= FEWEST
        return 0.0, float(np.mean(lately**2)) + _LEAST_ERROR if enough else float("inf")
    squares = [float(np.mean(one[known] ** 2)) + _LEAST_ERROR for one in (yearly, lately)]
    weight = squares[1] / (squares[0] + squares[1])
    blend = weight * yearly[known] + (1 - weight) * lately[known]
    return weight, float(np.mean(blend**2)) + _LEAST_ERROR


def _blended(yearly: float, lately: float, weight: float) -> float:
    return weight * yearly + (1 - weight) * lately if np.isfinite(yearly) else lately


def _like_last_year(value: dict[int, float], month: int) -> float:
    base = value.get(month - _YEAR)
    return float("nan") if base is None else base * _growth(value)


def _like_lately(value: dict[int, float], month: int) -> float:
    known = sorted(value)[-3:]
    last = [k for k in known if k > known[-1] - _YEAR]
    middle = sum(last) / len(last)
    level = float(np.mean([value[k] for k in last]))
    return level * _growth(value) ** ((month - middle) / _YEAR)


def _growth(value: dict[int, float]) -> float:
    """Returns the last payments over those of the same months a year before; 1 with fewer than 3 of them."""
    pairs = [(value[k], value[k - _YEAR]) for k in sorted(value)[-6:] if value.get(k - _YEAR, 0.0) > 0]
    growth = float(np.median([now / then for now, then in pairs])) if len(pairs) >= FEWEST else 1.0
    return min(max(growth, 0.5), 2.0)


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
