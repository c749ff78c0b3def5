"""What the simulation says of the coming weeks, without what is decided and not foretold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.books import CENTS, Floats
from symphonies.suite.cfo.pinnacle.position import Input, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings

from .actuals import Opening, opening_of

WEEK = 7
PATHS = 500
"""Enough for the ends of an 80 % band; a test draws many positions."""
DECIDED = ("loan", "forwards", "dividend")
"""Drivers that are decided: loans repaid, currencies exchanged by contract, dividends."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is foretold on a day, in units of the base currency. Shape (weeks,) each.

    Attributes:
        opening: what stood on the accounts on the day.
        flows: mean net flow of each week, at the rates of the day.
        gained: mean of what cash has grown by at the end of each week, at rates that move.
        bands: by level, the ends of the band of the same.
        inputs: what billings to come may be told from, and whether they are.
    """

    opening: Opening
    flows: Floats
    gained: Floats
    bands: dict[float, tuple[Floats, Floats]]
    inputs: tuple[Input, ...]

    def strayed(self, came: Floats, level: float) -> Floats:
        """Returns how far cash was off its mean, over the room to the end of the band on that side."""
        low, high = self.bands[level]
        room = np.where(came >= self.gained, high - self.gained, self.gained - low)
        return np.abs(came - self.gained) / np.maximum(room, 1.0 / CENTS)

    def widened(self, level: float, widths: Floats) -> tuple[Floats, Floats]:
        """Returns the ends of a band that is so many times as wide, on either side of the mean."""
        low, high = self.bands[level]
        return self.gained - (self.gained - low) * widths, self.gained + (high - self.gained) * widths


def look_ahead(position: Position, weeks: int, levels: tuple[float, ...]) -> Outlook:
    """Simulates a position that says no widths, and sums up its weeks; lines are not drawn."""
    simulation = CashSimulation(position, Settings(horizon=weeks * WEEK, paths=PATHS))
    paths = simulation.baseline_paths
    parts = [part for name, part in paths.flows.parts.items() if name not in DECIDED]
    flows, gained = np.zeros(weeks), np.zeros((weeks, PATHS))
    for cell in np.flatnonzero(paths.grouping.free).tolist():
        currency = int(paths.grouping.currency[cell])
        spot = position.markets.spot[currency]
        if not np.isfinite(spot):
            continue
        moved = sum((part[cell] for part in parts), np.zeros((weeks * WEEK, PATHS)))
        held = paths.grouping.opening[cell] + moved.cumsum(axis=0)
        worth = held * paths.rate(currency) - paths.grouping.opening[cell] * spot
        gained += worth[WEEK - 1 :: WEEK]
        flows += moved.mean(axis=1).reshape(weeks, WEEK).sum(axis=1) * spot
    ends = {level: np.quantile(gained, [(1 - level) / 2, (1 + level) / 2], axis=1) for level in levels}
    bands = {level: (low / CENTS, high / CENTS) for level, (low, high) in ends.items()}
    return Outlook(opening_of(position), flows / CENTS, gained.mean(axis=1) / CENTS, bands, position.inputs)
