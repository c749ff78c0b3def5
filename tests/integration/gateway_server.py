"""A gateway behind a real server on loopback, with subgraphs that a test holds in its hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from symphonies.federation import Gateway, GatewayOptions, Hooks, SchemaClient, make_subgraph_schema
from symphonies.federation.server import GatewayApp, GatewayHandle, ServerSettings
from symphonies.federation.server.process import listen
from tests.unit.federation.shop import LINK, supergraph

CLOCK = (
    LINK
    + """
type Query { time: Int! held: Int! crash: Int twice(n: Int!): Int! header(name: String!): String }
type Mutation { wind: Int! }
type Subscription { ticks(to: Int): Tick! }
type Tick @key(fields: "n") { n: Int! }
"""
)
NAMES = LINK + 'type Tick @key(fields: "n") { n: Int! name: String! } type Query { version: String }'
SDL = {"clock": CLOCK, "names": NAMES}


class Clock:
    """The subgraph that a test turns by hand."""

    def __init__(self) -> None:
        self.started = 0
        """Requests for ``held`` that have begun."""
        self.cancelled = 0
        """Requests for ``held`` whose client left."""
        self.wound = 0
        self.go_on = asyncio.Event()
        self.live: list[asyncio.Queue[int | None]] = []
        self.closed: list[str] = []

    async def held(self, *_: object) -> int:
        self.started += 1
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return 7

    async def wind(self, *_: object) -> int:
        self.started += 1
        await self.go_on.wait()
        self.wound += 1
        return self.wound

    async def ticks(
        self, _root: object, _info: object, to: int | None = None
    ) -> AsyncIterator[dict[str, int]]:
        if to is not None:
            for n in range(to):
                yield {"n": n}
            return
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        self.live.append(queue)
        try:
            while (n := await queue.get()) is not None:
                yield {"n": n}
        finally:
            self.live.remove(queue)

    async def listeners(self, count: int) -> None:
        """Waits until so many listen."""
        while len(self.live) != count:
            await asyncio.sleep(0)

    def tick(self, n: int | None) -> None:
        """Sends an event to all who listen; None ends them."""
        for queue in self.live:
            queue.put_nowait(n)


def gateway(
    clock: Clock, version: str = "1", options: GatewayOptions | None = None, hooks: Hooks | None = None
) -> Gateway:
    """Returns a gateway over the clock and another subgraph that names its ticks."""
    schemas = {
        "clock": make_subgraph_schema(
            CLOCK,
            {
                "Query": {
                    "time": lambda *_: 12,
                    "held": clock.held,
                    "twice": lambda _o, _i, n: 2 * n,
                    "header": lambda _o, info, name: info.context[name],
                },
                "Mutation": {"wind": clock.wind},
            },
            events={"ticks": clock.ticks},
        ),
        "names": make_subgraph_schema(
            NAMES,
            {"Tick": {"name": lambda tick, _: f"tick {tick['n']}"}, "Query": {"version": lambda *_: version}},
        ),
    }
    clients = {name: SchemaClient(schema) for name, schema in schemas.items()}
    return Gateway(supergraph(SDL), clients, options, hooks=hooks)


@asynccontextmanager
async def served(
    handle: GatewayHandle | Gateway, settings: ServerSettings | None = None, **more: Any
) -> AsyncIterator[str]:
    """Serves a gateway and yields its address without the scheme."""
    if isinstance(handle, Gateway):
        handle = GatewayHandle(handle)
    async with running(GatewayApp(handle, settings, **more)) as address:
        yield address


@asynccontextmanager
async def running(app: Any) -> AsyncIterator[str]:
    """Serves an application and yields its address without the scheme."""
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(
        app, http="httptools", ws="websockets-sansio", lifespan="on", log_level="critical", access_log=False
    )
    server = uvicorn.Server(config)
    server.capture_signals = _no_signals  # type: ignore[method-assign]
    task = asyncio.ensure_future(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0)
    try:
        host, port = listener.getsockname()[:2]
        yield f"{host}:{port}"
    finally:
        server.should_exit = server.force_exit = True
        await task
        listener.close()


@asynccontextmanager
async def _never() -> AsyncIterator[None]:
    yield


def _no_signals() -> Any:
    from contextlib import nullcontext

    return nullcontext()
