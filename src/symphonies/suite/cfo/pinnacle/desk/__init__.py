"""The cash desk: what-ifs, saved scenarios, comparisons and stresses of one store."""

from symphonies.suite.cfo.pinnacle.desk.desk import (
    BASELINE,
    FIGURES,
    Answer,
    CashDesk,
    figures_of,
    median_low,
)
from symphonies.suite.cfo.pinnacle.desk.plans import Planned, PlanQuestion, planned

__all__ = [
    "BASELINE",
    "FIGURES",
    "Answer",
    "CashDesk",
    "PlanQuestion",
    "Planned",
    "figures_of",
    "median_low",
    "planned",
]
