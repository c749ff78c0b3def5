"""One draw of the company's future, as actions see it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from symphonies.suite.cfo.pinnacle.levers import neutral
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Flows, Paths, Settings, run_paths
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping

ACTIONS = "actions"
"""Name of the driver that carries what a plan moves."""


class World:
    """A simulation, what happens in it when nothing is done, and what it makes of what is done."""

    def __init__(self, position: Position, settings: Settings) -> None:
        self.position = position
        self.simulation = CashSimulation(position, settings)
        self.paths: Paths = self.simulation.baseline_paths
        self.floor = int(position.entities.minimum.sum())

    @property
    def draws(self) -> Draws:
        """The chance behind it."""
        return self.paths.draws

    @property
    def grouping(self) -> Grouping:
        """Which accounts are one cell."""
        return self.paths.grouping

    @property
    def shape(self) -> tuple[int, int]:
        """Days and paths."""
        return self.paths.cash.shape[0], self.paths.cash.shape[1]

    @cached_property
    def cash(self) -> Floats:
        """``[horizon, paths]`` over the floor when nothing is done, base cents."""
        return (self.paths.cash - self.floor).astype(np.float64)

    def empty(self) -> Floats:
        """Return flows of nothing: ``[horizon, paths]``."""
        return np.zeros(self.shape)

    def pay_day(self, invoice: int) -> Ints:
        """Return on which day index an open invoice is paid on each path; ``days`` later, beyond it never."""
        return self.simulation.by_currency.receipts.pay_days.of(invoice).astype(np.int64)

    def payment(self, outflow: int) -> Floats | float:
        """Return what a payment comes to on each path, cents."""
        place = self._uncertain.get(outflow)
        amount = float(self.position.outflows.amount[outflow])
        if place is None:
            return amount
        return np.rint(self.simulation.by_currency.payments.drawn[place] * amount)

    @cached_property
    def _uncertain(self) -> dict[int, int]:
        rows = self.simulation.by_currency.payments.uncertain.tolist()
        return {row: place for place, row in enumerate(rows)}

    def level(self, flows: dict[int, Floats]) -> Floats:
        """Return what flows add to usable cash, ``[horizon, paths]`` in base cents."""
        total = self.empty()
        for cell, flow in flows.items():
            if self.grouping.free[cell]:
                total += flow.cumsum(axis=0) * self.paths.rate(int(self.grouping.currency[cell]))
        return total

    def simulated(self, flows: dict[int, Floats]) -> Floats:
        """Return cash over the floor with flows added and every line run again, ``[horizon, paths]``."""
        cube = np.zeros((len(self.grouping.currency), *self.shape), np.int64)
        for cell, flow in flows.items():
            cube[cell] = np.rint(flow).astype(np.int64)
        known = self.paths.flows
        moved = Flows({**known.parts, ACTIONS: cube}, known.total + cube)
        paths = run_paths(self.simulation.by_currency, neutral(self.position), moved)
        return (paths.cash - self.floor).astype(np.float64)
