"""What is read off a running gateway now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from opentelemetry.metrics import CallbackOptions, Observation

from .instruments import Telemetry

Read = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Gauges:
    """How each is read.

    Attributes:
        plan_bytes: memory that prepared operations take, by estimate.
        subscriptions: live subscriptions.
        streams: open streams and sockets.
        cache_bytes: memory that cached answers take; None where nothing is cached.
        cache_entries: how many they are.
    """

    plan_bytes: Read
    subscriptions: Read
    streams: Read
    cache_bytes: Read | None = None
    cache_entries: Read | None = None

    def watch(self, telemetry: Telemetry) -> None:
        """Has them read whenever measurements are reported."""
        for name, unit, what, read in (
            ("plan_cache.size", "By", "Memory of prepared operations, by estimate.", self.plan_bytes),
            ("subscriptions.active", "{subscription}", "Live subscriptions.", self.subscriptions),
            ("streams.active", "{stream}", "Open streams and sockets.", self.streams),
            ("cache.size", "By", "Memory of cached answers.", self.cache_bytes),
            ("cache.entries", "{entry}", "Cached answers.", self.cache_entries),
        ):
            if read is not None:
                telemetry.meter.create_observable_gauge(
                    f"graphql.gateway.{name}", [_reading(read)], unit, what
                )


def _reading(read: Read) -> Callable[[CallbackOptions], Iterable[Observation]]:
    def observe(_: Any) -> Iterable[Observation]:
        yield Observation(read())

    return observe
