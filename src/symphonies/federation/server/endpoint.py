"""The one address that answers GraphQL, as an ASGI application of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from symphonies.federation.errors import RequestRefused
from symphonies.federation.gateway import Gateway
from symphonies.federation.http import (
    GRAPHQL_JSON,
    JSON,
    encode,
    make_reply,
    not_acceptable,
    refusal_response,
    status_of,
)
from symphonies.federation.request import GraphQLRequest, GraphQLResponse

from .admission import Admission
from .call import Call, make_call
from .failure import caller_of, failed, note_refusal
from .handle import GatewayHandle
from .origin import Cors
from .page import page_policy, query_page
from .reading import read_operations
from .settings import ServerSettings
from .streaming import open_stream, send_stream
from .streams import unless_gone, while_connected
from .websocket import GraphQLSocket, Welcome
from .wire import ClientGone, RawHeaders, Receive, Scope, Send, headers_of, raw_headers, send_whole

ContextOf = Callable[[Scope], object]
PATIENCE_S = 0.05
"""Seconds an answer may take before anybody looks whether its client is still there."""


class GraphQLEndpoint:
    """Answers GraphQL over HTTP and over WebSocket.

    Args:
        handle: the gateway that answers now.
        settings: how requests reach it.
        context_of: makes of an ASGI scope what subgraph clients are handed.
        welcome: looks at a new WebSocket; raises ``RequestRefused`` to turn it away.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        settings: ServerSettings | None = None,
        context_of: ContextOf | None = None,
        welcome: Welcome | None = None,
    ) -> None:
        self._handle = handle
        self._settings = settings or ServerSettings()
        self._context_of = context_of
        self._cors = Cors(self._settings.cors)
        self._admission = Admission(self._settings.subscriptions.max_streams)
        self._always = raw_headers(self._settings.headers)
        self._types: dict[str, RawHeaders] = {
            media: [(b"content-type", f"{media}; charset=utf-8".encode()), *self._always]
            for media in (JSON, GRAPHQL_JSON)
        }
        self._socket = GraphQLSocket(handle, self._settings, self._cors, self._admission, welcome)

    @property
    def streams(self) -> int:
        """How many streams and sockets are open."""
        return self._admission.open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request, or one WebSocket for as long as it is open."""
        headers = headers_of(scope)
        if scope["type"] == "websocket":
            caller = caller_of(scope, headers)
            await self._socket.serve(headers, receive, send, self._context(scope), caller)
            return
        call = make_call(scope, headers, receive, send)
        if not await self._answer_browser(call):
            await self._answer(call)

    def _context(self, scope: Scope) -> object:
        return self._context_of(scope) if self._context_of is not None else None

    async def _answer_browser(self, call: Call) -> bool:
        """Answers what only browsers ask: for permission, or for a page."""
        method, headers = call.scope["method"], call.headers
        if method == "OPTIONS" and "access-control-request-method" in headers:
            await send_whole(call.send, 204, [*self._cors.preflight(headers), *self._always], b"")
            return True
        if self._settings.graphiql and method == "GET" and "text/html" in headers.get("accept", ""):
            told = {"content-type": "text/html; charset=utf-8", "content-security-policy": page_policy()}
            await send_whole(
                call.send, 200, [*raw_headers(told), *self._always], query_page(call.scope["path"])
            )
            return True
        return False

    async def _answer(self, call: Call) -> None:
        with self._handle.current as gateway:
            try:
                if not call.takes_anything:
                    raise not_acceptable()
                limit = gateway.options.limits.body_bytes
                asked = await read_operations(call.scope, call.headers, call.receive, self._settings, limit)
                if isinstance(asked, list):
                    await self._answer_batch(gateway, call, asked)
                elif call.takes_streams:
                    await self._answer_in_pieces(gateway, call, asked)
                else:
                    await self._answer_whole(gateway, call, asked)
            except RequestRefused as refusal:
                response = refusal_response(refusal)
                note_refusal(response, call.caller)
                await self._send(call, response)
            except ClientGone:
                return

    async def _answer_whole(self, gateway: Gateway, call: Call, request: GraphQLRequest) -> None:
        work = gateway.execute(request, self._context(call.scope))
        try:
            if _is_harmless(request):
                response = await unless_gone(call.receive, work, PATIENCE_S)
            else:
                response = await work
        except ClientGone:
            raise
        except Exception as error:  # whatever it is, the client learns only that it happened
            response = failed(error)
        if not response.has_data:
            note_refusal(response, call.caller, request.operation_name)
        await self._send(call, response)

    async def _answer_batch(self, gateway: Gateway, call: Call, requests: list[GraphQLRequest]) -> None:
        context = self._context(call.scope)
        work = asyncio.gather(*(gateway.execute(request, context) for request in requests))
        responses = await unless_gone(call.receive, work, PATIENCE_S)
        for request, response in zip(requests, responses, strict=True):
            if not response.has_data:
                note_refusal(response, call.caller, request.operation_name)
        body = encode([response.as_dict() for response in responses])
        await send_whole(call.send, 200, self._headers(call, call.media or JSON), body)

    async def _answer_in_pieces(self, gateway: Gateway, call: Call, request: GraphQLRequest) -> None:
        if not self._settings.subscriptions.enabled:
            raise not_acceptable()
        with self._admission.place():
            await while_connected(call.receive, self._stream(gateway, call, request))

    async def _stream(self, gateway: Gateway, call: Call, request: GraphQLRequest) -> None:
        opened = await open_stream(gateway, request, self._context(call.scope), call.wants)
        if isinstance(opened, GraphQLResponse):
            if not opened.has_data:
                note_refusal(opened, call.caller, request.operation_name)
            await self._send(call, opened)
            return
        form, items = opened
        headers = [*self._cors.headers(call.headers.get("origin")), *self._always]
        await send_stream(call.send, form, items, self._settings.subscriptions, headers)

    async def _send(self, call: Call, response: GraphQLResponse) -> None:
        media = call.media or JSON
        status = status_of(response, media)
        headers = self._headers(call, media)
        if response.headers:
            headers = [*headers, *raw_headers(response.headers)]
        if status == 405:
            allow = make_reply(response, media).headers["allow"]
            headers = [*headers, (b"allow", allow.encode())]
        await send_whole(call.send, status, headers, encode(response.as_dict()))

    def _headers(self, call: Call, media: str) -> RawHeaders:
        allowed = self._cors.headers(call.headers.get("origin"))
        return [*self._types[media], *allowed] if allowed else self._types[media]


def _is_harmless(request: GraphQLRequest) -> bool:
    """Returns whether a request may be dropped half-way: nothing in it can be a mutation."""
    return request.only_queries or (request.query is not None and "mutation" not in request.query)
