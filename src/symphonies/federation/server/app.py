"""The gateway as an ASGI application: GraphQL, health, readiness, and an orderly start and end."""

from __future__ import annotations

import orjson

from .endpoint import ContextOf, GraphQLEndpoint
from .handle import GatewayHandle
from .settings import ServerSettings
from .wire import RawHeaders, Receive, Scope, Send, send_whole

JSON_TYPE: RawHeaders = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
]


class GatewayApp:
    """Serves a gateway.

    Args:
        handle: the gateway that answers now; closed when the application ends.
        settings: how requests reach it.
        context_of: makes of an ASGI scope what subgraph clients are handed.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        settings: ServerSettings | None = None,
        context_of: ContextOf | None = None,
    ) -> None:
        self._handle = handle
        self._settings = settings or ServerSettings()
        self._endpoint = GraphQLEndpoint(handle, self._settings, context_of)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == self._settings.path:
            await self._endpoint(scope, receive, send)
        elif scope["path"] == self._settings.health_path:
            await _tell(send, 200, {"status": "ok"})
        elif scope["path"] == self._settings.readiness_path:
            graphs = [graph.name for graph in self._handle.gateway.supergraph.graphs.values()]
            await _tell(send, 200, {"status": "ready", "subgraphs": graphs})
        else:
            await _tell(send, 404, {"errors": [{"message": f"GraphQL is at {self._settings.path}."}]})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._handle.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _tell(send: Send, status: int, body: object) -> None:
    await send_whole(send, status, JSON_TYPE, orjson.dumps(body))
