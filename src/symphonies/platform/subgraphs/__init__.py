"""Product contracts as federated subgraphs: typed rows and metrics, read within a principal's scope."""

from symphonies.platform.subgraphs.build import PLATFORM_SUBGRAPH, Subgraph, build_subgraphs
from symphonies.platform.subgraphs.context import RequestContext
from symphonies.platform.subgraphs.errors import (
    ArgumentInvalidError,
    CursorInvalidError,
    EntityUnknownError,
    FieldMaskedError,
    GraphNameTakenError,
    OperationInvalidError,
)
from symphonies.platform.subgraphs.metrics.request import read_query
from symphonies.platform.subgraphs.serving import ServedSubgraph

__all__ = [
    "PLATFORM_SUBGRAPH",
    "ArgumentInvalidError",
    "CursorInvalidError",
    "EntityUnknownError",
    "FieldMaskedError",
    "GraphNameTakenError",
    "OperationInvalidError",
    "RequestContext",
    "ServedSubgraph",
    "Subgraph",
    "build_subgraphs",
    "read_query",
]
