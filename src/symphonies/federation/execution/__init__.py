"""Execution: compiled plans and projections."""

from .fetches import compile_event
from .projection import NullBubble, Place, Project, Projector
from .run import compile_plan
from .state import RunState

__all__ = ["NullBubble", "Place", "Project", "Projector", "RunState", "compile_event", "compile_plan"]
