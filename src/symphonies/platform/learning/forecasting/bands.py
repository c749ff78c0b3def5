"""Bands that cover what they promise: spreads scaled by how wrong the same forecast was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import Design
from .ensemble import combine
from .series import FEWEST

ENOUGH_ERRORS = 200
"""From this many past errors on, no further origins are rolled."""
MOST_ORIGINS = 12
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Forecasts from earlier origins, each knowing only what was known then.

    Attributes:
        actual: shape (rows, horizon); ``nan`` beyond the end of the history.
        mean: the forecasts, same shape.
        spread: their standard deviations before calibration, same shape.
        owner: shape (rows,): which series a row is of.
    """

    actual: Floats
    mean: Floats
    spread: Floats
    owner: NDArray[np.int64]

    @property
    def errors(self) -> Floats:
        """Absolute errors in units of the spread, those that are known, flat."""
        scaled = np.divide(
            np.abs(self.actual - self.mean),
            self.spread,
            out=np.full_like(self.mean, np.nan),
            where=self.spread > 0,
        )
        return scaled[np.isfinite(scaled)]


def backtest(
    histories: Sequence[Floats], season: int, horizon: int, designs: Sequence[Design | None] | None = None
) -> Backtest:
    """Rolls the origin back until there are errors enough, or the histories become too short.

    Args:
        histories: shape (n,) each.
        season: how many points make a season.
        horizon: how many points each forecast covers.
        designs: for each history its calendar from its first point on, past the horizon.
    """
    shortest = max(FEWEST, 2 * season + 1)
    if all(len(history) - horizon < shortest for history in histories):
        shortest = FEWEST  # too short for a season, and so is what will be forecast, or nearly
    step = max(1, horizon // 2)
    parts: list[tuple[Floats, Floats, Floats, NDArray[np.int64]]] = []
    errors = 0
    for origin in range(MOST_ORIGINS):
        cut = horizon if origin == 0 else horizon + origin * step
        able = np.array([i for i, h in enumerate(histories) if len(h) - cut >= shortest], dtype=np.int64)
        if not len(able) or errors >= ENOUGH_ERRORS:
            break
        known = [histories[i][:-cut] for i in able]
        told = combine(known, season, horizon, designs and [designs[i] for i in able])
        came = np.stack([histories[i][len(histories[i]) - cut :][:horizon] for i in able])
        parts.append((came, told.mean, told.spread, able))
        errors += came.size
    if not parts:
        empty = np.empty((0, horizon))
        return Backtest(empty, empty, empty, np.empty(0, dtype=np.int64))
    came, mean, spread, owner = (np.concatenate(group) for group in zip(*parts, strict=True))
    return Backtest(came, mean, spread, owner)
