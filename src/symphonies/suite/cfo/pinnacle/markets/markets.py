"""Exchange rates and reference rates with how they move, and how all uncertain things move together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Group
from symphonies.suite.cfo.pinnacle.position import Gap, Markets

from .feeds import NO_FEED, SeriesFeed

_WORKING_DAYS = 260
_DECAY = 0.97
_FEWEST_DAYS = 60
"""Daily changes without which a rate is taken to stand still, and said to."""
_YEARS_OF_RATES = 10
_DAYS_OF_YEAR = 365.25
_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Outside:
    """Series from outside.

    Attributes:
        feed: where they are read.
        references: what to call a reference rate -> its series in the feed, in percent a year.
    """

    feed: SeriesFeed
    references: Mapping[str, str]


NOTHING = Outside(NO_FEED, {})
"""No series from outside."""


def read_markets(
    group: Group, lateness: float, demand: float, outside: Outside
) -> tuple[Markets, tuple[Gap, ...]]:
    """Reads what prices are and how they move.

    Args:
        group: with the history of its exchange rates.
        lateness: share of the variance of pay days that all invoices have in common.
        demand: the same of billings.
        outside: where reference rates are read.
    """
    rates = group.rates
    changes = _changes(rates.history)
    volatility, gaps = np.zeros(len(rates.currencies)), []
    for place, code in enumerate(rates.currencies):
        known = np.isfinite(changes[:, place])
        if place == rates.base:
            continue
        if known.sum() < _FEWEST_DAYS:
            gaps.append(Gap(f"volatility of {code}", f"{int(known.sum())} of {_FEWEST_DAYS} daily rates"))
            continue
        volatility[place] = _volatility(changes[known, place])
    levels, moves = _reference_rates(group.cut, outside)
    count = 2 + len(rates.currencies) + len(levels)
    correlation = np.eye(count)
    block = _correlation(changes, rates.base)
    correlation[2 : 2 + len(block), 2 : 2 + len(block)] = block
    return Markets(
        rates.currencies, rates.base, np.nan_to_num(rates.spot, nan=0.0), volatility,
        tuple(outside.references), levels, moves, lateness, demand, correlation,
    ), tuple(gaps)  # fmt: skip


def _changes(history: Floats) -> Floats:
    """Returns daily changes of the logarithms on days on which any rate moved."""
    if len(history) < 2:
        return np.empty((0, history.shape[1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        moved = np.diff(np.log(history), axis=0)
    return moved[np.nansum(np.abs(moved), axis=1) > 0]


def _volatility(changes: Floats) -> float:
    """Returns the yearly deviation, halfway between the whole history and recent days.

    Source: RiskMetrics (1996), exponentially weighted moving average of squares, decay 0.97.
    """
    weight = _DECAY ** np.arange(len(changes))[::-1]
    recent = float(np.average(changes**2, weights=weight))
    return float(np.sqrt(0.5 * (recent + float(np.mean(changes**2))) * _WORKING_DAYS))


def _correlation(changes: Floats, base: int) -> Floats:
    found = np.eye(changes.shape[1])
    if len(changes) < _FEWEST_DAYS:
        return found
    known = np.isfinite(changes).all(axis=0) & (np.nan_to_num(changes).std(axis=0) > 0)
    known[base] = False
    if known.sum() > 1:
        where = np.flatnonzero(known)
        found[np.ix_(where, where)] = np.corrcoef(changes[:, where], rowvar=False)
    return found


def _reference_rates(cut: int, outside: Outside) -> tuple[Floats, Floats]:
    """Returns level and yearly deviation of each rate, as ratios."""
    levels, moves = [], []
    for series in outside.references.values():
        day, value = outside.feed.read(series, cut)
        recent = value[day > cut - _YEARS_OF_RATES * _DAYS_OF_YEAR] / _PERCENT
        levels.append(recent[-1] if len(recent) else np.nan)
        steps = np.diff(recent)
        moves.append(float(np.std(steps) * np.sqrt(12.0)) if len(steps) > 1 else 0.0)
    return np.array(levels, dtype=np.float64), np.array(moves, dtype=np.float64)
