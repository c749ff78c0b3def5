"""Joint paths of daily cash, and what they say."""

from symphonies.suite.cfo.pinnacle.simulation.covenants import CovenantTest
from symphonies.suite.cfo.pinnacle.simulation.engine import CashSimulation
from symphonies.suite.cfo.pinnacle.simulation.flows import DRIVERS, Flows
from symphonies.suite.cfo.pinnacle.simulation.lending import borrow
from symphonies.suite.cfo.pinnacle.simulation.model import Model
from symphonies.suite.cfo.pinnacle.simulation.outcome import LEVELS, LowPoint, Outcome, Surplus, measure
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths, run_paths
from symphonies.suite.cfo.pinnacle.simulation.runway import Lasting, Runway, runway_of
from symphonies.suite.cfo.pinnacle.simulation.settings import Settings

__all__ = [
    "DRIVERS",
    "LEVELS",
    "CashSimulation",
    "CovenantTest",
    "Flows",
    "Lasting",
    "LowPoint",
    "Model",
    "Outcome",
    "Paths",
    "Runway",
    "Settings",
    "Surplus",
    "borrow",
    "measure",
    "run_paths",
    "runway_of",
]
