"""Ways to reach a subgraph."""

from .http import HttpClient
from .in_process import Executor, InProcessClient, Subscriber
from .protocol import EventClient, SubgraphClient, SubgraphRequest, SubgraphResponse
from .schema import ReferenceResolver, SchemaClient, make_subgraph_schema

__all__ = [
    "EventClient",
    "Executor",
    "HttpClient",
    "InProcessClient",
    "ReferenceResolver",
    "SchemaClient",
    "SubgraphClient",
    "SubgraphRequest",
    "SubgraphResponse",
    "Subscriber",
    "make_subgraph_schema",
]
