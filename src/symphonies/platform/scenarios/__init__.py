"""Scenarios: levers as data, saved and versioned combinations of them, compared and probed."""

from symphonies.platform.scenarios.comparison import Comparison, Figure, Row, compare
from symphonies.platform.scenarios.errors import LeverInvalidError, ScenarioInvalidError, ScenarioUnknownError
from symphonies.platform.scenarios.levers import Lever, LeverKind, Levers, load_levers
from symphonies.platform.scenarios.probing import Effect, sensitivity, severity_to_reach
from symphonies.platform.scenarios.saved import Draft, Scenario, Scenarios, Snapshot

__all__ = [
    "Comparison",
    "Draft",
    "Effect",
    "Figure",
    "Lever",
    "LeverInvalidError",
    "LeverKind",
    "Levers",
    "Row",
    "Scenario",
    "ScenarioInvalidError",
    "ScenarioUnknownError",
    "Scenarios",
    "Snapshot",
    "compare",
    "load_levers",
    "sensitivity",
    "severity_to_reach",
]
