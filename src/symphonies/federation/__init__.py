"""Apollo Federation v2 for Python: compose subgraphs, plan operations, serve the supergraph.

Knows nothing of the rest of the house. Subgraphs join with standard Federation SDL; the composed supergraph is
standard too, so any federation router can take this gateway's place, and it theirs.
"""

from .errors import FederationError, PlanningError, RequestRefused, SubgraphUnavailable, SupergraphInvalid
from .gateway import Gateway, GatewayOptions
from .limits import Limits, PersistedDocuments, hash_of
from .request import GraphQLRequest, GraphQLResponse
from .transport import (
    HttpClient,
    InProcessClient,
    SchemaClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
    make_subgraph_schema,
)

__all__ = [
    "FederationError",
    "Gateway",
    "GatewayOptions",
    "GraphQLRequest",
    "GraphQLResponse",
    "HttpClient",
    "InProcessClient",
    "Limits",
    "PersistedDocuments",
    "PlanningError",
    "RequestRefused",
    "SchemaClient",
    "SubgraphClient",
    "SubgraphRequest",
    "SubgraphResponse",
    "SubgraphUnavailable",
    "SupergraphInvalid",
    "hash_of",
    "make_subgraph_schema",
]
