"""Spans and measurements of the product, sent over OTLP to the collector that settings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route

from symphonies.app.settings import TelemetrySection
from symphonies.federation import (
    Gateway,
    Gauges,
    Hooks,
    MeasuredApp,
    Telemetry,
    TelemetrySettings,
    open_telemetry,
    telemetry_fetch_hooks,
    telemetry_hooks,
)


def open_measuring(told: TelemetrySection, part: str = "") -> Telemetry | None:
    """Return instruments that report to the collector, None when telemetry is off.

    Args:
        told: what is measured and where it goes.
        part: what of the product this process is, when not the whole.

    Raises:
        TelemetryMissing: the extra ``telemetry`` is not installed.
    """
    values: dict[str, Any] = told.model_dump()
    values["headers"] = {name: value.get_secret_value() for name, value in told.headers.items()}
    if part:
        values["service_name"] = f"{told.service_name}-{part}"
    return open_telemetry(TelemetrySettings(**values))


def measuring_hooks(telemetry: Telemetry | None, elsewhere: Mapping[str, str]) -> Hooks:
    """Return what makes spans of a request, its stages and the subgraphs it asks.

    Args:
        telemetry: the instruments; None: nothing is measured.
        elsewhere: addresses of subgraphs in other processes, by name.
    """
    if telemetry is None:
        return Hooks()
    return telemetry_hooks(telemetry) + telemetry_fetch_hooks(telemetry, elsewhere)


def measured(app: Starlette, telemetry: Telemetry) -> MeasuredApp:
    """Return an application of which every HTTP request is measured; its end sends what is left."""
    paths = (route.path for route in app.routes if isinstance(route, Route))
    return MeasuredApp(app, telemetry, frozenset(path for path in paths if "{" not in path))


def watch(gateway: Gateway, streams: Callable[[], int], telemetry: Telemetry) -> None:
    """Have the gateway's memory and open streams read whenever measurements are reported."""
    Gauges(
        plan_bytes=lambda: gateway.plan_bytes,
        subscriptions=lambda: gateway.subscriptions.live,
        streams=streams,
    ).watch(telemetry)
