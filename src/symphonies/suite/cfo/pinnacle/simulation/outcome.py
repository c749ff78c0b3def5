"""What the paths say: bands, low point, chances, runway, headroom and surplus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats, Ints
from symphonies.suite.cfo.pinnacle.simulation.covenants import CovenantTest, covenant_tests
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths
from symphonies.suite.cfo.pinnacle.simulation.runway import Runway, runway_of

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The 80 % band lies between the first and the last, the 50 % band between the second and the fourth."""
TENORS = (7, 30, 60, 91)
SURPLUS_CONFIDENCE = 0.95


@dataclass(frozen=True)
class LowPoint:
    """The least cash within the horizon, over all paths."""

    median: int
    low: int
    high: int
    """Tenth and ninetieth percentile, base cents."""
    day: int
    """The day on which the median of cash is least."""
    first_day: int
    last_day: int
    """Between them lie eight of ten paths' own lowest days."""


@dataclass(frozen=True)
class Surplus:
    """What may be placed for a number of days and still leave the floor with 95 % confidence."""

    days: int
    amount: int


@dataclass(frozen=True)
class Outcome:
    """Figures of one simulation; money in base cents, ``[horizon]`` unless said otherwise."""

    opening: int
    bands: Ints
    """``[5, horizon]``: the percentiles of ``LEVELS``."""
    mean: Ints
    floor: int
    low: LowPoint
    chance_below: Floats
    """Chance of being under the floor on each day."""
    chance_below_ever: float
    """Chance of being under the floor on any day of the horizon."""
    runway: Runway
    """How long cash lasts over the floor."""
    undrawn: Ints
    """Median of what revolving lines still offer."""
    covenants: tuple[CovenantTest, ...]
    surplus: tuple[Surplus, ...]


def measure(paths: Paths) -> Outcome:
    """Sum the paths up."""
    cash, horizon = paths.cash, paths.cash.shape[0]
    floor = int(paths.position.entities.minimum.sum())
    bands = _quantiles(np.sort(cash, axis=1), LEVELS)
    under, opening = cash < floor, opening_cash(paths)
    return Outcome(
        opening=opening,
        bands=bands,
        mean=np.rint(cash.mean(axis=1)).astype(np.int64),
        floor=floor,
        low=_low_point(cash, bands[2]),
        chance_below=under.mean(axis=1),
        chance_below_ever=float(under.any(axis=0).mean()),
        runway=runway_of(cash, floor, opening),
        undrawn=np.median(paths.undrawn, axis=1).astype(np.int64),
        covenants=covenant_tests(paths),
        surplus=tuple(Surplus(days, _surplus(cash[:days], floor)) for days in TENORS if days <= horizon),
    )


def opening_cash(paths: Paths) -> int:
    """Return the usable cash at the cut, in base cents."""
    grouping, markets = paths.grouping, paths.position.markets
    cells = np.flatnonzero(grouping.free)
    rates = markets.spot[grouping.currency[cells]]
    return int(np.rint(grouping.opening[cells] * rates).sum())


def _low_point(cash: Ints, median: Ints) -> LowPoint:
    least = np.sort(cash.min(axis=0))
    days = np.sort(cash.argmin(axis=0)) + 1
    low, middle, high = _quantiles(least, (0.1, 0.5, 0.9)).tolist()
    first, last = _quantiles(days, (0.1, 0.9)).tolist()
    return LowPoint(middle, low, high, int(median.argmin()) + 1, first, last)


def _quantiles(ascending: Ints, levels: tuple[float, ...]) -> Ints:
    """Return ``[levels, ...]`` values that occurred: the smallest that enough of the paths stay under."""
    number = ascending.shape[-1]
    places = [max(int(np.ceil(level * number)) - 1, 0) for level in levels]
    return np.moveaxis(ascending[..., places], -1, 0)


def _surplus(cash: Ints, floor: int) -> int:
    spare = np.sort(cash.min(axis=0) - floor)
    return max(int(_quantiles(spare, (1 - SURPLUS_CONFIDENCE,))[0]), 0)
