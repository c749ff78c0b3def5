"""Daily movements of cash by driver, on every path, in whole cents of each cell's currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Names
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube

SWEEPS = "sweeps"
"""Driver of accounts on their own: what moves between the accounts of a pool."""
DRIVERS: Names = ("receipts", "credits", "billings", *OUTFLOW_KINDS, "residuals", "forwards", "straying")
"""In the order in which explanations name them."""


@dataclass(frozen=True)
class Flows:
    """What moves, by driver; ``[cells, horizon, paths]``, or one path where all are alike."""

    parts: Mapping[str, Cube]
    total: Cube

    def replaced(self, parts: Mapping[str, Cube]) -> Flows:
        """Return the flows with some drivers exchanged: exact, as cents are whole."""
        total = self.total
        for name, part in parts.items():
            total = total + (part - self.parts[name])
        return Flows({**self.parts, **parts}, total)


def summed(parts: Mapping[str, Cube]) -> Flows:
    """Return flows with their total."""
    shape = np.broadcast_shapes(*(part.shape for part in parts.values()))
    total = np.zeros(shape, np.int64)
    for part in parts.values():
        total += part
    return Flows(parts, total)


def shifted(cube: Cube, days: int, horizon: int) -> Cube:
    """Return the first ``horizon`` days of a cube after moving it; nothing is moved before day 1."""
    if days == 0:
        return cube[:, :horizon]
    if days > 0:
        empty = np.zeros_like(cube[:, : min(days, horizon)])
        return np.concatenate([empty, cube[:, : max(horizon - days, 0)]], axis=1)
    moved = cube[:, -days : horizon - days].copy()
    moved[:, 0] += cube[:, :-days].sum(axis=1)
    return moved
