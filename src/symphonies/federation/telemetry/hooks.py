"""Hooks that make a span of every stage, and measure what subgraphs take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from symphonies.federation.errors import FederationError
from symphonies.federation.exchange import Exchange
from symphonies.federation.hooks import FetchProceed, Hooks, Proceed, StageHook
from symphonies.federation.request import GraphQLResponse
from symphonies.federation.transport.protocol import SubgraphRequest, SubgraphResponse

from .instruments import Telemetry

T = TypeVar("T")


def telemetry_hooks(telemetry: Telemetry) -> Hooks:
    """Returns the outermost hooks: around the request and the stages of the gateway."""
    return Hooks(
        request=(_Requests(telemetry),),
        parse=(_stage(telemetry, "graphql.parse"),),
        validate=(_stage(telemetry, "graphql.validate"),),
        plan=(_stage(telemetry, "graphql.plan"),),
        execute=(_stage(telemetry, "graphql.execute"),),
    )


def telemetry_fetch_hooks(telemetry: Telemetry, urls: Mapping[str, str]) -> Hooks:
    """Returns the innermost hook: around what is really asked of subgraphs.

    Args:
        telemetry: the instruments.
        urls: where subgraphs are, by name; one that is missing is in this process.
    """
    return Hooks(fetch=(_Fetches(telemetry, urls),))


def _stage(telemetry: Telemetry, name: str) -> StageHook[T]:
    async def hook(exchange: Exchange, proceed: Proceed[T]) -> T:
        with telemetry.tracer.start_as_current_span(name, record_exception=False) as span:
            try:
                return await proceed()
            except FederationError as error:
                _mark(span, error.code)
                raise

    return hook


class _Requests:
    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry

    async def __call__(self, exchange: Exchange, proceed: Proceed[GraphQLResponse]) -> GraphQLResponse:
        telemetry = self._telemetry
        with telemetry.tracer.start_as_current_span("graphql.request", record_exception=False) as span:
            try:
                response = await proceed()
            except FederationError as error:
                _mark(span, error.code)
                telemetry.refused.add(1, {"error.type": error.code})
                raise
            if span.is_recording():
                self._describe(span, exchange, response)
            if not response.has_data and response.errors:
                telemetry.refused.add(1, {"error.type": _code(response)})
            if "plan_cached" in exchange.facts:
                found = "hit" if exchange.facts["plan_cached"] else "miss"
                telemetry.plans.add(1, {"graphql.gateway.plan_cache.result": found})
            return response

    def _describe(self, span: Span, exchange: Exchange, response: GraphQLResponse) -> None:
        operation = exchange.operation
        if operation is not None:
            kind = operation.operation.value
            span.set_attribute("graphql.operation.type", kind)
            named = operation.name.value if operation.name else None
            if named:
                span.set_attribute("graphql.operation.name", named)
            span.update_name(f"{kind} {named}" if named else kind)
        if self._telemetry.documents and exchange.request.query is not None:
            span.set_attribute("graphql.document", exchange.request.query)
        if "cost_estimated" in exchange.facts:
            span.set_attribute("graphql.gateway.cost.estimated", exchange.facts["cost_estimated"])
        if response.errors:
            span.set_attribute("graphql.gateway.errors", len(response.errors))
            _mark(span, _code(response))


class _Fetches:
    def __init__(self, telemetry: Telemetry, urls: Mapping[str, str]) -> None:
        self._telemetry = telemetry
        self._places = {name: _place(url) for name, url in urls.items() if url}

    async def __call__(
        self, exchange: Exchange, request: SubgraphRequest, proceed: FetchProceed
    ) -> SubgraphResponse:
        telemetry = self._telemetry
        place = self._places.get(request.service)
        facts: dict[str, str | int] = {"graphql.gateway.subgraph.name": request.service, **(place or {})}
        kind = request.operation.operation.value
        attributes = {"graphql.operation.type": kind, **facts}
        begun = time.perf_counter()
        with telemetry.tracer.start_as_current_span(
            f"{kind} {request.service}", kind=SpanKind.CLIENT, attributes=attributes, record_exception=False
        ) as span:
            if telemetry.documents:
                span.set_attribute("graphql.document", request.document)
            if telemetry.propagate and place is not None:
                headers = dict(request.headers)
                telemetry.context.inject(headers)
                request = replace(request, headers=headers)
            try:
                response = await proceed(request)
                if response.errors:
                    facts["error.type"] = "SUBGRAPH_ERROR"
                    _mark(span, "SUBGRAPH_ERROR")
                return response
            except BaseException as error:
                facts["error.type"] = (
                    error.code if isinstance(error, FederationError) else type(error).__name__
                )
                _mark(span, str(facts["error.type"]))
                raise
            finally:
                duration = telemetry.called_s if place is None else telemetry.asked_s
                duration.record(time.perf_counter() - begun, facts)


def _place(url: str) -> dict[str, str | int]:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return {"http.request.method": "POST", "server.address": parts.hostname or "", "server.port": port}


def _code(response: GraphQLResponse) -> str:
    return str((response.errors[0].get("extensions") or {}).get("code", "UNKNOWN"))


def _mark(span: Span, code: str) -> None:
    span.set_attribute("error.type", code)
    span.set_status(Status(StatusCode.ERROR))
