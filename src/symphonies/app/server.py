"""The HTTP side of one instance: GraphQL, exports, navigation and the pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from symphonies.app.http import errors, exports, graphql, navigation
from symphonies.app.http.state import ServerState, build_state
from symphonies.app.settings import Settings
from symphonies.app.subgraphs import LOOPBACK, check_names, remote_clients
from symphonies.app.telemetry import measured, open_measuring, watch
from symphonies.app.upkeep import Upkeep
from symphonies.app.web import web_routes
from symphonies.app.wiring import Instance, open_instance
from symphonies.federation import SubgraphClient, Telemetry, run_service
from symphonies.platform.observability import configure_logs


def create_app(
    instance: Instance,
    elsewhere: Mapping[str, SubgraphClient] | None = None,
    telemetry: Telemetry | None = None,
) -> Starlette:
    """Return the ASGI application of an instance.

    Args:
        instance: the product.
        elsewhere: clients of subgraphs that run in other processes, by name.
        telemetry: measures the gateway's work.

    Raises:
        CompositionFailedError: the subgraphs do not make a supergraph.
        SubgraphUnknownError: there is no such subgraph as one that runs elsewhere.
    """
    state = build_state(instance, elsewhere, telemetry)
    own = graphql.OwnGraphQL(state)
    if telemetry is not None:
        watch(state.supergraph.gateway, lambda: own.streams, telemetry)
    check_names(tuple(elsewhere or ()), state.supergraph.subgraphs)
    routes = [
        Route("/healthz", health),
        *graphql.routes(own),
        *exports.routes(),
        *navigation.routes(),
        *web_routes(state.front_ends),
    ]
    upkeep = Upkeep(instance)
    ours = Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK), www_redirect=False)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        upkeep.start()
        yield
        await state.supergraph.close()
        await asyncio.to_thread(upkeep.stop)

    app = Starlette(routes=routes, middleware=[ours], exception_handlers=errors.handlers(), lifespan=living)
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
        SettingsError: subgraphs run in other processes, but there is no key to sign requests to them with.
        TelemetryMissing: telemetry is on, but what sends it is not installed.
    """
    configure_logs()
    elsewhere = remote_clients(settings.federation)
    instance = open_instance(settings.reading_only() if elsewhere else settings)
    try:
        telemetry = open_measuring(settings.telemetry)
        app = create_app(instance, elsewhere, telemetry)
        served = app if telemetry is None else measured(app, telemetry)
        server = settings.server
        name = instance.company.name
        run_service(
            served, server.host, server.port, lambda at: print(f"{name} is served at {at}", flush=True)
        )
    finally:
        instance.close()
