"""Why cash is where it is, and what a change consists of: parts that add up to the last cent."""

from symphonies.suite.cfo.pinnacle.explanation.change import Part, explain_change
from symphonies.suite.cfo.pinnacle.explanation.level import explain_level

__all__ = ["Part", "explain_change", "explain_level"]
