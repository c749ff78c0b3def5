"""The shapes of ASGI, and how a whole answer is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]


class ClientGone(Exception):
    """The client closed the connection before it was answered."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Returns the request's headers, names in lower case; those given twice are joined."""
    raw: RawHeaders = scope["headers"]
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
    if len(found) != len(raw):
        found = {}
        for name, value in raw:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            separator = "; " if key == "cookie" else ", "
            found[key] = f"{found[key]}{separator}{text}" if key in found else text
    return found


def raw_headers(headers: Mapping[str, str]) -> RawHeaders:
    """Returns headers as they go over the wire."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def send_whole(send: Send, status: int, headers: RawHeaders, body: bytes) -> None:
    """Sends an answer in one piece."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
