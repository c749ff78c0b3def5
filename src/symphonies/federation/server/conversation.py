"""What is said over one open WebSocket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

from symphonies.federation.errors import RequestRefused
from symphonies.federation.gateway import Gateway
from symphonies.federation.request import GraphQLRequest, GraphQLResponse

from .failure import failed, note_refusal
from .handle import GatewayHandle
from .messages import Closing, Incoming, read_message, read_subscription, write
from .settings import SubscriptionSettings
from .streaming import Shape
from .streams import stop
from .wire import ClientGone, Receive, Send


class Conversation:
    """One client's operations: begun, answered and ended side by side.

    Everything sent waits in one bounded queue. An operation whose client does not read waits there too; what
    becomes of events meanwhile is the gateway's policy.

    Args:
        handle: the gateway that answers now; an operation stays with the one it began on.
        settings: how streams are held open.
        welcome: looks at the client's headers; raises ``RequestRefused`` to turn it away.
        context: handed to every subgraph client.
        caller: who asks, as the log calls it.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        settings: SubscriptionSettings,
        welcome: Callable[[Mapping[str, str]], Awaitable[None]] | None,
        context: object,
        caller: str,
    ) -> None:
        self._handle = handle
        self._settings = settings
        self._welcome = welcome
        self._context = context
        self._caller = caller
        self._headers: dict[str, str] = {}
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(settings.max_waiting)
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._is_acknowledged = False
        self._was_heard = True

    async def hold(self, headers: dict[str, str], receive: Receive, send: Send) -> None:
        """Listens and answers until the client leaves.

        Raises:
            Closing: when the socket has to be closed, and why.
        """
        self._headers = headers
        parts = [
            asyncio.ensure_future(self._listen(receive)),
            asyncio.ensure_future(self._speak(send)),
            asyncio.ensure_future(self._keep_alive()),
        ]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        except ClientGone:
            return
        finally:
            await stop(*parts, *self._operations.values())

    # ---- the three voices --------------------------------------------------------------------------------

    async def _listen(self, receive: Receive) -> None:
        try:
            async with asyncio.timeout(self._settings.init_timeout_s) as waiting:
                while not self._is_acknowledged:
                    await self._hear(receive)
                waiting.reschedule(None)
        except TimeoutError:
            raise Closing(4408, "Connection initialisation timeout") from None
        while True:
            await self._hear(receive)

    async def _speak(self, send: Send) -> None:
        while True:
            text = await self._outgoing.get()
            try:
                async with asyncio.timeout(self._settings.send_timeout_s):
                    await send({"type": "websocket.send", "text": text})
            except OSError:  # it left, or let too much wait
                raise ClientGone from None

    async def _keep_alive(self) -> None:
        """Asks a client that was silent for a sign of life, and gives up on one that gives none."""
        while True:
            self._was_heard = False
            await asyncio.sleep(self._settings.heartbeat_s)
            if self._was_heard or not self._is_acknowledged:
                continue
            await self._outgoing.put(write("ping"))
            await asyncio.sleep(self._settings.heartbeat_s)
            if not self._was_heard:
                raise Closing(4408, "No answer to a ping")

    # ---- hearing -----------------------------------------------------------------------------------------

    async def _hear(self, receive: Receive) -> None:
        given = await receive()
        if given["type"] == "websocket.disconnect":
            raise ClientGone
        self._was_heard = True
        message = read_message(given.get("text"), self._settings.max_message_bytes)
        if message.kind == "ping":
            await self._outgoing.put(write("pong", payload=message.payload))
        elif message.kind == "connection_init":
            await self._acknowledge(message)
        elif message.kind == "subscribe":
            await self._begin(message)
        elif message.kind == "complete":
            await self._end(message.id)

    async def _acknowledge(self, message: Incoming) -> None:
        if self._is_acknowledged:
            raise Closing(4429, "Too many initialisation requests")
        self._headers = {**self._headers, **self._introduced(message.payload or {})}
        ours = () if self._welcome is None else (self._welcome,)
        try:
            for look in (*ours, *self._handle.gateway.hooks.connect):
                await look(self._headers)
        except RequestRefused as refusal:
            raise Closing(4403, refusal.message) from None
        self._is_acknowledged = True
        await self._outgoing.put(write("connection_ack"))

    def _introduced(self, payload: Mapping[str, Any]) -> dict[str, str]:
        """Returns the headers that browsers cannot send with a handshake and therefore come later."""
        nested = payload.get("headers")
        given = {**payload, **(nested if isinstance(nested, dict) else {})}
        allowed = self._settings.init_headers
        return {
            name.lower(): value
            for name, value in given.items()
            if isinstance(value, str) and ("*" in allowed or name.lower() in allowed)
        }

    # ---- operations --------------------------------------------------------------------------------------

    async def _begin(self, message: Incoming) -> None:
        if not self._is_acknowledged:
            raise Closing(4401, "Unauthorized")
        name = message.id
        if name in self._operations:
            raise Closing(4409, f"Subscriber for {name} already exists")
        request = read_subscription(message, self._headers)
        if len(self._operations) >= self._settings.max_operations:
            shown = f"A socket has at most {self._settings.max_operations} operations under way."
            refusal = RequestRefused(shown, code="TOO_MANY_OPERATIONS", status=429)
            await self._outgoing.put(write("error", name, refusal.all_errors()))
            return
        task = asyncio.ensure_future(self._run(name, request))
        self._operations[name] = task

    async def _end(self, name: str) -> None:
        task = self._operations.pop(name, None)
        if task is not None:
            await stop(task)

    async def _run(self, name: str, request: GraphQLRequest) -> None:
        with self._handle.current as gateway:
            try:
                is_refused = await self._tell(name, gateway, request)
            except Exception as error:  # whatever it is, the client learns only that it happened
                await self._outgoing.put(write("error", name, failed(error).errors))
                is_refused = True
        # freed before the client can hear of the end, so that it may use the name again at once
        self._operations.pop(name, None)
        if not is_refused:
            await self._outgoing.put(write("complete", name))

    async def _tell(self, name: str, gateway: Gateway, request: GraphQLRequest) -> bool:
        """Tells every answer; returns whether the request was refused, which ends it without more ado."""
        shape = Shape()
        async with aclosing(gateway.stream(request, self._context)) as answers:  # type: ignore[type-var]
            async for answer in answers:
                if isinstance(answer, GraphQLResponse) and not answer.has_data:
                    note_refusal(answer, self._caller, request.operation_name)
                    await self._outgoing.put(write("error", name, answer.errors))
                    return True
                await self._outgoing.put(write("next", name, shape.of(answer)))
        return False
