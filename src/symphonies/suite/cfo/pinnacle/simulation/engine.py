"""The door to a simulation: drawn once, then asked again and again."""

from __future__ import annotations

from functools import cached_property

from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation.draws import draw
from symphonies.suite.cfo.pinnacle.simulation.grouping import by_currency
from symphonies.suite.cfo.pinnacle.simulation.model import Model, build_model
from symphonies.suite.cfo.pinnacle.simulation.outcome import Outcome, measure
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths, run_accounts, run_paths
from symphonies.suite.cfo.pinnacle.simulation.settings import Settings


class CashSimulation:
    """Joint paths of daily cash. Making one draws all chance; asking it only moves what a change touches.

    Raises:
        SimulationInvalidError: the settings do not fit the position.
    """

    def __init__(self, position: Position, settings: Settings | None = None) -> None:
        self.position = position
        self.settings = settings or Settings()
        self.settings.check(position)
        self.by_account: Model = build_model(position, draw(position, self.settings))
        """Every account on its own."""
        self.by_currency: Model = self.by_account.regrouped(by_currency(position))
        """As few cells as group figures need."""
        self.nothing: Change = neutral(position)

    @cached_property
    def baseline(self) -> Outcome:
        """What happens when nothing is changed."""
        return measure(self.baseline_paths)

    @cached_property
    def baseline_paths(self) -> Paths:
        """The group's paths when nothing is changed."""
        return run_paths(self.by_currency, self.nothing)

    def paths(self, change: Change | None = None) -> Paths:
        """Return the group's paths under a change."""
        return run_paths(self.by_currency, change) if change else self.baseline_paths

    def detailed(self, change: Change | None = None) -> Paths:
        """Return the group's paths account by account: slower."""
        return run_accounts(self.by_account, self.paths(change))

    def run(self, change: Change | None = None) -> Outcome:
        """Return the group's figures under a change."""
        return measure(self.paths(change)) if change else self.baseline
