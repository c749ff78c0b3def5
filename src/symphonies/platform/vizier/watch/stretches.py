"""What a look at a series finds: its most unusual stretch, and how unusual earlier looks were."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import Grain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOOKBACK = {Grain.DAY: 150, Grain.MONTH: 8}
"""How many of the newest periods an anomaly may start in."""
LEAST_HISTORY = {Grain.DAY: 270, Grain.MONTH: 12}
LEAST_KNOWN = {Grain.DAY: 30, Grain.MONTH: 6}
"""In so many past periods at least a share must have had something to be a share of."""
RANGE = 2.0
"""How many usual spreads to each side are to be expected."""

SURER = 3.84
"""Twice the log-likelihood that one more parameter gains by chance in one of twenty."""


class Kind(StrEnum):
    """What is unusual."""

    SPIKE = "spike"
    """A new level that passed."""
    LEVEL = "level"
    """A changed level that lasts."""
    TREND = "trend"
    """A course that leads away further with each period."""
    SWINGS = "swings"
    """Figures that swing more than they did."""
    MISSING = "missing"
    """Nothing where something was to be expected."""
    IMPOSSIBLE = "impossible"
    """A figure beyond what the catalogue says is possible."""


@dataclass(frozen=True)
class Look:
    """The most unusual stretch of each series before one end; arrays have the shape (series,).

    Where nothing can be said the score is NaN.
    """

    first: NDArray[np.int64]
    """Place of the stretch's first period."""
    last: NDArray[np.int64]
    """Place of its last period, included."""
    score: NDArray[np.float64]
    """In spreads, not negative."""
    usual: NDArray[np.float64]
    """What the figure would have been."""
    actual: NDArray[np.float64]
    """What it was, on average over the stretch."""
    telling: NDArray[np.int64]
    """Place of the period that is told: the newest one outside its range, else the one farthest out."""
    value: NDArray[np.float64]
    """What the figure was in that period."""
    low: NDArray[np.float64]
    """Lower end of what was to be expected in it."""
    high: NDArray[np.float64]
    """Upper end."""
    share: NDArray[np.float64]
    """How far the stretch lies from the usual, as a share of a usual figure."""
    excess: NDArray[np.float64]
    """What the stretch adds up to beyond the usual, over the line where there is one; negative: it lacks."""
    trend: NDArray[np.bool_] | None = None
    """Where the stretch leads away further with each period; None: not looked at."""


def past_ends(periods: int, grain: Grain) -> list[int]:
    """Return the ends of earlier look-backs that do not reach into the newest one: they calibrate."""
    step = LOOKBACK[grain]
    least = LEAST_HISTORY[grain] + step
    stride = max(step // (2 if grain is Grain.DAY else 4), 1)
    return list(range(periods - step, least - 1, -stride))


def longer_is_surer(score: NDArray[np.float64], shorter: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return where a longer stretch says more than the shorter one in it by more than chance would.

    Both are scores in spreads; the shorter one is NaN where there is none yet.
    """
    import numpy as np

    return ~np.isfinite(shorter) | (score**2 >= shorter**2 + SURER)


def at(matrix: NDArray[np.float64], places: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return one column for each row."""
    import numpy as np

    return np.take_along_axis(matrix, places[:, None], axis=1)[:, 0]
