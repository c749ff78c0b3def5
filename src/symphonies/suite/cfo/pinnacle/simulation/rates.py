"""What currencies are worth on every path and day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube


def rate_of(position: Position, draws: Draws, change: Change, currency: int) -> Floats | float:
    """Return units of base per unit of a currency: ``[horizon, paths]``, or 1 for the base."""
    markets = position.markets
    if currency == markets.base:
        return 1.0
    return draws.fx[currency] * (markets.spot[currency] * change.fx_factor[currency])


def in_base(amounts: Ints, rate: Floats | float) -> Ints:
    """Return amounts in base cents."""
    return amounts if isinstance(rate, float) else np.rint(amounts * rate).astype(np.int64)


def usable(
    position: Position, draws: Draws, grouping: Grouping, change: Change, closing: Cube | Sequence[Ints]
) -> Ints:
    """Return ``[horizon, paths]``: what stands on the cells whose money may be used, in base cents."""
    total = np.zeros(closing[0].shape, np.int64)
    for cell in np.flatnonzero(grouping.free).tolist():
        total += in_base(closing[cell], rate_of(position, draws, change, int(grouping.currency[cell])))
    return total
