"""What spans and measurements are made with. Only the OpenTelemetry API is needed here.

Source: OpenTelemetry semantic conventions for HTTP spans and metrics and for GraphQL spans, 1.38.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from opentelemetry import metrics, trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

SCOPE = "symphonies.federation"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
"""The bounds that the conventions give to durations of requests."""


class Telemetry:
    """The instruments of one gateway.

    Args:
        tracers: makes tracers; by default the one the process was set up with, if it was.
        meters: makes meters, likewise.
        propagate: whether subgraphs learn which span asks them.
        documents: whether spans carry the operation's text.
        close: sends what was not sent yet.
    """

    def __init__(
        self,
        tracers: TracerProvider | None = None,
        meters: MeterProvider | None = None,
        *,
        propagate: bool = True,
        documents: bool = False,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.propagate = propagate
        self.documents = documents
        self.tracer = trace.get_tracer(SCOPE, tracer_provider=tracers)
        self.meter = metrics.get_meter(SCOPE, meter_provider=meters)
        self.context = TraceContextTextMapPropagator()
        self._close = close
        duration = "Duration of HTTP server requests."
        self.served_s = self.meter.create_histogram(
            "http.server.request.duration", "s", duration, explicit_bucket_boundaries_advisory=SECONDS
        )
        self.serving = self.meter.create_up_down_counter(
            "http.server.active_requests", "{request}", "Number of active HTTP server requests."
        )
        duration = "Duration of HTTP client requests."
        self.asked_s = self.meter.create_histogram(
            "http.client.request.duration", "s", duration, explicit_bucket_boundaries_advisory=SECONDS
        )
        duration = "Duration of requests to subgraphs in this process."
        self.called_s = self.meter.create_histogram(
            "graphql.gateway.subgraph.duration", "s", duration, explicit_bucket_boundaries_advisory=SECONDS
        )
        self.refused = self.meter.create_counter(
            "graphql.gateway.refused", "{request}", "Requests that were not run."
        )
        self.plans = self.meter.create_counter(
            "graphql.gateway.plan_cache.lookups", "{lookup}", "Looks for a prepared operation."
        )
        self.cache = self.meter.create_counter(
            "graphql.gateway.cache.lookups", "{lookup}", "Looks for cached answers of subgraphs."
        )

    async def close(self) -> None:
        """Sends what was not sent yet."""
        if self._close is not None:
            await self._close()
