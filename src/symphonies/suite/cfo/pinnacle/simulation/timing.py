"""On which of their possible days bills leave: what one day gains, others lose."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws


def draw_timing(position: Position, draws: Draws) -> tuple[Ints, Ints, Floats]:
    """Draw how much of the bills at hand leaves an account on each of their days, over what is expected.

    Bills are many and each leaves once, so the sums of an account's days are drawn together: normal, with the
    variances and the negative covariances of independent choices.

    Returns:
        The rows of the outflows that may leave on another day, the factor that each follows, and the factors,
        shape (factors, paths).
    """
    outflows, paths = position.outflows, draws.settings.paths
    timed = np.flatnonzero((outflows.bill >= 0) & (outflows.chance < 1) & (outflows.amount > 0))
    factor, drawn, count = np.zeros(len(timed), np.int64), [np.empty((0, paths))], 0
    for account in np.unique(outflows.account[timed]).tolist():
        own = np.flatnonzero(outflows.account[timed] == account)
        rows = timed[own]
        days, day = np.unique(outflows.day[rows], return_inverse=True)
        expected, spread = _sums(outflows.bill[rows], day, outflows.amount[rows], outflows.chance[rows])
        noise = draws.normals(f"timing {position.accounts.ids[account]}", len(days), paths)
        drawn.append((1 + spread @ noise / expected[:, None]).clip(0))
        factor[own] = count + day
        count += len(days)
    return timed, factor, np.concatenate(drawn)


def _sums(bill: Ints, day: Ints, amount: Ints, chance: Floats) -> tuple[Floats, Floats]:
    """Return what leaves on each day, and a root of the covariance between the days."""
    _, place = np.unique(bill, return_inverse=True)
    parts = np.zeros((place.max() + 1, day.max() + 1))
    np.add.at(parts, (place, day), amount.astype(np.float64))
    covariance = np.diag(np.bincount(day, amount.astype(np.float64) ** 2 / chance)) - parts.T @ parts
    values, vectors = np.linalg.eigh(covariance)
    return parts.sum(axis=0), vectors * np.sqrt(values.clip(0))
