"""Errors as HTTP answers: the code and what to do, never SQL or values."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from symphonies.app.vouching import PrincipalUnprovenError
from symphonies.kernel import ForbiddenError, NotFoundError, SymphonyError
from symphonies.platform.observability import logger

Handler = Callable[[Request, Exception], Awaitable[Response]]


STATUSES: tuple[tuple[type[SymphonyError], int], ...] = (
    (PrincipalUnprovenError, 401),
    (ForbiddenError, 403),
    (NotFoundError, 404),
)


async def _expected(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 400)
    if not isinstance(error, SymphonyError):
        return await _unexpected(request, error)
    return JSONResponse(
        {"code": error.code, "message": error.message, "hint": error.hint}, status_code=status
    )


async def _unexpected(request: Request, error: Exception) -> Response:
    logger("server").error("request.failed", path=request.url.path, exc_info=error)
    body = {"code": "INTERNAL", "message": "The server failed; its log says why.", "hint": "Try again."}
    return JSONResponse(body, status_code=500)


def handlers() -> Mapping[Any, Handler]:
    """Return the exception handlers of the application."""
    return {SymphonyError: _expected, Exception: _unexpected}
