"""The OpenTelemetry SDK set up by settings: batches over OTLP to a collector."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from symphonies.federation.errors import FederationError

from .instruments import Telemetry
from .settings import TelemetrySettings

TIMEOUT_S = 5.0
"""Seconds that a report may take, repeats included; the end of the process waits for the last one."""


class TelemetryMissing(FederationError):
    """Telemetry is switched on, but what sends it is not installed."""

    code = "TELEMETRY_MISSING"


def open_telemetry(settings: TelemetrySettings) -> Telemetry | None:
    """Returns instruments that report to a collector, None when telemetry is off.

    Raises:
        TelemetryMissing: when the extra ``telemetry`` is not installed.
    """
    if not settings.enabled:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
    except ImportError as error:
        raise TelemetryMissing("telemetry needs: pip install 'symphonies[telemetry]'") from error

    resource = Resource.create({"service.name": settings.service_name})
    headers = dict(settings.headers) or None
    ends: list[Callable[[], object]] = []
    tracers = meters = None
    if settings.traces:
        tracers = TracerProvider(
            resource=resource, sampler=ParentBased(TraceIdRatioBased(settings.sample_ratio)),
            shutdown_on_exit=False,
        )  # fmt: skip
        exporter = OTLPSpanExporter(endpoint=_address(settings, "traces"), headers=headers, timeout=TIMEOUT_S)
        tracers.add_span_processor(BatchSpanProcessor(exporter))
        ends.append(tracers.shutdown)
    if settings.metrics:
        reader = PeriodicExportingMetricReader(
            OTLPMetricExporter(endpoint=_address(settings, "metrics"), headers=headers, timeout=TIMEOUT_S),
            export_interval_millis=1000 * settings.metrics_interval_s,
        )
        meters = MeterProvider([reader], resource, shutdown_on_exit=False)
        ends.append(meters.shutdown)

    async def close() -> None:
        await asyncio.gather(*(asyncio.to_thread(end) for end in ends))

    return Telemetry(tracers, meters, propagate=settings.propagate, documents=settings.documents, close=close)


def _address(settings: TelemetrySettings, signal: str) -> str | None:
    return None if settings.endpoint is None else f"{settings.endpoint.rstrip('/')}/v1/{signal}"
