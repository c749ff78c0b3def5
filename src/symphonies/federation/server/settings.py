"""How the gateway is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CorsSettings:
    """Which pages of other origins may ask.

    Attributes:
        origins: origins such as ``https://app.example``; ``*`` means every origin, without credentials.
        credentials: whether cookies may come along; not together with ``*``.
        headers: headers that pages may send; ``*`` means whatever they ask for.
        expose: response headers that pages may read.
        max_age_s: seconds a browser may remember the permission.
    """

    origins: tuple[str, ...] = ()
    credentials: bool = False
    headers: tuple[str, ...] = ("*",)
    expose: tuple[str, ...] = ()
    max_age_s: int = 7200


@dataclass(frozen=True, slots=True)
class SubscriptionSettings:
    """How streams are held open.

    Attributes:
        enabled: whether subscriptions are served at all.
        heartbeat_s: seconds of silence after which a sign of life is sent.
        init_timeout_s: seconds a WebSocket client has to introduce itself.
        send_timeout_s: seconds a client may leave what it was sent unread before the stream ends.
        max_message_bytes: the longest WebSocket message that is read.
        max_operations: operations one WebSocket may have under way.
        max_streams: streams and sockets open at once in this process.
        init_headers: headers that a WebSocket client may send with its first message, as browsers must;
            ``*`` means any. Headers that a proxy in front vouches for do not belong here.
        max_waiting: messages that wait for one socket's client before operations on it pause.
    """

    enabled: bool = True
    heartbeat_s: float = 15.0
    init_timeout_s: float = 10.0
    send_timeout_s: float = 60.0
    max_message_bytes: int = 1_000_000
    max_operations: int = 100
    max_streams: int = 10_000
    init_headers: tuple[str, ...] = ("authorization",)
    max_waiting: int = 64


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How requests reach the gateway.

    Attributes:
        path: where GraphQL is answered.
        health_path: where a caller learns that the process lives.
        readiness_path: where a caller learns whether requests can be answered.
        csrf: whether a request must be one that a page of another origin cannot send unasked.
        max_batch: operations one HTTP request may hold; 0 serves no batches.
        graphiql: whether a browser that opens ``path`` gets a page to write queries in.
        body_timeout_s: seconds a client has to send its body.
        cors: which other origins may ask.
        subscriptions: how streams are held open.
        headers: headers added to every answer.
    """

    path: str = "/graphql"
    health_path: str = "/healthcheck"
    readiness_path: str = "/readiness"
    csrf: bool = True
    max_batch: int = 0
    graphiql: bool = False
    body_timeout_s: float = 10.0
    cors: CorsSettings = field(default_factory=CorsSettings)
    subscriptions: SubscriptionSettings = field(default_factory=SubscriptionSettings)
    headers: Mapping[str, str] = field(default_factory=dict)
