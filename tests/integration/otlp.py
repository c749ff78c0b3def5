"""A collector: takes spans and measurements over OTLP and HTTP, and keeps them."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.integration.subgraph_server import serving


@dataclass
class Received:
    """What came in.

    Attributes:
        url: where the collector listens.
        reports: messages by signal.
        keys: what senders had in the header ``x-key``.
    """

    url: str = ""
    reports: dict[str, list[Any]] = field(default_factory=lambda: {"traces": [], "metrics": []})
    keys: set[str | None] = field(default_factory=set)

    def spans(self) -> Iterator[tuple[str, Any]]:
        """Yields every span with the service that made it."""
        for report in self.reports["traces"]:
            for resource in report.resource_spans:
                service = _service(resource)
                yield from ((service, span) for scope in resource.scope_spans for span in scope.spans)

    def metrics(self) -> Iterator[tuple[str, Any]]:
        """Yields every measurement with the service that made it."""
        for report in self.reports["metrics"]:
            for resource in report.resource_metrics:
                service = _service(resource)
                yield from ((service, metric) for scope in resource.scope_metrics for metric in scope.metrics)


def _service(resource: Any) -> str:
    told = {each.key: each.value.string_value for each in resource.resource.attributes}
    return told["service.name"]


@asynccontextmanager
async def collector() -> AsyncIterator[Received]:
    """Listens on a free port."""
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    kinds: dict[str, Any] = {"traces": ExportTraceServiceRequest, "metrics": ExportMetricsServiceRequest}
    received = Received()

    async def take(request: web.Request) -> web.Response:
        raw = await request.read()
        if request.headers.get("content-encoding") == "gzip":
            raw = gzip.decompress(raw)
        kind = request.match_info["kind"]
        received.reports[kind].append(kinds[kind].FromString(raw))
        received.keys.add(request.headers.get("x-key"))
        return web.Response()

    app = web.Application()
    app.router.add_post("/v1/{kind}", take)
    async with serving(app) as received.url:
        yield received
