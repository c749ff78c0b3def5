"""The cash desk: what-ifs, saved scenarios, comparisons and stresses of one store."""

from symphonies.suite.cfo.pinnacle.desk.desk import (
    BASELINE,
    FIGURES,
    Answer,
    CashDesk,
    figures_of,
    median_low,
)
from symphonies.suite.cfo.pinnacle.desk.drawn import Drawn
from symphonies.suite.cfo.pinnacle.desk.kept import KeptPlan, PlanBook, Planned, PlanQuestion
from symphonies.suite.cfo.pinnacle.desk.plans import planned

__all__ = [
    "BASELINE",
    "FIGURES",
    "Answer",
    "CashDesk",
    "Drawn",
    "KeptPlan",
    "PlanBook",
    "PlanQuestion",
    "Planned",
    "figures_of",
    "median_low",
    "planned",
]
