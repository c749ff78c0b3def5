"""Entity types of the graph, built from contracts."""

from symphonies.platform.subgraphs.model.build import build_model
from symphonies.platform.subgraphs.model.entities import (
    FIELD_TYPES,
    ColumnField,
    Entity,
    GraphModel,
    ListField,
    ReferenceField,
    TableRelation,
)

__all__ = [
    "FIELD_TYPES",
    "ColumnField",
    "Entity",
    "GraphModel",
    "ListField",
    "ReferenceField",
    "TableRelation",
    "build_model",
]
