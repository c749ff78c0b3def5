"""The HTTP side of one instance: GraphQL, exports, navigation and the pages."""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from symphonies.app.http import errors, exports, graphql, navigation
from symphonies.app.http.state import ServerState, build_state
from symphonies.app.settings import Settings
from symphonies.app.web import web_routes
from symphonies.app.wiring import Instance, open_instance
from symphonies.platform.observability import configure_logs

LOOPBACK = ("127.0.0.1", "localhost")
"""The names the product answers to: a page of another site cannot reach it under a name of its own."""


def create_app(instance: Instance) -> Starlette:
    """Return the ASGI application of an instance.

    Raises:
        CompositionFailedError: the subgraphs do not make a supergraph.
    """
    state = build_state(instance)
    routes = [
        Route("/healthz", health),
        *graphql.routes(),
        *exports.routes(),
        *navigation.routes(),
        *web_routes(state.front_ends),
    ]
    ours = Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)
    app = Starlette(routes=routes, middleware=[ours], exception_handlers=errors.handlers())
    app.state.symphonies = state
    return app


async def health(request: Request) -> Response:
    """Tell that the process answers and whose figures it holds."""
    state: ServerState = request.app.state.symphonies
    return JSONResponse({"status": "ok", "company": state.instance.company.name})


def run_server(settings: Settings) -> None:
    """Serve until interrupted; print the address once it answers.

    Raises:
        EngineLockedError: another process owns the store.
    """
    configure_logs()
    instance = open_instance(settings)
    try:
        app = create_app(instance)
        listener = socket.create_server((settings.server.host, settings.server.port), reuse_port=False)
        host, port = listener.getsockname()[:2]
        print(f"{instance.company.name} is served at http://{host}:{port}", flush=True)
        config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        instance.close()
