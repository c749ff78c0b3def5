"""Execution: compiled plans and projections."""

from .fetches import compile_event
from .projection import Projector, possible_types
from .run import compile_plan
from .state import RunState
from .values import NullBubble, Place, Project

__all__ = [
    "NullBubble",
    "Place",
    "Project",
    "Projector",
    "RunState",
    "compile_event",
    "compile_plan",
    "possible_types",
]
