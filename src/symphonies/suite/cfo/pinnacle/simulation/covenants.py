"""How far each covenant is from its limit on each test day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths
from symphonies.suite.cfo.pinnacle.simulation.ratios import Held, covenant_values


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
    """Test every covenant on every test day within the horizon, path by path."""
    horizon, found = paths.draws.settings.horizon, []
    for test, day in enumerate(paths.position.covenants.tested.tolist()):
        if not 1 <= day <= horizon:
            continue
        held = Held(
            paths.cash[day - 1], paths.debt[day - 1], paths.undrawn[day - 1], _interest_moved(paths, day)
        )
        found += [
            CovenantTest(row, day, _three(value), _three(headroom), float((headroom < 0).mean()))
            for row, value, headroom in covenant_values(paths.position, paths.draws, paths.change, test, held)
        ]
    return tuple(found)


def _three(values: Floats) -> tuple[float, float, float]:
    # paths without a defined ratio are infinite: they are ranked, never averaged
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf").tolist()
    return low, middle, high


def _interest_moved(paths: Paths, day: int) -> Floats:
    """Return ``[paths]``: interest paid until a day beyond what was planned, in base cents."""
    spot = paths.position.markets.spot[paths.grouping.currency]
    paid = -paths.borrowing.interest[:, :day].sum(axis=1)
    return (spot[:, None] * paid).sum(axis=0)
