"""The gateway that answers now, which can be replaced while it does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType

from symphonies.federation.gateway import Gateway

Close = Callable[[], Awaitable[None]]


class Running:
    """One gateway and how many requests it is answering; entered for as long as one lasts.

    Args:
        gateway: who answers.
        close: closes what the gateway uses, once nobody needs it any more.
        finished: told when a gateway that was replaced has nothing left to do.
    """

    __slots__ = ("_finished", "close", "gateway", "retired", "users")

    def __init__(self, gateway: Gateway, close: Close | None, finished: Callable[[Running], None]) -> None:
        self.gateway = gateway
        self.close = close
        self.users = 0
        self.retired = False
        self._finished = finished

    def __enter__(self) -> Gateway:
        self.users += 1
        return self.gateway

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.users -= 1
        if self.retired and not self.users:
            self._finished(self)


class GatewayHandle:
    """Holds the gateway that answers new requests.

    Requests and subscriptions under way end on the gateway they began with (unless its options have
    subscriptions begin again); when the last of them has ended, what that gateway used is closed.

    Args:
        gateway: who answers first.
        close: closes what the gateway uses.
    """

    def __init__(self, gateway: Gateway, close: Close | None = None) -> None:
        self._closing: set[asyncio.Task[None]] = set()
        self._retired: set[Running] = set()
        self.current = Running(gateway, close, self._finish)

    @property
    def gateway(self) -> Gateway:
        """Who answers now."""
        return self.current.gateway

    @property
    def subscriptions(self) -> int:
        """How many subscriptions are live, those of replaced gateways included."""
        return sum(each.gateway.subscriptions.live for each in (*self._retired, self.current))

    @property
    def retired(self) -> int:
        """How many replaced gateways still answer somebody."""
        return len(self._retired)

    def replace(self, gateway: Gateway, close: Close | None = None) -> None:
        """Lets another gateway answer from now on."""
        old = self.current
        self.current = Running(gateway, close, self._finish)
        old.retired = True
        self._retired.add(old)
        old.gateway.subscriptions.retire()
        if not old.users:
            self._finish(old)

    def _finish(self, running: Running) -> None:
        self._retired.discard(running)
        if running.close is not None:
            task = asyncio.ensure_future(_run(running.close))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Closes what every gateway used, whoever is still being answered."""
        for running in (*self._retired, self.current):
            if running.close is not None:
                await running.close()
        self._retired.clear()
        if self._closing:
            await asyncio.gather(*self._closing)


async def _run(close: Close) -> None:
    await close()


def closing(clients: Iterable[object]) -> Close:
    """Returns a function that closes every client that can be closed."""
    found = [client.close for client in clients if hasattr(client, "close")]

    async def close() -> None:
        for each in found:
            await each()

    return close
