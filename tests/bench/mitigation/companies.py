"""Companies that need a plan: made by chance, with a floor that is hard to hold to differing degrees."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.bench.cash.companies import company


def strained(seed: int, *, invoices: int = 250, horizon: int = 91) -> Position:
    """Return a company whose floor holds in 20 to 99 of 100 futures with no action, its line large or small.

    One in three has a line that fills up by itself.
    """
    rng = np.random.default_rng(seed)
    position = company(seed, invoices=invoices, days=horizon + 30, billings=60)
    drawn = CashSimulation(position, Settings(horizon=horizon, paths=400, seed=seed)).baseline_paths.cash
    floor = max(int(np.quantile(drawn.min(axis=0), rng.uniform(0.01, 0.8))), 0)
    lines = position.facilities
    return replace(
        position,
        entities=replace(
            position.entities,
            minimum=np.full(len(position.entities.ids), floor // len(position.entities.ids)),
        ),
        facilities=replace(
            lines,
            limit=np.array([int(lines.limit[0] * rng.uniform(0.02, 1.0)), lines.limit[1]]),
            automatic=np.array([seed % 3 == 0, False]),
        ),
    )
