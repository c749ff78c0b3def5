"""Events of a subgraph over a WebSocket that many subscriptions share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

import orjson

from symphonies.federation.errors import SubgraphUnavailable

from .http import HeadersFor, headers_of, result_of
from .protocol import SubgraphRequest, SubgraphResponse

if TYPE_CHECKING:
    import aiohttp

PROTOCOL = "graphql-transport-ws"
MAX_MESSAGE_BYTES = 16_000_000
MAX_WAITING = 1000
"""Events that may wait for their reader before the subscription is ended."""


class WebSocketEvents:
    """Subscribes over one socket for all subscriptions that send the same headers.

    Headers go into the payload of ``connection_init``, as a browser could send them.

    Args:
        url: the subgraph's endpoint, ``ws`` or ``wss``.
        headers_for: chooses headers of a request.
        ack_timeout_s: how long the subgraph may take to greet.

    Source: GraphQL over WebSocket, ``graphql-transport-ws``.
    """

    def __init__(
        self, url: str, *, headers_for: HeadersFor | None = None, ack_timeout_s: float = 10.0
    ) -> None:
        self._url = url
        self._headers_for = headers_for
        self._ack_timeout_s = ack_timeout_s
        self._sockets: dict[object, _Socket] = {}
        self._opening = asyncio.Lock()

    async def subscribe(self, request: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        """Yields events until the subgraph completes.

        Raises:
            SubgraphUnavailable: when the socket cannot be had, breaks, or the subgraph refuses.
        """
        payload = dict(headers_of(request, {}, self._headers_for))
        socket = await self._socket(payload)
        try:
            async with aclosing(socket.subscribe(request)) as events:
                async for event in events:
                    yield event
        finally:
            await self._leave(socket)

    async def _socket(self, payload: Mapping[str, str]) -> _Socket:
        key = tuple(sorted(payload.items()))
        async with self._opening:
            known = self._sockets.get(key)
            if known is None or known.is_closed:
                known = self._sockets[key] = await _Socket.open(self._url, payload, self._ack_timeout_s)
            known.users += 1
            return known

    async def _leave(self, socket: _Socket) -> None:
        socket.users -= 1
        if socket.users == 0:
            self._sockets = {key: s for key, s in self._sockets.items() if s is not socket}
            await socket.close()

    async def close(self) -> None:
        """Closes every socket."""
        sockets, self._sockets = list(self._sockets.values()), {}
        for socket in sockets:
            await socket.close()


Message = Mapping[str, Any]


class _Socket:
    """One greeted connection; messages are handed to the subscription they name."""

    def __init__(self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._session = session
        self._socket = socket
        self._queues: dict[str, asyncio.Queue[Message | None]] = {}
        self._count = 0
        self._reading = asyncio.create_task(self._read())
        self._ended_with = "closed the connection"
        self.users = 0

    @classmethod
    async def open(cls, url: str, payload: Mapping[str, str], timeout_s: float) -> _Socket:
        """Connects and greets.

        Raises:
            SubgraphUnavailable: when there is no greeting in time.
        """
        import aiohttp

        session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        try:
            async with asyncio.timeout(timeout_s):
                socket = await session.ws_connect(url, protocols=(PROTOCOL,), max_msg_size=MAX_MESSAGE_BYTES)
                if socket.protocol != PROTOCOL:
                    raise SubgraphUnavailable(f"does not speak {PROTOCOL}")
                await socket.send_str(_text({"type": "connection_init", "payload": payload}))
                await _greeting(socket)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await session.close()
            raise SubgraphUnavailable("could not be subscribed to", is_transient=True) from error
        except BaseException:
            await session.close()
            raise
        return cls(session, socket)

    @property
    def is_closed(self) -> bool:
        """Whether no more messages can come."""
        return self._socket.closed or self._reading.done()

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse]:
        """Yields the events of one subscription."""
        self._count += 1
        key = str(self._count)
        queue = self._queues[key] = asyncio.Queue(MAX_WAITING)
        payload = {"query": request.document, "variables": request.variables}
        is_done = False
        try:
            await self._send({"id": key, "type": "subscribe", "payload": payload})
            while (message := await queue.get()) is not None:
                if message["type"] == "next":
                    yield _event(message)
                    continue
                is_done = True
                if message["type"] == "error":
                    yield _refusal(message)
                return
            raise SubgraphUnavailable(self._ended_with, is_transient=True)
        finally:
            self._queues.pop(key, None)
            if not is_done and not self.is_closed:
                await self._send({"id": key, "type": "complete"})

    async def _send(self, message: Message) -> None:
        with suppress(ConnectionError):  # a broken connection is told by the reader
            await self._socket.send_str(_text(message))

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                message = _message(raw.data)
                if message is None:
                    self._ended_with = "sent something that is not a message of the protocol"
                    break
                if message["type"] == "ping":
                    await self._send({"type": "pong"})
                elif (queue := self._queues.get(str(message.get("id")))) is not None:
                    self._deliver(str(message["id"]), queue, message)
            code = self._socket.close_code
            if code is not None and 4400 <= code < 4500:
                self._ended_with = f"closed the connection with code {code}"
        finally:
            for queue in self._queues.values():
                _put_last(queue)

    def _deliver(self, key: str, queue: asyncio.Queue[Message | None], message: Message) -> None:
        try:
            queue.put_nowait(message)
        except asyncio.QueueFull:
            self._queues.pop(key, None)
            self._ended_with = "sends events faster than they are read"
            _put_last(queue)

    async def close(self) -> None:
        """Ends the connection."""
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading
        await self._socket.close()
        await self._session.close()


async def _greeting(socket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        raw = await socket.receive()
        message = _message(raw.data) if isinstance(raw.data, (str, bytes)) else None
        if message is None:
            raise SubgraphUnavailable("refused the connection", close_code=socket.close_code)
        if message["type"] == "connection_ack":
            return
        if message["type"] == "ping":
            await socket.send_str(_text({"type": "pong"}))


def _put_last(queue: asyncio.Queue[Message | None]) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(None)


def _text(message: Message) -> str:
    return orjson.dumps(message, default=str).decode()


def _message(raw: Any) -> Message | None:
    try:
        message = orjson.loads(raw)
    except (orjson.JSONDecodeError, TypeError):
        return None
    return message if isinstance(message, dict) and isinstance(message.get("type"), str) else None


def _event(message: Message) -> SubgraphResponse:
    payload = message.get("payload")
    if not isinstance(payload, Mapping):
        raise SubgraphUnavailable("sent an event that is not a GraphQL result")
    return result_of(payload)


def _refusal(message: Message) -> SubgraphResponse:
    errors = message.get("payload")
    return result_of({"data": None, "errors": errors if isinstance(errors, list) else [errors]})
