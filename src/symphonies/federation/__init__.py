"""Apollo Federation v2 for Python: compose subgraphs, plan operations, serve the supergraph.

Knows nothing of the rest of the house. Subgraphs join with standard Federation SDL; the composed
supergraph is standard too, so any federation router can take this gateway's place, and it theirs.
"""

from .caching import (
    CacheControl,
    CachedFetches,
    CacheRules,
    CacheSettings,
    CacheStore,
    Invalidations,
    tell_cache_control,
)
from .changes import Comparison, compare, read_operations
from .composition import CompositionResult, Contract, SubgraphSchema, compose
from .errors import FederationError, PlanningError, RequestRefused, SubgraphUnavailable, SupergraphInvalid
from .exchange import Exchange
from .gateway import Gateway
from .hooks import Hooks
from .http import HttpReply, serve
from .identity import ANONYMOUS, Identity
from .incremental import FirstPart, LaterPart, LaterParts, chosen_form, payloads
from .limits import Limits, PersistedDocuments, hash_of
from .options import GatewayOptions
from .request import GraphQLRequest, GraphQLResponse
from .server import (
    CorsSettings,
    GatewayApp,
    GatewayHandle,
    GraphQLEndpoint,
    ServerSettings,
    SubgraphList,
    SubscriptionSettings,
    make_service,
    run_service,
)
from .subgraph import Issue, Location
from .subscriptions import SubscriptionOptions
from .telemetry import (
    Gauges,
    MeasuredApp,
    Telemetry,
    TelemetrySettings,
    open_telemetry,
    telemetry_fetch_hooks,
    telemetry_hooks,
)
from .traffic import Shaped, TrafficRules, shape
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
    "CacheControl",
    "CacheRules",
    "CacheSettings",
    "CacheStore",
    "CachedFetches",
    "Comparison",
    "CompositionResult",
    "Contract",
    "CorsSettings",
    "EventClient",
    "Exchange",
    "FederationError",
    "FirstPart",
    "Gateway",
    "GatewayApp",
    "GatewayHandle",
    "GatewayOptions",
    "Gauges",
    "GraphQLEndpoint",
    "GraphQLRequest",
    "GraphQLResponse",
    "Hooks",
    "HttpClient",
    "HttpReply",
    "Identity",
    "InProcessClient",
    "Invalidations",
    "Issue",
    "LaterPart",
    "LaterParts",
    "Limits",
    "Location",
    "MeasuredApp",
    "PersistedDocuments",
    "PlanningError",
    "RequestRefused",
    "SchemaClient",
    "ServerSettings",
    "Shaped",
    "SubgraphClient",
    "SubgraphList",
    "SubgraphRequest",
    "SubgraphResponse",
    "SubgraphSchema",
    "SubgraphUnavailable",
    "SubscriptionOptions",
    "SubscriptionSettings",
    "SupergraphInvalid",
    "Telemetry",
    "TelemetrySettings",
    "TrafficRules",
    "chosen_form",
    "compare",
    "compose",
    "hash_of",
    "make_service",
    "make_subgraph_schema",
    "open_telemetry",
    "payloads",
    "read_operations",
    "run_service",
    "serve",
    "shape",
    "telemetry_fetch_hooks",
    "telemetry_hooks",
    "tell_cache_control",
]
