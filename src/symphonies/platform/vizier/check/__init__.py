"""The number check: whether a text says only what its facts say."""

from symphonies.platform.vizier.check.check import Entailed, Problem, Verdict, check, figures_in
from symphonies.platform.vizier.check.names import Names
from symphonies.platform.vizier.check.segment import sentence_end

__all__ = ["Entailed", "Names", "Problem", "Verdict", "check", "figures_in", "sentence_end"]
