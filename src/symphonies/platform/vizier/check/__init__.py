"""The number check: whether a text says only what its facts say."""

from symphonies.platform.vizier.check.check import Entailed, Problem, Verdict, check
from symphonies.platform.vizier.check.names import Names

__all__ = ["Entailed", "Names", "Problem", "Verdict", "check"]
