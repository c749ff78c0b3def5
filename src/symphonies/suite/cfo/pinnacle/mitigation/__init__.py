"""What to do about cash: the cheapest set of actions that keeps the floor as often as it is asked to."""

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect, Measure, Practice
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import ASSUMPTIONS, Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects, catalogue
from symphonies.suite.cfo.pinnacle.mitigation.plan import (
    Bundle,
    Contender,
    Mitigation,
    Plan,
    Promise,
    Rule,
    Step,
    SupplierPractice,
    Verdict,
)
from symphonies.suite.cfo.pinnacle.mitigation.planner import Budget, chance_in, check_confidence, mitigate
from symphonies.suite.cfo.pinnacle.mitigation.world import World

__all__ = [
    "ASSUMPTIONS",
    "Action",
    "Assumptions",
    "Budget",
    "Bundle",
    "Contender",
    "Effect",
    "Effects",
    "Measure",
    "Mitigation",
    "Plan",
    "Practice",
    "Promise",
    "Rule",
    "Step",
    "SupplierPractice",
    "Verdict",
    "World",
    "catalogue",
    "chance_in",
    "check_confidence",
    "mitigate",
]
