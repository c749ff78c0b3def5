"""Planning: a validated operation in, a query plan as data out."""

from .deferral import Deferrable, Deferral, Deferrals
from .labels import Labels, draw_labels
from .nodes import (
    ConditionNode,
    DeferredNode,
    EntityFetch,
    Fetch,
    Flatten,
    Node,
    Parallel,
    QueryPlan,
    Rename,
    Representation,
    Sequence,
)
from .planner import Planner
from .selection import ContextValue, is_contradiction, read_conditions
from .steps import Path, Template

__all__ = [
    "ConditionNode",
    "ContextValue",
    "Deferrable",
    "Deferral",
    "Deferrals",
    "DeferredNode",
    "EntityFetch",
    "Fetch",
    "Flatten",
    "Labels",
    "Node",
    "Parallel",
    "Path",
    "Planner",
    "QueryPlan",
    "Rename",
    "Representation",
    "Sequence",
    "Template",
    "draw_labels",
    "is_contradiction",
    "read_conditions",
]
