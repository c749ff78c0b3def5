"""Spans and measurements: names and attributes by the semantic conventions, and their place in the tree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from symphonies.federation import CacheStore, FederationError
from symphonies.federation.server import GatewayApp, GatewayHandle
from symphonies.federation.server.assembly import Shared, assemble
from symphonies.federation.server.configuration import make_configuration
from symphonies.federation.telemetry import (
    Gauges,
    MeasuredApp,
    Telemetry,
    TelemetrySettings,
    open_telemetry,
)
from tests.integration.gateway_process import ask
from tests.integration.gateway_server import running
from tests.integration.otlp import collector
from tests.integration.subgraph_server import Subgraphs, subgraphs

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Observed:
    """A measured gateway and what was measured."""

    def __init__(self, state: Subgraphs) -> None:
        self.spans = InMemorySpanExporter()
        tracers = TracerProvider()
        tracers.add_span_processor(SimpleSpanProcessor(self.spans))
        self.reader = InMemoryMetricReader()
        self.telemetry = Telemetry(tracers, MeterProvider([self.reader]))
        store = CacheStore(1_000_000, 100_000)
        configuration = make_configuration({"cache": {"enabled": True, "all": {"ttl_s": 60}}})
        shared = Shared(store, self.telemetry)
        self.handle = GatewayHandle(*assemble(state.supergraph(), configuration, shared))
        app = GatewayApp(self.handle)
        Gauges(lambda: self.handle.gateway.plan_bytes, lambda: 3, lambda: app.streams).watch(self.telemetry)
        self.app = MeasuredApp(app, self.telemetry, frozenset({"/graphql", "/healthcheck"}))
        self.url = ""

    def finished(self) -> list[ReadableSpan]:
        return list(self.spans.get_finished_spans())

    def named(self, name: str) -> ReadableSpan:
        [found] = [span for span in self.finished() if span.name == name]
        return found

    def measured(self, name: str) -> list[tuple[dict[str, Any], Any]]:
        data = self.reader.get_metrics_data()
        assert data is not None
        metrics = [m for r in data.resource_metrics for s in r.scope_metrics for m in s.metrics]
        [found] = [metric for metric in metrics if metric.name == name]
        return [
            (dict(point.attributes), getattr(point, "count", getattr(point, "value", None)))
            for point in found.data.data_points
        ]


@pytest.fixture
async def observed() -> AsyncIterator[tuple[Observed, Subgraphs]]:
    async with subgraphs() as state:
        seen = Observed(state)
        async with running(seen.app) as address:
            seen.url = f"http://{address}/graphql"
            yield seen, state
            await seen.handle.close()


async def test_a_request_is_a_tree_of_spans(observed: tuple[Observed, Subgraphs]) -> None:
    seen, state = observed
    await ask(seen.url, "query Me { me { name reviews { text } } }", {"traceparent": PARENT})
    tree = {span.name: span.parent.span_id if span.parent else None for span in seen.finished()}
    ids = {span.context.span_id: span.name for span in seen.finished()}
    assert {name: ids.get(parent) for name, parent in tree.items()} == {
        "POST /graphql": None,  # its parent is the client's span
        "query Me": "POST /graphql",
        "graphql.parse": "query Me",
        "graphql.validate": "graphql.parse",
        "graphql.plan": "query Me",
        "graphql.execute": "query Me",
        "query accounts": "graphql.execute",
        "query reviews": "graphql.execute",
    }
    server = seen.named("POST /graphql")
    assert f"{server.context.trace_id:032x}" == PARENT.split("-")[1]
    assert f"{server.parent.span_id:016x}" == PARENT.split("-")[2]
    assert server.kind.name == "SERVER"
    assert server.attributes["http.request.method"] == "POST"
    assert server.attributes["http.route"] == server.attributes["url.path"] == "/graphql"
    assert server.attributes["http.response.status_code"] == 200
    operation = seen.named("query Me")
    assert dict(operation.attributes) == {"graphql.operation.type": "query", "graphql.operation.name": "Me"}
    fetch = seen.named("query accounts")
    assert fetch.kind.name == "CLIENT"
    assert fetch.attributes["graphql.gateway.subgraph.name"] == "accounts"
    assert fetch.attributes["server.address"] == "127.0.0.1"
    told = state.seen["accounts"][0][1]["traceparent"]
    assert told == f"00-{fetch.context.trace_id:032x}-{fetch.context.span_id:016x}-01"


async def test_what_is_remembered_is_neither_read_nor_planned_nor_fetched_again(
    observed: tuple[Observed, Subgraphs],
) -> None:
    seen, _ = observed
    await ask(seen.url, "{ reviews }")
    seen.spans.clear()
    await ask(seen.url, "{ reviews }")
    assert [span.name for span in seen.finished()] == ["graphql.execute", "query", "POST /graphql"]
    assert seen.measured("graphql.gateway.plan_cache.lookups") == [
        ({"graphql.gateway.plan_cache.result": "miss"}, 1),
        ({"graphql.gateway.plan_cache.result": "hit"}, 1),
    ]
    looked = {
        facts["graphql.gateway.cache.result"]: n
        for facts, n in seen.measured("graphql.gateway.cache.lookups")
    }
    assert looked == {"hit": 1, "miss": 1}


async def test_durations_and_gauges(observed: tuple[Observed, Subgraphs]) -> None:
    seen, _ = observed
    await ask(seen.url, "{ reviews }")
    await ask(seen.url, "{ nothing }")
    served = {
        facts["http.response.status_code"]: n for facts, n in seen.measured("http.server.request.duration")
    }
    assert served == {200: 1, 422: 1}
    [(facts, count)] = seen.measured("http.client.request.duration")
    assert (facts["graphql.gateway.subgraph.name"], facts["http.request.method"], count) == (
        "reviews",
        "POST",
        1,
    )
    assert seen.measured("graphql.gateway.refused") == [({"error.type": "GRAPHQL_VALIDATION_FAILED"}, 1)]
    assert seen.measured("graphql.gateway.subscriptions.active") == [({}, 3)]
    assert seen.measured("graphql.gateway.plan_cache.size") == [({}, seen.handle.gateway.plan_bytes)]
    assert [count for _, count in seen.measured("http.server.active_requests")] == [0]


async def test_failures_are_marked(observed: tuple[Observed, Subgraphs]) -> None:
    seen, state = observed

    async def broken(_: web.Request) -> web.Response:
        return web.Response(body=b"<html>")

    state.instead["accounts"] = broken
    await ask(seen.url, "{ me { name } }")
    fetch = seen.named("query accounts")
    assert fetch.attributes["error.type"] == "SUBGRAPH_UNAVAILABLE"
    assert fetch.status.status_code.name == "ERROR"
    assert seen.named("query").attributes["error.type"] == "SUBGRAPH_UNAVAILABLE"
    [(facts, _)] = seen.measured("http.client.request.duration")
    assert facts["error.type"] == "SUBGRAPH_UNAVAILABLE"
    assert all(not span.events for span in seen.finished())  # no trace of an exception leaves


async def test_unknown_paths_and_methods_are_not_told_apart(observed: tuple[Observed, Subgraphs]) -> None:
    seen, _ = observed
    async with ClientSession() as session:
        for path in ("/a", "/b"):
            async with session.request("PROPFIND", seen.url.replace("/graphql", path)):
                pass
    [(facts, count)] = seen.measured("http.server.request.duration")
    assert (facts["http.request.method"], facts.get("http.route"), count) == ("_OTHER", None, 2)


async def test_without_a_provider_nothing_is_made(observed: tuple[Observed, Subgraphs]) -> None:
    span = Telemetry().tracer.start_span("nothing")
    assert not span.is_recording()
    assert open_telemetry(TelemetrySettings()) is None


async def test_a_collector_receives_what_settings_send() -> None:
    async with collector() as received:
        settings = TelemetrySettings(
            enabled=True, service_name="edge", endpoint=received.url, headers={"x-key": "k"}
        )
        telemetry = open_telemetry(settings)
        assert telemetry is not None
        with telemetry.tracer.start_as_current_span("query Me"):
            telemetry.served_s.record(0.25, {"http.request.method": "POST"})
        await asyncio.wait_for(telemetry.close(), 20)
    assert [(service, span.name) for service, span in received.spans()] == [("edge", "query Me")]
    [(service, metric)] = received.metrics()
    assert (service, metric.name, metric.unit) == ("edge", "http.server.request.duration", "s")
    assert metric.histogram.data_points[0].sum == 0.25
    assert list(metric.histogram.data_points[0].explicit_bounds)[:3] == [0.005, 0.01, 0.025]
    assert received.keys == {"k"}


async def test_a_sample_ratio_outside_of_its_bounds_is_refused() -> None:
    with pytest.raises(FederationError, match="between 0 and 1"):
        make_configuration({"telemetry": {"sample_ratio": 2}})
