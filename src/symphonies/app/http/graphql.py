"""``/graphql`` over the supergraph, and each subgraph on its own for a router that stands in front."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from symphonies.app.http.state import RequestInvalidError, ServerState, body_of, same_origin
from symphonies.app.web import EXPLORER_POLICY, explorer_page
from symphonies.federation import serve
from symphonies.kernel import NotFoundError, did_you_mean


async def graphql(request: Request) -> Response:
    """Answer GraphQL over HTTP with the rights of the session."""
    same_origin(request)
    state: ServerState = request.app.state.symphonies
    reply = await serve(
        state.supergraph.gateway,
        request.method,
        request.headers,
        request.url.query,
        await request.body(),
        state.context(request),
    )
    return Response(reply.body, reply.status, {**reply.headers, "Cache-Control": "no-store"})


async def subgraph(request: Request) -> Response:
    """Answer one subgraph's operations, ``_service`` and ``_entities`` among them."""
    same_origin(request)
    state: ServerState = request.app.state.symphonies
    name = request.path_params["name"]
    served = state.supergraph.subgraphs
    if name not in served:
        raise NotFoundError(f"There is no subgraph {name!r}.", hint=did_you_mean(name, served))
    asked = await body_of(request)
    if not isinstance(asked.get("query"), str):
        raise RequestInvalidError("The body holds no query.", hint='Send {"query": "...", "variables": {}}.')
    answer = await served[name].execute(
        asked["query"], asked.get("variables") or {}, state.context(request), asked.get("operationName")
    )
    return JSONResponse(answer)


async def explorer(request: Request) -> Response:
    """Show GraphiQL."""
    state: ServerState = request.app.state.symphonies
    headers = {"Content-Security-Policy": EXPLORER_POLICY, "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(explorer_page(state.registry), headers=headers)


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/graphiql", explorer),
        Route("/subgraphs/{name}", subgraph, methods=["POST"]),
    ]
