"""How subscriptions behave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

IGNORED_HEADERS = frozenset(
    {
        "accept", "accept-encoding", "cache-control", "connection", "content-length", "content-type", "dnt",
        "host", "keep-alive", "origin", "pragma", "priority", "referer", "te", "traceparent", "tracestate",
        "transfer-encoding", "upgrade", "user-agent", "x-request-id",
    }
)  # fmt: skip
"""Headers that say nothing about who asks or what for."""


@dataclass(frozen=True, slots=True)
class SubscriptionOptions:
    """The switches of a gateway's subscriptions.

    Attributes:
        buffer: events kept for a reader that is slower than the subgraph.
        overflow: what happens when they are more: ``drop_oldest`` loses the oldest and goes on, ``close``
            lets the reader have what is kept and then ends with ``SUBSCRIPTION_TOO_SLOW``.
        max_live: subscriptions at a time; None for any number.
        max_live_per_identity: of one signed-in caller; None for any number.
        share: whether equal subscriptions of equal callers share one to the subgraph. A reader that comes
            later gets the events from then on.
        ignored_headers: client headers that may differ between sharing readers; besides, all that begin with
            ``sec-`` are ignored.
        retries: how often a subscription that breaks is taken up again, counted since its last event.
        retry_delay_s: the pause before each.
        end_with_token: whether a subscription ends with ``SUBSCRIPTION_EXPIRED`` as the caller's token does,
            at the verified claim ``exp``.
        reload: what a reload of the schema means: ``keep`` lets subscriptions run to their end on the gateway
            they began on, ``resubscribe`` ends them with ``SUBSCRIPTION_SCHEMA_RELOAD``.
    """

    buffer: int = 100
    overflow: Literal["drop_oldest", "close"] = "close"
    max_live: int | None = 10_000
    max_live_per_identity: int | None = 100
    share: bool = True
    ignored_headers: frozenset[str] = IGNORED_HEADERS
    retries: int = 0
    retry_delay_s: float = 1.0
    end_with_token: bool = True
    reload: Literal["keep", "resubscribe"] = "keep"
