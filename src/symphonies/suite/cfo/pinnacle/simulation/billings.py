"""Receipts of invoices that are still to be sent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Billings, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.flows import shifted
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube, late_copy
from symphonies.suite.cfo.pinnacle.simulation.receipts import merged
from symphonies.suite.cfo.pinnacle.simulation.settings import STRATA


@dataclass(frozen=True)
class BillingReceipts:
    """Amounts to be billed on every path, and when they are paid under each common lateness."""

    billings: Billings
    draws: Draws
    grouping: Grouping
    amounts: Floats
    """``[billings, paths]``."""
    arrivals: Floats
    """``[STRATA, billings, days]``: share of each billing that is paid on each day."""
    paid: Floats
    """``[cells, days, paths]``, in whole cents before any change."""

    def part(self, change: Change, horizon: int) -> Cube:
        """Return the receipts under a change."""
        factor = change.billing_factor
        if not len(factor) or np.all(factor == 1):
            paid = self.paid
        elif np.all(factor == factor[0]):
            paid = self.paid * factor[0]
        else:
            paid = self.paid.copy()
            cells = self.grouping.cell[self.billings.account]
            for cell in np.unique(cells[factor != 1]).tolist():
                rows = np.flatnonzero(cells == cell)
                paid[cell] = self.spread(rows, self.amounts[rows] * factor[rows, None])
        return shifted(np.rint(paid).astype(np.int64), change.receipts_delay, horizon)

    def spread(self, rows: np.ndarray, amounts: Floats) -> Floats:
        """Return ``[days, paths]``: what the billings of ``rows`` bring in on each day."""
        paths = np.bincount(self.draws.stratum, minlength=STRATA).cumsum()
        parts = np.split(amounts, paths[:-1], axis=1)
        return np.concatenate(
            [self.arrivals[stratum, rows].T @ part for stratum, part in enumerate(parts)], axis=1
        )

    def regrouped(self, grouping: Grouping) -> BillingReceipts:
        """Return the same draws in fewer cells."""
        return BillingReceipts(
            self.billings, self.draws, grouping, self.amounts, self.arrivals, merged(self.paid, grouping)
        )


def draw_billings(position: Position, draws: Draws, grouping: Grouping) -> BillingReceipts:
    """Draw what will be billed: lognormal around what is expected, with demand in common."""
    billings, paths, month = position.billings, draws.settings.paths, _months(position)
    lasting, monthly = position.markets.demand, position.markets.demand_month
    common = np.sqrt(lasting) * draws.demand
    if monthly:
        common = common + np.sqrt(monthly) * draws.normals("months", month.max(initial=0) + 1, paths)[month]
    own = draws.normals("billings", len(billings.names), paths)
    scattered = _scattered(position, _factor(billings.spread, own, max(1 - lasting - monthly, 0.0)), month)
    amounts = billings.amount[:, None] * _factor(billings.spread, common, lasting + monthly) * scattered
    arrivals = _arrivals(position, draws)
    empty = np.zeros((len(grouping.currency), position.days, paths))
    drawn = BillingReceipts(billings, draws, grouping, amounts, arrivals, empty)
    cells = grouping.cell[billings.account]
    for cell in np.unique(cells).tolist():
        rows = np.flatnonzero(cells == cell)
        empty[cell] = np.rint(drawn.spread(rows, amounts[rows]))
    return drawn


def _factor(spread: Floats, shock: Floats, share: float) -> Floats:
    """Return lognormal factors of mean 1, from shocks that hold a share of the variance."""
    return np.exp(spread[:, None] * shock - share * spread[:, None] ** 2 / 2)


def _scattered(position: Position, factor: Floats, month: Ints) -> Floats:
    """Return each billing's own factor, such that whole months come to what they would without.

    How far months are off was measured on whole months, with all the chance of single billings in it: within
    one, that chance moves billings between days and cells, and it is not counted twice.
    """
    billings, spot = position.billings, position.markets.spot[position.accounts.currency]
    worth = (billings.amount * spot[billings.account])[:, None]
    ends = np.datetime64(position.cut) + position.days
    last = (ends.astype("M8[M]") - np.datetime64(position.cut, "M")).astype(np.int64)
    for whole in range(1, int(last)):
        rows = np.flatnonzero(month == whole)
        total = (worth[rows] * factor[rows]).sum(axis=0)
        factor[rows] *= np.divide(worth[rows].sum(), total, out=np.ones_like(total), where=total > 0)
    return factor


def _months(position: Position) -> Ints:
    """Return the month of each billing, 0 for that of the cut."""
    days = np.datetime64(position.cut) + position.billings.day
    return (days.astype("M8[M]") - np.datetime64(position.cut, "M")).astype(np.int64)


def _arrivals(position: Position, draws: Draws) -> Floats:
    billings, days = position.billings, position.days
    shares = late_copy(billings.curves, draws.lateness, position.markets.lateness)[:, :, :days]
    after = np.arange(1, days + 1) - billings.day[:, None] - 1
    picked = shares[:, billings.curve[:, None], after.clip(0)]
    return np.where(after >= 0, picked, 0.0)
