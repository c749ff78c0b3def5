"""Real subgraphs on loopback, well-behaved or not, for gateways that reach them over HTTP."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import WSMsgType, web
from graphql import GraphQLSchema, graphql, parse, subscribe

from symphonies.federation import SubgraphSchema, compose, make_subgraph_schema

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@cacheTag"])\n'
ACCOUNTS = (
    LINK
    + """
type Query { me: User users(first: Int = 3): [User!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) echo(name: String!): String secret: String @authenticated admin: String @requiresScopes(scopes: [["admin"]]) ruled: String @policy(policies: [["open"]]) }
type Mutation { rename(name: String!): User! }
type Subscription { ticks(to: Int): User! }
type User @key(fields: "id") @cacheTag(format: "user-{$key.id}") { id: ID! name: String! age(unit: Unit = YEARS): Int! }
enum Unit { YEARS DAYS }
"""
)
REVIEWS = (
    LINK
    + """
type Query { reviews: Int! }
type User @key(fields: "id") @cacheTag(format: "reviewer-{$key.id}") { id: ID! reviews: [Review!]! stars: Int }
type Review { text: String! }
"""
)
SDL = {"accounts": ACCOUNTS, "reviews": REVIEWS}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Subgraphs:
    """What a test knows and turns of the subgraphs.

    Attributes:
        base: their address.
        seen: requests by subgraph: body and headers.
        headers: what their answers carry.
        instead: answers of a subgraph instead of its own.
        live: queues of open subscriptions.
    """

    base: str = ""
    seen: dict[str, list[tuple[dict[str, Any], dict[str, str]]]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    instead: dict[str, Answer] = field(default_factory=dict)
    live: list[asyncio.Queue[int | None]] = field(default_factory=list)
    delay_s: float = 0.0

    def supergraph(self, **changed: str) -> str:
        """Returns the composed supergraph; another SDL may stand in for a subgraph's."""
        sdls = SDL | changed
        composed = compose([SubgraphSchema(n, f"{self.base}/{n}", sdl) for n, sdl in sdls.items()])
        assert composed.supergraph_sdl, composed.errors
        return composed.supergraph_sdl

    def count(self, name: str) -> int:
        """Returns how often a subgraph was asked."""
        return len(self.seen.get(name, ()))

    async def ticks(self, _o: object, _i: object, to: int | None = None) -> AsyncIterator[dict[str, Any]]:
        """The events of ``accounts``: a few at once, or what the test sends."""
        if to is not None:
            for n in range(to):
                yield {"id": str(n)}
            return
        queue: asyncio.Queue[int | None] = asyncio.Queue()
        self.live.append(queue)
        try:
            while (n := await queue.get()) is not None:
                yield {"id": str(n)}
        finally:
            self.live.remove(queue)

    def tick(self, n: int | None) -> None:
        """Sends an event to every open subscription."""
        for queue in tuple(self.live):
            queue.put_nowait(n)


def schemas(state: Subgraphs) -> dict[str, GraphQLSchema]:
    """Returns the executable subgraphs."""
    return {
        "accounts": make_subgraph_schema(
            ACCOUNTS,
            {
                "Query": {
                    "me": lambda *_: {"id": "1"},
                    "users": lambda _o, _i, first: [{"id": str(n)} for n in range(first)],
                    "echo": lambda _o, info, name: info.context.get(name),
                    "secret": lambda *_: "hidden",
                    "admin": lambda *_: "for admins",
                    "ruled": lambda *_: "by policy",
                },
                "Mutation": {"rename": lambda _o, _i, name: {"id": "1", "name": name}},
                "User": {
                    "name": lambda user, _: user.get("name", f"user {user['id']}"),
                    "age": lambda user, _i, unit: 30 if unit == "YEARS" else 10957,
                },
            },
            events={"ticks": state.ticks},
        ),
        "reviews": make_subgraph_schema(
            REVIEWS,
            {
                "Query": {"reviews": lambda *_: 7},
                "User": {
                    "reviews": lambda user, _: [{"text": f"by {user['id']}"}],
                    "stars": lambda user, _: int(user["id"]),
                },
            },
        ),
    }


@asynccontextmanager
async def subgraphs() -> AsyncIterator[Subgraphs]:
    """Serves both subgraphs."""
    state = Subgraphs()
    made = schemas(state)

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if request.headers.get("upgrade", "").lower() == "websocket":
            return await _converse(request, made[name])
        asked = orjson.loads(await request.read())
        state.seen.setdefault(name, []).append((asked, {k.lower(): v for k, v in request.headers.items()}))
        if state.delay_s:
            await asyncio.sleep(state.delay_s)
        if name in state.instead:
            return await state.instead[name](request)
        context = {k.lower(): v for k, v in request.headers.items()}
        result = await graphql(
            made[name], asked["query"], variable_values=asked.get("variables"), context_value=context
        )
        return web.json_response(body=orjson.dumps(result.formatted), headers=state.headers)

    app = web.Application()
    app.router.add_route("*", "/{name}", answer)
    async with serving(app) as state.base:
        yield state


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Serves an aiohttp application on a free port of loopback and yields its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    finally:
        await runner.cleanup()


async def _converse(request: web.Request, schema: GraphQLSchema) -> web.WebSocketResponse:
    """Speaks graphql-transport-ws as far as one subscription at a time needs."""
    socket = web.WebSocketResponse(protocols=["graphql-transport-ws"])
    await socket.prepare(request)
    running: dict[str, asyncio.Task[None]] = {}
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            break
        told = orjson.loads(message.data)
        if told["type"] == "connection_init":
            await socket.send_json({"type": "connection_ack"})
        elif told["type"] == "subscribe":
            running[told["id"]] = asyncio.ensure_future(_tell(socket, schema, told))
        elif told["type"] == "complete" and told["id"] in running:
            running.pop(told["id"]).cancel()
    for task in running.values():
        task.cancel()
    return socket


async def _tell(socket: web.WebSocketResponse, schema: GraphQLSchema, told: dict[str, Any]) -> None:
    payload = told["payload"]
    events: Any = subscribe(schema, parse(payload["query"]), variable_values=payload.get("variables"))
    if inspect.isawaitable(events):
        events = await events
    try:
        async for event in events:
            await socket.send_json({"type": "next", "id": told["id"], "payload": event.formatted})
    finally:
        await events.aclose()
    await socket.send_json({"type": "complete", "id": told["id"]})
