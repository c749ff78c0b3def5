"""One process that serves a gateway: uvicorn, uvloop and httptools."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

from .wire import Receive, Scope, Send


def listen(host: str, port: int) -> socket.socket:
    """Takes an address; port 0 takes a free one.

    Raises:
        OSError: when it is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


def run(
    app: Callable[[Scope, Receive, Send], object], listener: socket.socket, ready: Callable[[], None]
) -> None:
    """Serves until interrupted.

    Args:
        app: the ASGI application.
        listener: where it is reached.
        ready: called once requests are answered.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=10,
    )
    spare_the_collector()
    Server(config).run(sockets=[listener])


def spare_the_collector() -> None:
    """Keeps what was loaded, and what one request makes, out of the garbage collector's rounds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
