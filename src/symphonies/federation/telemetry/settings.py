"""What is measured and where it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TelemetrySettings:
    """Spans and measurements over OTLP.

    What is not set here is taken from the standard ``OTEL_*`` variables of the environment, such as
    ``OTEL_EXPORTER_OTLP_ENDPOINT`` and ``OTEL_RESOURCE_ATTRIBUTES``.

    Attributes:
        enabled: whether anything is measured.
        service_name: the name the gateway reports itself under.
        endpoint: the collector's address for OTLP over HTTP, such as ``http://localhost:4318``.
        headers: sent to the collector, for example a key.
        traces: whether spans are made.
        metrics: whether measurements are made.
        sample_ratio: the share of requests with spans, of those that bring no decision along.
        metrics_interval_s: seconds between two reports of measurements.
        propagate: whether subgraphs learn which span asks them.
        documents: whether spans carry the operation's text; texts may hold private values.
    """

    enabled: bool = False
    service_name: str = "symphonies-gateway"
    endpoint: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    traces: bool = True
    metrics: bool = True
    sample_ratio: float = 1.0
    metrics_interval_s: float = 60.0
    propagate: bool = True
    documents: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.sample_ratio <= 1:
            raise ValueError("sample_ratio must lie between 0 and 1.")
