"""Exchange rates with how they move, and how all uncertain things move together."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.books import Floats, Group
from symphonies.suite.cfo.pinnacle.position import Gap, Markets

_WORKING_DAYS = 260
_DECAY = 0.97
_FEWEST_DAYS = 60
"""Daily changes without which a rate is taken to stand still, and said to."""


def read_markets(group: Group, lateness: float, demand: float) -> tuple[Markets, tuple[Gap, ...]]:
    """Reads what currencies are worth and how they move. Reference rates are not told by any table yet.

    Args:
        group: with the history of its exchange rates.
        lateness: share of the variance of pay days that all invoices have in common.
        demand: the same of billings.
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
    count = 2 + len(rates.currencies)
    correlation = np.eye(count)
    block = _correlation(changes, rates.base)
    correlation[2 : 2 + len(block), 2 : 2 + len(block)] = block
    return Markets(
        rates.currencies, rates.base, np.nan_to_num(rates.spot, nan=0.0), volatility,
        (), np.zeros(0), np.zeros(0), lateness, demand, correlation,
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
