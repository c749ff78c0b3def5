"""How a stream of JSON values is written into one HTTP response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from symphonies.federation.http import encode

BOUNDARY = "graphql"


class Format(Protocol):
    """One way to write a stream; every piece is whole in itself."""

    content_type: str
    opening: bytes
    heartbeat: bytes
    closing: bytes

    def item(self, payload: Mapping[str, Any]) -> bytes:
        """Returns a piece that holds one value."""
        ...


class EventStream:
    """Server-sent events.

    Source: GraphQL over Server-Sent Events, distinct connections mode.
    """

    content_type = "text/event-stream; charset=utf-8"
    opening = b":\n\n"
    heartbeat = b":\n\n"
    closing = b"event: complete\ndata: \n\n"

    def item(self, payload: Mapping[str, Any]) -> bytes:
        """Returns a ``next`` event."""
        return b"event: next\ndata: " + encode(payload) + b"\n\n"


class Parts:
    """The parts of a deferred answer.

    Source: specs.apollo.dev/incremental; the incremental delivery proposal for HTTP.
    """

    opening = b"--" + BOUNDARY.encode()
    heartbeat = b""
    closing = b"--\r\n"

    def __init__(self, form: str) -> None:
        self.content_type = f'multipart/mixed; boundary="{BOUNDARY}"; {form}'

    def item(self, payload: Mapping[str, Any]) -> bytes:
        """Returns a part and the boundary behind it, so that clients need not wait for the next one."""
        return _part(encode(payload))


class EventParts:
    """The events of a subscription, each a part with a ``payload``.

    Source: Apollo's multipart subscription protocol 1.0.
    """

    content_type = f'multipart/mixed; boundary="{BOUNDARY}"; subscriptionSpec=1.0'
    opening = b"--" + BOUNDARY.encode()
    closing = b"--\r\n"

    def __init__(self) -> None:
        self.heartbeat = _part(b"{}")

    def item(self, payload: Mapping[str, Any]) -> bytes:
        """Returns a part."""
        return _part(encode({"payload": payload}))


def _part(body: bytes) -> bytes:
    return b"\r\ncontent-type: application/json; charset=utf-8\r\n\r\n" + body + b"\r\n--" + BOUNDARY.encode()
