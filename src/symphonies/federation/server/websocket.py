"""Many operations over one WebSocket.

Source: the protocol ``graphql-transport-ws``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from symphonies.federation.errors import RequestRefused

from .admission import Admission
from .conversation import Conversation
from .failure import note_turned_away
from .handle import GatewayHandle
from .messages import PROTOCOL, Closing
from .origin import Cors, is_same_origin
from .settings import ServerSettings
from .wire import Receive, Send

Welcome = Callable[[Mapping[str, str]], Awaitable[None]]
"""Looks at the headers of a new connection, those of its first message included."""


class GraphQLSocket:
    """Opens WebSockets and serves each until it is closed.

    Args:
        handle: the gateway that answers now.
        settings: how requests reach it.
        cors: whose pages may open a socket.
        admission: how many may be open.
        welcome: raises ``RequestRefused`` to turn a client away.
    """

    def __init__(
        self,
        handle: GatewayHandle,
        settings: ServerSettings,
        cors: Cors,
        admission: Admission,
        welcome: Welcome | None,
    ) -> None:
        self._handle = handle
        self._settings = settings
        self._cors = cors
        self._admission = admission
        self._welcome = welcome

    async def serve(
        self, headers: dict[str, str], receive: Receive, send: Send, context: object, caller: str
    ) -> None:
        """Serves one socket.

        Args:
            headers: of the handshake.
            receive: the ASGI channel.
            send: the ASGI channel.
            context: handed to every subgraph client.
            caller: who asks, as the log calls it.
        """
        await receive()
        if not self._settings.subscriptions.enabled or not self._may_open(headers):
            note_turned_away("SOCKET_REFUSED", caller, "no socket is opened for this origin")
            await send({"type": "websocket.close", "code": 1008})
            return
        offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
        agreed = PROTOCOL if PROTOCOL in offered else None
        await send({"type": "websocket.accept", "subprotocol": agreed})
        try:
            if agreed is None:
                raise Closing(4406, "Subprotocol not acceptable")
            with self._admission.place():
                settings = self._settings.subscriptions
                conversation = Conversation(self._handle, settings, self._welcome, context, caller)
                await conversation.hold(headers, receive, send)
        except RequestRefused as refusal:
            note_turned_away(refusal.code, caller, refusal.message)
            await self._close(send, Closing(1013, refusal.message))
        except Closing as closing:
            note_turned_away(f"SOCKET_CLOSED_{closing.code}", caller, closing.reason)
            await self._close(send, closing)

    async def _close(self, send: Send, closing: Closing) -> None:
        with suppress(OSError):  # it left first, or reads nothing any more
            async with asyncio.timeout(self._settings.subscriptions.send_timeout_s):
                await send({"type": "websocket.close", "code": closing.code, "reason": closing.reason})

    def _may_open(self, headers: Mapping[str, str]) -> bool:
        """Returns whether the page that asks may; browsers let every page open sockets to anywhere."""
        return (
            not self._settings.csrf or is_same_origin(headers) or self._cors.allows(headers.get("origin", ""))
        )
