"""The messages of one WebSocket: read strictly, written as JSON text.

Source: the protocol ``graphql-transport-ws``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from symphonies.federation.errors import RequestRefused
from symphonies.federation.http import encode, make_request
from symphonies.federation.request import GraphQLRequest

PROTOCOL = "graphql-transport-ws"
KINDS = frozenset({"connection_init", "ping", "pong", "subscribe", "complete"})
"""What a client may send."""


class Closing(Exception):
    """The socket has to be closed.

    Attributes:
        code: the close code.
        reason: what the client is told; at most 123 bytes fit.
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:120].decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message of the client."""

    kind: str
    id: str = ""
    payload: Mapping[str, Any] | None = None


def read_message(raw: object, most_bytes: int) -> Incoming:
    """Reads a message.

    Raises:
        Closing: with 4400 when it is none of the protocol's, with 1009 when it is too long.
    """
    if not isinstance(raw, str):
        raise Closing(4400, "Messages are JSON text.")
    if len(raw) > most_bytes:
        raise Closing(1009, f"A message has at most {most_bytes} bytes.")
    try:
        given = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Closing(4400, "The message is not JSON.") from None
    if not isinstance(given, dict) or given.get("type") not in KINDS:
        raise Closing(4400, "The message is of no known type.")
    payload, name = given.get("payload"), given.get("id", "")
    if payload is not None and not isinstance(payload, dict):
        raise Closing(4400, "The payload of a message is an object.")
    if given["type"] in {"subscribe", "complete"} and not (isinstance(name, str) and name):
        raise Closing(4400, "The message has no id.")
    return Incoming(given["type"], name, payload)


def read_subscription(message: Incoming, headers: Mapping[str, str]) -> GraphQLRequest:
    """Reads the operation of a ``subscribe`` message.

    Raises:
        Closing: with 4400 when it is not well-formed.
    """
    if message.payload is None:
        raise Closing(4400, "The message has no payload.")
    try:
        return make_request(message.payload, headers)
    except RequestRefused as refusal:
        raise Closing(4400, refusal.message) from None


def write(kind: str, name: str | None = None, payload: object = None) -> str:
    """Returns a message as JSON text."""
    message: dict[str, object] = {"type": kind}
    if name is not None:
        message["id"] = name
    if payload is not None:
        message["payload"] = payload
    return encode(message).decode()
