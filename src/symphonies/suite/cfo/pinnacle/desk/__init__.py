"""The cash desk: what-ifs, saved scenarios, comparisons and stresses of one store."""

from symphonies.suite.cfo.pinnacle.desk.desk import (
    BASELINE,
    FIGURES,
    Answer,
    CashDesk,
    figures_of,
    median_low,
)

__all__ = ["BASELINE", "FIGURES", "Answer", "CashDesk", "figures_of", "median_low"]
