"""Weekly net flows of a position in closed form: their means, and how they vary together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Floats, Ints
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Position

WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What the coming weeks bring, in the base currency at the rates of the cut.

    Attributes:
        parts: mean of each week by kind of flow, shape (weeks,) each; they sum to the mean.
        covariance: of the weeks' net flows, shape (weeks, weeks).
    """

    parts: dict[str, Floats]
    covariance: Floats

    @property
    def mean(self) -> Floats:
        """The mean net flow of each week."""
        return np.sum(list(self.parts.values()), axis=0)

    def cash(self, opening: float) -> Floats:
        """Returns mean cash at the end of each week."""
        return opening + np.cumsum(self.mean)

    def deviation(self) -> Floats:
        """Returns the standard deviation of cash at the end of each week."""
        return np.sqrt(np.maximum(np.diag(self.covariance.cumsum(axis=0).cumsum(axis=1)), 0.0))


def look_ahead(position: Position, weeks: int = 13) -> Outlook:
    """Adds up receivables, billings, outflows and the rest; loans and other financing are left out."""
    worth = position.markets.spot[position.accounts.currency] / CENTS
    worth = np.where(position.accounts.restricted, 0.0, worth)
    receipts, receipts_vary = _receivables(position, worth, weeks)
    billed, billed_vary = _billings(position, worth, weeks)
    paid, paid_vary = _outflows(position, worth, weeks)
    rest, rest_vary = _residuals(position, worth, weeks)
    return Outlook(
        {"receipts": receipts, "billings": billed, **paid, "other movements": rest},
        receipts_vary + billed_vary + paid_vary + rest_vary,
    )


def opening(position: Position) -> float:
    """Returns the free cash of the cut in the base currency."""
    free = ~position.accounts.restricted
    worth = position.markets.spot[position.accounts.currency] / CENTS
    return float(np.sum((position.accounts.balance * worth)[free]))


def _by_week(curves: Floats, weeks: int) -> Floats:
    """Returns the chance of each week from chances by day."""
    return curves[:, : weeks * WEEK].reshape(len(curves), weeks, WEEK).sum(axis=2)


def _receivables(position: Position, worth: Floats, weeks: int) -> tuple[Floats, Floats]:
    """Each invoice is paid in one of the weeks, or in none."""
    told = position.receivables
    amount = told.amount * worth[told.account]
    chance = _by_week(told.curves, weeks)[told.curve] if len(amount) else np.zeros((0, weeks))
    weighted = chance * (amount**2)[:, None]
    return amount @ chance, np.diag(weighted.sum(axis=0)) - chance.T @ weighted


def _billings(position: Position, worth: Floats, weeks: int) -> tuple[Floats, Floats]:
    """Each billing has an uncertain amount; part of the uncertainty is shared by all."""
    told = position.billings
    amount = told.amount * worth[told.account]
    share = np.zeros((len(amount), weeks))
    for day in np.unique(told.day):
        own = np.flatnonzero(told.day == day)
        left = weeks * WEEK - int(day)
        if left > 0:
            padded = np.zeros((len(own), weeks * WEEK))
            padded[:, day:] = told.curves[told.curve[own], :left]
            share[own] = _by_week(padded, weeks)
    relative = np.sqrt(np.expm1(told.spread**2))
    weighted = share * (amount * relative)[:, None]
    common = weighted.sum(axis=0)
    demand = position.markets.demand
    return amount @ share, (1 - demand) * weighted.T @ weighted + demand * np.outer(common, common)


def _outflows(position: Position, worth: Floats, weeks: int) -> tuple[dict[str, Floats], Floats]:
    told = position.outflows
    amount = told.amount * worth[told.account]
    week = (told.day - 1) // WEEK
    vary = np.zeros(weeks)
    parts: dict[str, Floats] = {}
    for kind, name in enumerate(OUTFLOW_KINDS):
        own = (told.kind == kind) & (week < weeks)
        if name == "loan" or not own.any():
            continue
        parts[name] = -_sum(week[own], amount[own], weeks)
        vary += _sum(week[own], amount[own] ** 2 * np.expm1(told.spread[own] ** 2), weeks)
    return parts, np.diag(vary)


def _residuals(position: Position, worth: Floats, weeks: int) -> tuple[Floats, Floats]:
    told = position.residuals
    daily = (told.mean * worth[:, None]).sum(axis=0)[: weeks * WEEK]
    vary = ((told.deviation * worth[:, None]) ** 2).sum(axis=0)[: weeks * WEEK]
    return daily.reshape(weeks, WEEK).sum(axis=1), np.diag(vary.reshape(weeks, WEEK).sum(axis=1))


def _sum(week: Ints, amount: Floats, weeks: int) -> Floats:
    return np.bincount(week, weights=amount, minlength=weeks).astype(np.float64)
