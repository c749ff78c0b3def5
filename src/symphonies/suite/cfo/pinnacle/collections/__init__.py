"""What customers owe, as work to be done: which invoice first, what to do, and what that is worth."""

from symphonies.suite.cfo.pinnacle.collections.worklist import Deed, Worklist, reachable_low, worklist

__all__ = ["Deed", "Worklist", "reachable_low", "worklist"]
