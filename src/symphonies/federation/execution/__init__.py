"""Execution: compiled plans and projections."""

from .projection import NullBubble, Place, Project, Projector
from .run import compile_plan
from .state import RunState

__all__ = ["NullBubble", "Place", "Project", "Projector", "RunState", "compile_plan"]
