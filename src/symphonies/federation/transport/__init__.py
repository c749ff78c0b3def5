"""Ways to reach a subgraph."""

from .http import HeadersFor, HttpClient
from .in_process import Executor, InProcessClient, Subscriber
from .protocol import EventClient, SubgraphClient, SubgraphRequest, SubgraphResponse
from .schema import ReferenceResolver, SchemaClient, make_subgraph_schema
from .sse import SseEvents
from .subgraph import HttpSubgraph
from .websocket import WebSocketEvents

__all__ = [
    "EventClient",
    "Executor",
    "HeadersFor",
    "HttpClient",
    "HttpSubgraph",
    "InProcessClient",
    "ReferenceResolver",
    "SchemaClient",
    "SseEvents",
    "SubgraphClient",
    "SubgraphRequest",
    "SubgraphResponse",
    "Subscriber",
    "WebSocketEvents",
    "make_subgraph_schema",
]
