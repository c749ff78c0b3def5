"""Apollo Federation v2 for Python: compose subgraphs, plan operations, serve the supergraph.

Knows nothing of the rest of the house. Subgraphs join with standard Federation SDL; the composed
supergraph is standard too, so any federation router can take this gateway's place, and it theirs.
"""

from .composition import CompositionResult, SubgraphSchema, compose
from .errors import FederationError, PlanningError, RequestRefused, SubgraphUnavailable, SupergraphInvalid
from .exchange import Exchange
from .gateway import Gateway
from .hooks import Hooks
from .http import HttpReply, serve
from .identity import ANONYMOUS, Identity
from .limits import Limits, PersistedDocuments, hash_of
from .options import GatewayOptions
from .request import GraphQLRequest, GraphQLResponse
from .subgraph import Issue, Location
from .transport import (
    EventClient,
    HttpClient,
    InProcessClient,
    SchemaClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
    make_subgraph_schema,
)

__all__ = [
    "ANONYMOUS",
    "CompositionResult",
    "EventClient",
    "Exchange",
    "FederationError",
    "Gateway",
    "GatewayOptions",
    "GraphQLRequest",
    "GraphQLResponse",
    "Hooks",
    "HttpClient",
    "HttpReply",
    "Identity",
    "InProcessClient",
    "Issue",
    "Limits",
    "Location",
    "PersistedDocuments",
    "PlanningError",
    "RequestRefused",
    "SchemaClient",
    "SubgraphClient",
    "SubgraphRequest",
    "SubgraphResponse",
    "SubgraphSchema",
    "SubgraphUnavailable",
    "SupergraphInvalid",
    "compose",
    "hash_of",
    "make_subgraph_schema",
    "serve",
]
