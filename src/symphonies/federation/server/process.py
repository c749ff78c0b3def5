"""One process that serves a gateway: uvicorn, uvloop and httptools."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from typing import Any

from symphonies.federation.errors import FederationError

from .wire import Application

SERVED: dict[str, Any] = {
    "loop": "uvloop",
    "http": "httptools",
    "ws": "websockets-sansio",
    "lifespan": "on",
    "log_level": "warning",
    "access_log": False,
    "proxy_headers": False,
    "server_header": False,
    "date_header": False,
    "timeout_graceful_shutdown": 10,
}
"""How uvicorn is run: nothing is done per request that nobody asked for."""


class AddressTaken(FederationError):
    """The address to serve at cannot be listened on."""

    code = "ADDRESS_TAKEN"


def listen(host: str, port: int) -> socket.socket:
    """Takes an address; port 0 takes a free one.

    Raises:
        OSError: when it is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def run_service(app: Application, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until interrupted.

    Args:
        app: the ASGI application.
        host: the address to listen on.
        port: the port; 0 picks a free one.
        ready: told the address once requests are answered.

    Raises:
        AddressTaken: when the address cannot be listened on.
    """
    import uvicorn

    try:
        listener = listen(host, port)
    except OSError as error:
        raise AddressTaken(f"{host}:{port} cannot be listened on: {error.strerror}.") from error
    found = listener.getsockname()
    shown = f"[{found[0]}]" if ":" in found[0] else found[0]

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(f"http://{shown}:{found[1]}")

    spare_the_collector()
    Server(uvicorn.Config(app, **SERVED)).run(sockets=[listener])


def spare_the_collector() -> None:
    """Keeps what was loaded, and what one request makes, out of the garbage collector's rounds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
