"""How far each covenant is from its limit on each test day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Floats
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths

OPERATING = tuple(
    OUTFLOW_KINDS.index(kind) for kind in ("supplier", "payroll", "hiring", "rent", "contract", "other")
)


@dataclass(frozen=True)
class CovenantTest:
    """One covenant on one test day."""

    covenant: int
    """Row of the position's covenants."""
    day: int
    value: tuple[float, float, float]
    """Tenth, middle and ninetieth percentile of the tested value."""
    headroom: tuple[float, float, float]
    """The same of the room to the limit, as a share of it; negative means breach."""
    breach_chance: float


def covenant_tests(paths: Paths) -> tuple[CovenantTest, ...]:
    """Test every covenant on every test day within the horizon, path by path.

    EBITDA is the expected figure with its own uncertainty, which moves with demand; levers on billings,
    costs and bad debts change it by what they change in the amounts.
    """
    covenants, horizon = paths.position.covenants, paths.draws.settings.horizon
    found = []
    for test, day in enumerate(covenants.tested.tolist()):
        if not 1 <= day <= horizon:
            continue
        ebitda = (
            covenants.ebitda[test]
            + covenants.ebitda_deviation[test] * paths.draws.demand
            + _ebitda_moved(paths, day)
        )
        interest = covenants.interest[test] + _interest_moved(paths, day)
        for row, measure in enumerate(covenants.measure):
            if measure == "liquidity":
                value = (paths.cash[day - 1] + paths.undrawn[day - 1]).astype(np.float64)
            elif measure == "leverage":
                cash = 0 if covenants.gross[row] else paths.cash[day - 1]
                value = _ratio(paths.debt[day - 1] - cash, ebitda)
            else:
                value = _ratio(ebitda, interest)
            found.append(_tested(paths, row, day, value))
    return tuple(found)


def _tested(paths: Paths, row: int, day: int, value: Floats) -> CovenantTest:
    covenants = paths.position.covenants
    limit, sign = float(covenants.limit[row]), 1 if covenants.bound[row] == "min" else -1
    headroom = sign * (value - limit) / abs(limit) if limit else sign * value
    return CovenantTest(row, day, _three(value), _three(headroom), float((headroom < 0).mean()))


def _three(values: Floats) -> tuple[float, float, float]:
    # paths without a defined ratio are infinite: they are ranked, never averaged
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf").tolist()
    return low, middle, high


def _ratio(above: Floats, below: Floats) -> Floats:
    """Return a ratio; without anything below, it is infinitely bad for debt and good for cover."""
    above, below = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    worst = np.where(above > 0, np.inf, np.where(below < 0, -np.inf, 0.0))
    return np.divide(above, below, out=worst, where=below > 0)


def _ebitda_moved(paths: Paths, day: int) -> float:
    """Return what a change adds to EBITDA until a day, in base cents."""
    position, change = paths.position, paths.change
    spot = position.markets.spot[position.accounts.currency]
    billings, outflows, receivables = position.billings, position.outflows, position.receivables
    billed = ((change.billing_factor - 1) * billings.amount * spot[billings.account])[billings.day <= day]
    operating = np.isin(outflows.kind, OPERATING) & (outflows.day <= day)
    spent = ((change.outflow_factor - 1) * outflows.amount * spot[outflows.account])[operating]
    lost = (1 - change.invoice_factor) * receivables.amount * spot[receivables.account]
    return float(billed.sum() - spent.sum() - lost.sum())


def _interest_moved(paths: Paths, day: int) -> Floats:
    """Return ``[paths]``: interest paid until a day beyond what was planned, in base cents."""
    spot = paths.position.markets.spot[paths.grouping.currency]
    paid = -paths.borrowing.interest[:, :day].sum(axis=1)
    return (spot[:, None] * paid).sum(axis=0)
