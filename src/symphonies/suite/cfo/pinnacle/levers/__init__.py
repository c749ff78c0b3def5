"""Levers: what may be changed about the days to come, and what each does to a position."""

from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.levers.effects import EFFECTS, LEVERS, change_of

__all__ = ["EFFECTS", "LEVERS", "Change", "change_of", "neutral"]
