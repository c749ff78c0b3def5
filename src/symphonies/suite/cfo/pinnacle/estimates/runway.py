"""How long cash lasts: paths of a year, then of years drawn from the same, as a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS
from symphonies.suite.cfo.pinnacle.position import Ints, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings

from .pay_days import Columns

YEAR = 364
"""Days that are simulated, whole weeks."""
MONTHS = 24
"""As far as runway is told; what lasts longer is told to last longer."""
CHANCES = (0.1, 0.5, 0.9)
_DAYS_OF_MONTH = 365.25 / 12


@dataclass(frozen=True)
class RunwaySettings:
    """How many paths, drawn from which chance."""

    paths: int = 250
    seed: int = 20_260_101


def tell_runway(position: Position, settings: RunwaySettings) -> Columns:
    """Tell how long cash lasts from the end of a day on: a row of ``corporate.runway_forecast``.

    Args:
        position: describes at least a year.
        settings: how many paths.
    """
    simulation = CashSimulation(position, Settings(YEAR, settings.paths, settings.seed))
    outcome = simulation.baseline
    cash = _two_years(simulation.baseline_paths.cash, outcome.opening, settings.seed)
    months, ever, lasting = runway_of(cash, outcome.floor, outcome.opening)
    by = {f"by_{round(chance * 100)}_months": [found] for chance, found in zip(CHANCES, lasting, strict=True)}
    return {
        "estimated_on": [position.cut],
        "cash": [outcome.opening / CENTS],
        "minimum": [outcome.floor / CENTS],
        "runway_months": [months],
        "ever_ratio": [ever],
        **by,
        "currency": [position.base_currency],
    }


def runway_of(cash: Ints, floor: int, opening: int) -> tuple[float | None, float, tuple[float | None, ...]]:
    """Return how long cash lasts.

    Args:
        cash: ``[days, paths]``.
        floor: the least that must be there.
        opening: what is there now.

    Returns:
        Months until the tenth percentile of cash is first below the floor, None where it never is; the chance
        that cash is ever below it; and the months by which it has been with the chances of ``CHANCES``.
    """
    if opening < floor:
        return 0.0, 1.0, (0.0,) * len(CHANCES)
    lower = np.quantile(cash, CHANCES[0], axis=1, method="inverted_cdf")
    below = np.flatnonzero(lower < floor)
    under = cash < floor
    first = np.where(under.any(axis=0), under.argmax(axis=0) + 1.0, np.inf)
    lasting = np.quantile(first, CHANCES, method="inverted_cdf")
    return (
        _months(below[0] + 1.0) if len(below) else None,
        float(under.any(axis=0).mean()),
        tuple(_months(day) if np.isfinite(day) else None for day in lasting.tolist()),
    )


def _two_years(year: Ints, opening: int, seed: int) -> Ints:
    """Return paths of two years: after each path of a year what another path gained in its own.

    So the second year keeps the seasons of the first, and how far paths stray, and knows nothing new.
    """
    other = np.random.default_rng(seed).permutation(year.shape[1])
    return np.concatenate([year, year[-1] + year[:, other] - opening])


def _months(days: float) -> float:
    return round(days / _DAYS_OF_MONTH, 2)
