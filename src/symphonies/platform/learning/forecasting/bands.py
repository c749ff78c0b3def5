"""Bands that cover what they promise: spreads scaled by how wrong the same forecast was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .calendar import Design
from .ensemble import Told, ask
from .series import FEWEST
from .weights import Trial, weigh

ENOUGH_ERRORS = 200
"""From this many past errors on, no further origins are rolled."""
FEWEST_ORIGINS, MOST_ORIGINS = 2, 12
MOST_SERIES = 100
"""So many series are forecast from an earlier origin at most; others have their turn at the next."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """Forecasts from earlier origins, each knowing only what was known then.

    Attributes:
        actual: shape (rows, horizon).
        mean: the forecasts, same shape.
        spread: their standard deviations before calibration, same shape.
        owner: shape (rows,): which series a row is of.
    """

    actual: Floats
    mean: Floats
    spread: Floats
    owner: NDArray[np.int64]

    def errors(self, owners: NDArray[np.bool_] | None = None) -> Floats:
        """Returns absolute errors in units of the spread, those that are known, flat.

        Args:
            owners: shape (series,): of which series; by default of all.
        """
        rows = slice(None) if owners is None else owners[self.owner]
        apart, spread = np.abs(self.actual - self.mean)[rows], self.spread[rows]
        scaled = np.divide(apart, spread, out=np.full_like(apart, np.nan), where=spread > 0)
        return scaled[np.isfinite(scaled)]


def roll(
    histories: Sequence[Floats], season: int, horizon: int, designs: Sequence[Design | None] | None = None
) -> list[Trial]:
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
    trials: list[Trial] = []
    for origin in range(MOST_ORIGINS):
        cut = horizon + origin * step
        able = _some([i for i, h in enumerate(histories) if len(h) - cut >= shortest], origin)
        enough = sum(trial.actual.size for trial in trials) >= ENOUGH_ERRORS and origin >= FEWEST_ORIGINS
        if not len(able) or enough:
            break
        told = ask(
            [histories[i][:-cut] for i in able], season, horizon, designs and [designs[i] for i in able]
        )
        came = np.stack([histories[i][len(histories[i]) - cut :][:horizon] for i in able])
        trials.append(Trial(told, came, able))
    return trials


def backtest(trials: Sequence[Trial], told: Told, horizon: int) -> Backtest:
    """Combines what members said earlier as they would be now, with weights from the other origins.

    Args:
        trials: from earlier origins.
        told: what members say now.
        horizon: how many points each forecast covers.
    """
    if not trials:
        empty = np.empty((0, horizon))
        return Backtest(empty, empty, empty, np.empty(0, dtype=np.int64))
    combined = []
    for place, trial in enumerate(trials):
        others = [*trials[:place], *trials[place + 1 :]] or trials
        weights = weigh(others, told)[:, trial.owner] * trial.told.asked
        total = weights.sum(axis=0)
        fallback = trial.told.asked / trial.told.asked.sum(axis=0)
        combined.append(
            trial.told.combined(np.where(total > 0, weights / np.where(total > 0, total, 1), fallback))
        )
    return Backtest(
        np.concatenate([trial.actual for trial in trials]),
        np.concatenate([mean for mean, _ in combined]),
        np.concatenate([spread for _, spread in combined]),
        np.concatenate([trial.owner for trial in trials]),
    )


def _some(able: list[int], origin: int) -> NDArray[np.int64]:
    """Returns at most so many of the series, others from each origin."""
    apart = -(-len(able) // MOST_SERIES) or 1
    return np.array(able[origin % apart :: apart], dtype=np.int64)
