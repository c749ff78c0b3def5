"""What lenders look at on a test day: the values of covenants, path by path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws

OPERATING = tuple(
    OUTFLOW_KINDS.index(kind) for kind in ("supplier", "payroll", "hiring", "rent", "contract", "other")
)


@dataclass(frozen=True)
class Held:
    """What stands on the evening of a test, ``[paths]`` in base cents."""

    cash: Ints
    debt: Ints
    undrawn: Ints
    interest: Floats
    """Paid until then beyond what was planned."""


def covenant_values(
    position: Position, draws: Draws, change: Change, test: int, held: Held
) -> Iterator[tuple[int, Floats, Floats]]:
    """Tell each covenant's row, its tested value and its headroom, ``[paths]``; negative means breach."""
    covenants, ebitda = position.covenants, earned(position, draws, change, test)
    interest = covenants.interest[test] + held.interest
    for row, measure in enumerate(covenants.measure):
        if measure == "liquidity":
            value = (held.cash + held.undrawn).astype(np.float64)
        elif measure == "leverage":
            value = _ratio(held.debt - (0 if covenants.gross[row] else held.cash), ebitda)
        else:
            value = _ratio(ebitda, interest)
        limit, sign = float(covenants.limit[row]), 1 if covenants.bound[row] == "min" else -1
        yield row, value, sign * (value - limit) / abs(limit) if limit else sign * value


def most_debt(position: Position, draws: Draws, change: Change, test: int) -> Floats | None:
    """Return what may be owed at most on a test day, ``[paths]`` in base cents; None where nothing limits it.

    Only leverage without cash does: what is drawn is cash too, so it moves neither net debt nor liquidity.
    """
    covenants = position.covenants
    limits = [
        float(limit)
        for measure, bound, limit, gross in zip(
            covenants.measure, covenants.bound, covenants.limit, covenants.gross, strict=True
        )
        if measure == "leverage" and bound == "max" and gross
    ]
    return min(limits) * earned(position, draws, change, test) if limits else None


def earned(position: Position, draws: Draws, change: Change, test: int) -> Floats:
    """Return EBITDA of the twelve months before a test, ``[paths]`` in base cents.

    It is the expected figure with its own uncertainty, which moves with demand; levers on billings, costs and
    bad debts change it by what they change in the amounts.
    """
    covenants, day = position.covenants, int(position.covenants.tested[test])
    expected = float(covenants.ebitda[test]) + _ebitda_moved(position, change, day)
    return expected + covenants.ebitda_deviation[test] * draws.demand


def _ratio(above: Floats | Ints, below: Floats) -> Floats:
    """Return a ratio; without anything below, it is infinitely bad for debt and good for cover."""
    above, below = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    worst = np.where(above > 0, np.inf, np.where(below < 0, -np.inf, 0.0))
    return np.divide(above, below, out=worst, where=below > 0)


def _ebitda_moved(position: Position, change: Change, day: int) -> float:
    """Return what a change adds to EBITDA until a day, in base cents."""
    spot = position.markets.spot[position.accounts.currency]
    billings, outflows, receivables = position.billings, position.outflows, position.receivables
    billed = ((change.billing_factor - 1) * billings.amount * spot[billings.account])[billings.day <= day]
    operating = np.isin(outflows.kind, OPERATING) & (outflows.day <= day)
    spent = ((change.outflow_factor - 1) * outflows.amount * spot[outflows.account])[operating]
    lost = (1 - change.invoice_factor) * receivables.amount * spot[receivables.account]
    return float(billed.sum() - spent.sum() - lost.sum())
