"""A subgraph behind addresses, with its rules: the client a gateway gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symphonies.federation.transport import HttpClient, HttpSubgraph, SseEvents, WebSocketEvents

from .headers import ForwardRules, forward_headers
from .rules import TrafficRules
from .shaping import Shaped, shape

Protocol = Literal["websocket", "sse"]


@dataclass(frozen=True, slots=True)
class SubgraphAddress:
    """Where a subgraph is.

    Attributes:
        url: for queries and mutations.
        events: for subscriptions; None for the same, with ``ws`` instead of ``http`` for WebSockets.
        protocol: how events are asked for: graphql-transport-ws or GraphQL over server-sent events.
        max_bytes: the largest answer that is read.
    """

    url: str
    events: str | None = None
    protocol: Protocol = "websocket"
    max_bytes: int = 64_000_000


def make_client(address: SubgraphAddress, rules: TrafficRules, headers: ForwardRules) -> Shaped:
    """Returns a client for a subgraph behind HTTP."""
    sent = forward_headers(headers)
    http = HttpClient(address.url, headers_for=sent, timeout_s=rules.timeout_s, max_bytes=address.max_bytes)
    if address.protocol == "sse":
        events: SseEvents | WebSocketEvents = SseEvents(address.events or address.url, headers_for=sent)
    else:
        url = address.events or "ws" + address.url.removeprefix("http")
        events = WebSocketEvents(url, headers_for=sent)
    return shape(HttpSubgraph(http, events), rules, sent)
