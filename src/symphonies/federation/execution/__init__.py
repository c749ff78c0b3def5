"""Execution: compiled plans and projections."""

from .projection import Projector
from .run import compile_plan
from .state import RunState

__all__ = ["Projector", "RunState", "compile_plan"]
