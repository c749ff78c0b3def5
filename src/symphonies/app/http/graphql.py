"""``/graphql`` over the supergraph, and each subgraph on its own for a router that stands in front."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from symphonies.app.http.state import RequestInvalidError, ServerState, body_of, same_origin
from symphonies.app.supergraph import ServableSubgraph
from symphonies.app.web import EXPLORER_POLICY, explorer_page
from symphonies.federation import GatewayHandle, GraphQLEndpoint, ServerSettings
from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.subgraphs import RequestContext


class OwnGraphQL:
    """The gateway's endpoint for the product's own pages: HTTP, server-sent events and WebSocket.

    A request has the rights of its session; a socket has those of the session it was opened with.

    Args:
        state: what the routes of the server share.
    """

    def __init__(self, state: ServerState) -> None:
        settings = ServerSettings(headers={"cache-control": "no-store"})
        self._endpoint = GraphQLEndpoint(
            GatewayHandle(state.supergraph.gateway),
            settings,
            context_of=lambda scope: state.context(HTTPConnection(scope)),
        )

    @property
    def streams(self) -> int:
        """How many streams and sockets are open."""
        return self._endpoint.streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one socket for as long as it is open."""
        if scope["type"] == "http":
            same_origin(Request(scope))
        await self._endpoint(scope, receive, send)


async def subgraph(request: Request) -> Response:
    """Answer one subgraph's operations, ``_service`` and ``_entities`` among them."""
    same_origin(request)
    state: ServerState = request.app.state.symphonies
    return await answer(request, state.supergraph.subgraphs, state.context(request))


async def answer(
    request: Request, served: Mapping[str, ServableSubgraph], context: RequestContext
) -> Response:
    """Answer an operation of the subgraph that the path names.

    Raises:
        NotFoundError: there is no such subgraph.
        RequestInvalidError: the body holds no query.
    """
    name = request.path_params["name"]
    if name not in served:
        raise NotFoundError(f"There is no subgraph {name!r}.", hint=did_you_mean(name, served))
    asked = await body_of(request)
    if not isinstance(asked.get("query"), str):
        raise RequestInvalidError("The body holds no query.", hint='Send {"query": "...", "variables": {}}.')
    found = await served[name].execute(
        asked["query"], asked.get("variables") or {}, context, asked.get("operationName")
    )
    return JSONResponse(found)


async def explorer(request: Request) -> Response:
    """Show GraphiQL."""
    state: ServerState = request.app.state.symphonies
    headers = {"Content-Security-Policy": EXPLORER_POLICY, "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(explorer_page(state.registry), headers=headers)


def routes(own: OwnGraphQL) -> list[BaseRoute]:
    """Return the routes of this module."""
    return [
        Route("/graphql", own),
        WebSocketRoute("/graphql", own),
        Route("/graphiql", explorer),
        Route("/subgraphs/{name}", subgraph, methods=["POST"]),
    ]
