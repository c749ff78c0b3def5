"""From an HTTP request to the operations it asks for."""

from __future__ import annotations

from typing import Any

from symphonies.federation.errors import RequestRefused
from symphonies.federation.http import MALFORMED, make_request, not_allowed, read_get, read_json
from symphonies.federation.request import GraphQLRequest

from .body import read_body
from .origin import check_intended
from .settings import ServerSettings
from .wire import Receive, Scope

Asked = GraphQLRequest | list[GraphQLRequest]


async def read_operations(
    scope: Scope, headers: dict[str, str], receive: Receive, settings: ServerSettings, limit: int
) -> Asked:
    """Reads one operation, or several when batches are served.

    Args:
        scope: the ASGI scope.
        headers: its headers.
        receive: the ASGI channel.
        settings: what is served.
        limit: the largest body, in bytes.

    Raises:
        RequestRefused: when it cannot be read, or is not meant for us.
        ClientGone: when the client left before it was read.
    """
    method = scope["method"]
    if method == "POST":
        body = await read_body(receive, headers, limit, settings.body_timeout_s)
        given = read_json(headers, body, limit)
        if isinstance(given, dict):
            return make_request(given, headers)
        return _batch(given, headers, settings.max_batch)
    if method == "GET":
        if settings.csrf:
            check_intended(headers)
        return read_get(headers, scope["query_string"].decode("latin-1"))
    raise not_allowed()


def _batch(given: Any, headers: dict[str, str], most: int) -> list[GraphQLRequest]:
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise RequestRefused("The body is not a JSON object.", code=MALFORMED)
    if not most:
        raise RequestRefused("Batches are not served.", code="BATCH_NOT_SERVED", status=422)
    if len(given) > most:
        message = f"The batch has more than {most} operations."
        raise RequestRefused(message, code="BATCH_LIMIT_EXCEEDED", status=422)
    return [make_request(each, headers) for each in given]
