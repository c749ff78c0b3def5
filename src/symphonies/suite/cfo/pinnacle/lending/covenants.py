"""Covenants with the EBITDA and interest of twelve months that they will be tested on."""

from __future__ import annotations

import numpy as np

from symphonies.platform.learning import Knowledge, Known
from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Group, Ints, month_start, months
from symphonies.suite.cfo.pinnacle.books.frames import days, numbers, places, texts
from symphonies.suite.cfo.pinnacle.position import Covenants, Gap

_EARNED = ("revenue", "cogs", "opex")
_YEAR = 12


def read_covenants(past: Knowledge, group: Group, horizon: int) -> tuple[Covenants, tuple[Gap, ...]]:
    """Reads covenants; EBITDA is that of the last twelve whole months, its deviation how it moved before.

    Without a year of postings ratios cannot be tested and are left out, with a gap.
    """
    table = past.read(
        "corporate.covenant", ["covenant_id", "name", "measure", "bound", "limit_value"], Known(None)
    )
    tests = _month_ends(group.cut, horizon)
    earned, interest = _monthly(past, group)
    ratios = (table["measure"] != "liquidity").to_numpy(dtype=bool)
    gaps: tuple[Gap, ...] = ()
    if len(earned) < _YEAR and ratios.any():
        gaps = (Gap("covenant ratios", f"{len(earned)} of {_YEAR} months of postings"),)
        table = table[~ratios]
    limit = numbers(table["limit_value"])
    money = (table["measure"] == "liquidity").to_numpy(dtype=bool)
    count = len(tests)
    return Covenants(
        ids=tuple(texts(table["covenant_id"])),
        names=tuple(texts(table["name"])),
        measure=tuple(texts(table["measure"])),
        bound=tuple(texts(table["bound"])),
        limit=np.where(money, limit * CENTS, limit),
        gross=np.zeros(len(table), dtype=bool),
        tested=tests,
        ebitda=np.full(count, _cents(float(earned[-_YEAR:].sum()))),
        ebitda_deviation=_deviation(earned, tests) * CENTS,
        interest=np.full(count, _cents(float(interest[-_YEAR:].sum()))),
    ), gaps


def _monthly(past: Knowledge, group: Group) -> tuple[Floats, Floats]:
    """Returns EBITDA and interest of each whole month in the base currency at today's rates."""
    table = past.read(
        "corporate.pnl_line", ["booked_on", "section", "amount", "currency"], Known("booked_on")
    )
    rate = np.append(np.nan_to_num(group.rates.spot), 0.0)[places(table["currency"], group.rates.currencies)]
    value, month = numbers(table["amount"]) * rate, months(days(table["booked_on"]))
    last = int(months(np.array([group.cut + 1]))[0])
    if not len(month) or month.min() >= last:
        return np.zeros(0), np.zeros(0)
    first = int(month.min())
    whole = month < last
    found = []
    for sections, sign in ((_EARNED, 1.0), (("interest",), -1.0)):
        own = whole & table["section"].isin(sections).to_numpy(dtype=bool)
        total = np.bincount(month[own] - first, weights=value[own], minlength=last - first)
        found.append(sign * total.astype(np.float64))
    return found[0], found[1]


def _deviation(earned: Floats, tests: Ints) -> Floats:
    """Returns how far the sum of twelve months moved within the time to each test."""
    if len(earned) <= _YEAR + 1:
        return np.full(len(tests), float(np.std(earned)) if len(earned) else 0.0)
    year = np.convolve(earned, np.ones(_YEAR), "valid")
    step = float(np.std(np.diff(year)))
    return step * np.sqrt(np.arange(1, len(tests) + 1))


def _month_ends(cut: int, horizon: int) -> Ints:
    first = int(months(np.array([cut]))[0])
    ends = month_start(np.arange(first + 1, first + horizon // 28 + 3)) - 1 - cut
    return ends[(ends >= 1) & (ends <= horizon)]


def _cents(amount: float) -> int:
    return round(amount * CENTS)
