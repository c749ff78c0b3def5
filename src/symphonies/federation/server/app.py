"""The gateway as an ASGI application: GraphQL, health, readiness, and an orderly start and end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any

import orjson

from .endpoint import ContextOf, GraphQLEndpoint
from .handle import GatewayHandle
from .settings import ServerSettings
from .streams import stop
from .websocket import Welcome
from .wire import Application, RawHeaders, Receive, Scope, Send, send_whole

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
        welcome: looks at a new WebSocket; raises ``RequestRefused`` to turn it away.
        background: what runs beside the requests from start to end.
        routes: further addresses, each with what answers there.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        settings: ServerSettings | None = None,
        context_of: ContextOf | None = None,
        welcome: Welcome | None = None,
        background: Iterable[Callable[[], Coroutine[Any, Any, None]]] = (),
        routes: Mapping[str, Application] | None = None,
    ) -> None:
        self._handle = handle
        self._settings = settings or ServerSettings()
        self._endpoint = GraphQLEndpoint(handle, self._settings, context_of, welcome)
        self._background = tuple(background)
        self._routes = dict(routes or {})

    @property
    def streams(self) -> int:
        """How many streams and sockets are open."""
        return self._endpoint.streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["path"] == self._settings.path:
            await self._endpoint(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["path"] in self._routes:
            await self._routes[scope["path"]](scope, receive, send)
        elif scope["path"] == self._settings.health_path:
            await _tell(send, 200, {"status": "ok"})
        elif scope["path"] == self._settings.readiness_path:
            graphs = [graph.name for graph in self._handle.gateway.supergraph.graphs.values()]
            await _tell(send, 200, {"status": "ready", "subgraphs": graphs})
        else:
            await _tell(send, 404, {"errors": [{"message": f"GraphQL is at {self._settings.path}."}]})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        tasks = [asyncio.ensure_future(run()) for run in self._background]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await stop(*tasks)
        await self._handle.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _tell(send: Send, status: int, body: object) -> None:
    await send_whole(send, status, JSON_TYPE, orjson.dumps(body))
