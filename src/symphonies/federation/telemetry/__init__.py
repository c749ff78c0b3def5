"""OpenTelemetry: spans and measurements by the semantic conventions, made only where they are asked for."""

from .app import MeasuredApp
from .export import open_telemetry
from .gauges import Gauges
from .hooks import telemetry_fetch_hooks, telemetry_hooks
from .instruments import Telemetry
from .settings import TelemetrySettings

__all__ = [
    "Gauges",
    "MeasuredApp",
    "Telemetry",
    "TelemetrySettings",
    "open_telemetry",
    "telemetry_fetch_hooks",
    "telemetry_hooks",
]
