"""Why cash is where it is, and what a change consists of: parts that add up to the last cent."""

from symphonies.suite.cfo.pinnacle.explanation.billed import explain_billed
from symphonies.suite.cfo.pinnacle.explanation.change import explain_change
from symphonies.suite.cfo.pinnacle.explanation.level import explain_level
from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.explanation.since import explain_since

__all__ = ["Part", "explain_billed", "explain_change", "explain_level", "explain_since"]
