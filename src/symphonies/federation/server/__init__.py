"""Serving a gateway over HTTP and WebSocket, as an ASGI application without a framework."""

from .app import GatewayApp
from .endpoint import GraphQLEndpoint
from .handle import GatewayHandle
from .settings import CorsSettings, ServerSettings, SubscriptionSettings

__all__ = [
    "CorsSettings",
    "GatewayApp",
    "GatewayHandle",
    "GraphQLEndpoint",
    "ServerSettings",
    "SubscriptionSettings",
]
