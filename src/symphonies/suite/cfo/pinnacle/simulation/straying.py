"""What cash strays beyond what its parts say: learnt from how far earlier forecasts were off."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats, Position
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube


def straying(position: Position, total: Cube) -> Cube:
    """Return flows that put the cash of each path and day further from its mean, or nearer to it.

    Afterwards every cell lies ``widths`` times as far from the mean of its paths as before; means stay.

    Args:
        position: says the widths, at least one.
        total: all other flows, ``[cells, horizon, paths]``.
    """
    widths = daily(position.widths, total.shape[1])
    reached = total.cumsum(axis=1)
    gap = reached - reached.mean(axis=2, keepdims=True)
    return np.diff(np.rint(gap * (widths - 1)[:, None]).astype(np.int64), axis=1, prepend=0)


def daily(widths: Floats, days: int) -> Floats:
    """Return the width of each day; the last one holds on."""
    return widths[np.arange(days).clip(0, len(widths) - 1)]
