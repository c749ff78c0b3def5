"""Serving a gateway over HTTP and WebSocket, as an ASGI application without a framework."""

from .app import GatewayApp
from .endpoint import GraphQLEndpoint
from .handle import GatewayHandle
from .process import run_service
from .service import make_service
from .settings import CorsSettings, ServerSettings, SubscriptionSettings
from .sources import SubgraphList

__all__ = [
    "CorsSettings",
    "GatewayApp",
    "GatewayHandle",
    "GraphQLEndpoint",
    "ServerSettings",
    "SubgraphList",
    "SubscriptionSettings",
    "make_service",
    "run_service",
]
