"""How long cash lasts: paths of a year, then of years drawn from the same, as a row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS
from symphonies.suite.cfo.pinnacle.position import Ints, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Lasting, Settings, runway_of

from .pay_days import Columns

YEAR = 364
"""Days that are simulated, whole weeks."""
MONTHS = 24
"""As far as runway is told; what lasts longer is told to last longer."""
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
    lasting = runway_of(cash, outcome.floor, outcome.opening)
    return {
        "estimated_on": [position.cut],
        "cash": [outcome.opening / CENTS],
        "minimum": [outcome.floor / CENTS],
        "runway_months": [_months(lasting.worst)],
        "middle_months": [_months(lasting.middle)],
        "best_months": [_months(lasting.best)],
        "ever_ratio": [float((cash < outcome.floor).any(axis=0).mean())],
        "currency": [position.base_currency],
    }


def _two_years(year: Ints, opening: int, seed: int) -> Ints:
    """Return paths of two years: after each path of a year what another path gained in its own.

    So the second year keeps the seasons of the first, and how far paths stray, and knows nothing new.
    """
    other = np.random.default_rng(seed).permutation(year.shape[1])
    return np.concatenate([year, year[-1] + year[:, other] - opening])


def _months(lasting: Lasting) -> float | None:
    """Return months to two digits; None where it is known only to be more."""
    return None if lasting.known is None else round(lasting.known / _DAYS_OF_MONTH, 2)
