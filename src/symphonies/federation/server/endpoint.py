"""The one address that answers GraphQL, as an ASGI application of its own."""

from __future__ import annotations

from collections.abc import Callable

from symphonies.federation.errors import RequestRefused
from symphonies.federation.gateway import Gateway
from symphonies.federation.http import (
    GRAPHQL_JSON,
    JSON,
    encode,
    make_reply,
    make_request,
    negotiate,
    not_acceptable,
    not_allowed,
    read_get,
    read_json,
    refusal_response,
    status_of,
)
from symphonies.federation.request import GraphQLRequest, GraphQLResponse

from .body import read_body
from .handle import GatewayHandle
from .settings import ServerSettings
from .wire import ClientGone, RawHeaders, Receive, Scope, Send, headers_of, raw_headers, send_whole

ContextOf = Callable[[Scope], object]


class GraphQLEndpoint:
    """Answers GraphQL over HTTP.

    Args:
        handle: the gateway that answers now.
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
        self._context_of = context_of
        always = raw_headers(self._settings.headers)
        self._types: dict[str, RawHeaders] = {
            media: [(b"content-type", f"{media}; charset=utf-8".encode()), *always]
            for media in (JSON, GRAPHQL_JSON)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        headers = headers_of(scope)
        media = negotiate(headers.get("accept")) or ""
        with self._handle.current as gateway:
            try:
                if not media:
                    raise not_acceptable()
                request = await self._read(scope, headers, receive, gateway)
            except RequestRefused as refusal:
                await self._send_refusal(send, refusal, media or JSON)
                return
            except ClientGone:
                return
            context = self._context_of(scope) if self._context_of is not None else None
            response = await gateway.execute(request, context)
            await self._send_response(send, response, media)

    async def _read(
        self, scope: Scope, headers: dict[str, str], receive: Receive, gateway: Gateway
    ) -> GraphQLRequest:
        method = scope["method"]
        if method == "POST":
            limit = gateway.options.limits.body_bytes
            body = await read_body(receive, headers, limit, self._settings.body_timeout_s)
            given = read_json(headers, body, limit)
            if not isinstance(given, dict):
                raise RequestRefused("The body is not a JSON object.", code="BAD_REQUEST")
            return make_request(given, headers)
        if method == "GET":
            return read_get(headers, scope["query_string"].decode("latin-1"))
        raise not_allowed()

    async def _send_response(self, send: Send, response: GraphQLResponse, media: str) -> None:
        await send_whole(send, status_of(response, media), self._types[media], encode(response.as_dict()))

    async def _send_refusal(self, send: Send, refusal: RequestRefused, media: str) -> None:
        reply = make_reply(refusal_response(refusal), media)
        await send_whole(
            send, reply.status, raw_headers({**reply.headers, **self._settings.headers}), reply.body
        )
