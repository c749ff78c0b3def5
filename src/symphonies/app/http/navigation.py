"""What the shell asks before any figure: symphonies, their dashboards, who is at the screen."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from symphonies.app.http.state import ServerState, body_of, same_origin
from symphonies.app.sessions import COOKIE
from symphonies.kernel import NotFoundError, did_you_mean


async def symphonies(request: Request) -> Response:
    """List the installed symphonies with their pages and front-end entry."""
    state: ServerState = request.app.state.symphonies
    return JSONResponse([state.navigation_of(symphony) for symphony in state.symphonies.values()])


async def dashboard(request: Request) -> Response:
    """Return a symphony's dashboard declaration."""
    state: ServerState = request.app.state.symphonies
    wanted = request.path_params["id"]
    if wanted not in state.symphonies:
        raise NotFoundError(f"There is no symphony {wanted!r}.", hint=did_you_mean(wanted, state.symphonies))
    return JSONResponse(state.symphonies[wanted].dashboard)


async def session(request: Request) -> Response:
    """Become one of the personas of the sample company."""
    same_origin(request)
    state: ServerState = request.app.state.symphonies
    cookie = state.sessions.choose(str((await body_of(request)).get("persona", "")))
    response = Response(status_code=204)
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="lax", max_age=12 * 3600)
    return response


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route("/api/symphonies", symphonies),
        Route("/api/symphonies/{id}/dashboard", dashboard),
        Route("/api/session", session, methods=["POST"]),
    ]
