"""Around an ASGI application: a span and a measurement for every HTTP request."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from opentelemetry.trace import SpanKind, Status, StatusCode

from .instruments import Telemetry

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})


class MeasuredApp:
    """Measures an application, and closes the instruments when it ends.

    Args:
        app: the application.
        telemetry: the instruments.
        routes: the paths it answers; others are not told apart.
    """

    def __init__(self, app: Application, telemetry: Telemetry, routes: frozenset[str]) -> None:
        self._app = app
        self._telemetry = telemetry
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        if scope["type"] == "http":
            await self._measure(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, self._closing(send))
        else:
            await self._app(scope, receive, send)

    def _closing(self, send: Send) -> Send:
        """Closes the instruments before the server hears that all has ended, for then it ends the process."""

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                await self._telemetry.close()
            await send(message)

        return sending

    async def _measure(self, scope: Scope, receive: Receive, send: Send) -> None:
        telemetry = self._telemetry
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        facts: dict[str, str | int] = {"http.request.method": method, "url.scheme": scope["scheme"]}
        telemetry.serving.add(1, facts)
        asked = dict(facts)
        if scope["path"] in self._routes:
            facts["http.route"] = scope["path"]
        facts["network.protocol.version"] = scope.get("http_version", "1.1")
        status = 500

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        carrier = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        begun = time.perf_counter()
        with telemetry.tracer.start_as_current_span(
            f"{method} {facts['http.route']}" if "http.route" in facts else method,
            telemetry.context.extract(carrier),
            SpanKind.SERVER,
            {**facts, "url.path": scope["path"], "client.address": (scope.get("client") or ("",))[0]},
        ) as span:
            try:
                await self._app(scope, receive, noting)
            finally:
                facts["http.response.status_code"] = status
                span.set_attribute("http.response.status_code", status)
                if status >= 500:
                    facts["error.type"] = str(status)
                    span.set_attribute("error.type", str(status))
                    span.set_status(Status(StatusCode.ERROR))
                telemetry.serving.add(-1, asked)
                telemetry.served_s.record(time.perf_counter() - begun, facts)
