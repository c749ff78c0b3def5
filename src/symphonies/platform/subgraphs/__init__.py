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
from symphonies.platform.subgraphs.guarding import guarded, off_loop
from symphonies.platform.subgraphs.learning import (
    LEARNING,
    LEARNING_SDL,
    RETRAIN,
    Engines,
    LearningDesk,
    learning_schema,
)
from symphonies.platform.subgraphs.metrics.request import read_query
from symphonies.platform.subgraphs.rows.known import KnownRows
from symphonies.platform.subgraphs.serving import ServedSubgraph

__all__ = [
    "LEARNING",
    "LEARNING_SDL",
    "PLATFORM_SUBGRAPH",
    "RETRAIN",
    "ArgumentInvalidError",
    "CursorInvalidError",
    "Engines",
    "EntityUnknownError",
    "FieldMaskedError",
    "GraphNameTakenError",
    "KnownRows",
    "LearningDesk",
    "OperationInvalidError",
    "RequestContext",
    "ServedSubgraph",
    "Subgraph",
    "build_subgraphs",
    "guarded",
    "learning_schema",
    "off_loop",
    "read_query",
]
