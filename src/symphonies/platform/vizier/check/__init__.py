"""The number check: whether a text says only what its facts say."""

from symphonies.platform.vizier.check.check import Problem, Verdict, check
from symphonies.platform.vizier.check.names import Names

__all__ = ["Names", "Problem", "Verdict", "check"]
