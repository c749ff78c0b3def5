"""Events of subgraphs over real sockets: server-sent events and graphql-transport-ws."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from graphql import OperationDefinitionNode, parse

from symphonies.federation import SubgraphRequest, SubgraphUnavailable
from symphonies.federation.traffic import ForwardRules, SubgraphAddress, TrafficRules, make_client
from symphonies.federation.transport import SseEvents, WebSocketEvents
from symphonies.federation.transport.protocol import EventClient

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def request(headers: dict[str, str] | None = None, **variables: Any) -> SubgraphRequest:
    operation = parse("subscription { n }").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return SubgraphRequest("subscription { n }", operation, variables, client_headers=headers or {})


@asynccontextmanager
async def served(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/graphql", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}/graphql"
    finally:
        await runner.cleanup()


def streaming(*chunks: bytes, status: int = 200, kind: str = "text/event-stream") -> Handler:
    async def handler(asked: web.Request) -> web.StreamResponse:
        await asked.read()
        response = web.StreamResponse(status=status, headers={"content-type": kind})
        await response.prepare(asked)
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(0)
        return response

    return handler


async def collect(client: Any, **options: Any) -> list[Any]:
    async with aclosing(client.subscribe(request(**options))) as events:
        return [(event.data, list(event.errors)) async for event in events]


async def test_server_sent_events_are_read_however_they_are_cut() -> None:
    whole = (
        b': hello\n\nevent: next\ndata: {"data": {"n": 1}}\n\n:\n\n'
        b'event: next\r\ndata: {"data":\r\ndata: {"n": 2}}\r\n\r\nevent: other\ndata: x\n\n'
        b'event: next\ndata: {"errors": [{"message": "half"}], "data": {"n": null}}\n\nevent: complete\ndata:\n\n'
    )
    expected = [({"n": 1}, []), ({"n": 2}, []), ({"n": None}, [{"message": "half"}])]
    for size in (1, 7, len(whole)):
        chunks = [whole[i : i + size] for i in range(0, len(whole), size)]
        async with served(streaming(*chunks)) as at:
            assert await collect(SseEvents(f"http://{at}")) == expected


@pytest.mark.parametrize(
    ("handler", "words"),
    [
        (streaming(b"{}", kind="application/json"), "does not answer with events"),
        (streaming(b"", status=503), "does not answer with events"),
        (streaming(b"event: next\ndata: {\n\n"), "not JSON"),
        (streaming(b"event: next\ndata: []\n\n"), "not a GraphQL result"),
        (streaming(b'event: next\ndata: {"data": {"n": 1}}\n\n'), "broke off"),
    ],
)
async def test_server_sent_garbage_is_told(handler: Handler, words: str) -> None:
    async with served(handler) as at:
        with pytest.raises(SubgraphUnavailable, match=words):
            await collect(SseEvents(f"http://{at}"))


async def test_nobody_there_is_told() -> None:
    for client in (SseEvents("http://127.0.0.1:9"), WebSocketEvents("ws://127.0.0.1:9")):
        with pytest.raises(SubgraphUnavailable):
            await collect(client)


class Speaker:
    """A subgraph that speaks graphql-transport-ws and counts to a number."""

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.sockets = 0
        self.payloads: list[Any] = []
        self.completed: list[str] = []
        self.gone = asyncio.Event()
        self.script: Callable[[web.WebSocketResponse, dict[str, Any]], Awaitable[None]] = self.count_up

    async def converse(self, asked: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("graphql-transport-ws",))
        await socket.prepare(asked)
        self.sockets += 1
        running: list[asyncio.Task[None]] = []
        async for raw in socket:
            if raw.type is not WSMsgType.TEXT:
                break
            message = json.loads(raw.data)
            if message["type"] == "connection_init":
                self.payloads.append(message["payload"])
                await socket.send_json({"type": "ping"})
                await socket.send_json({"type": "connection_ack"})
            elif message["type"] == "subscribe":
                running.append(asyncio.create_task(self.script(socket, message)))
            elif message["type"] == "complete":
                self.completed.append(message["id"])
        for task in running:
            task.cancel()
        self.gone.set()
        return socket

    async def count_up(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        for n in range(self.count):
            payload = {"data": {"n": n + message["payload"]["variables"].get("from", 0)}}
            await socket.send_json({"id": message["id"], "type": "next", "payload": payload})
        await socket.send_json({"id": message["id"], "type": "complete"})


async def test_many_subscriptions_share_a_socket() -> None:
    speaker = Speaker()
    async with served(speaker.converse) as at:
        client = WebSocketEvents(f"ws://{at}")
        found = await asyncio.gather(*(collect(client, **{"from": i * 10}) for i in range(5)))
        assert found == [[({"n": i * 10 + n}, []) for n in range(3)] for i in range(5)]
        assert speaker.sockets == 1
        await asyncio.wait_for(speaker.gone.wait(), 5)
        await client.close()


async def test_other_headers_take_another_socket_and_go_into_the_greeting() -> None:
    speaker = Speaker()
    rules = ForwardRules(propagate=("authorization",))
    async with served(speaker.converse) as at:
        client = make_client(SubgraphAddress(f"http://{at}"), TrafficRules(), rules)
        assert isinstance(client, EventClient)
        await asyncio.gather(
            collect(client, headers={"authorization": "ada"}),
            collect(client, headers={"authorization": "eve"}),
        )
        await client.close()
    assert sorted(payload["authorization"] for payload in speaker.payloads) == ["ada", "eve"]


async def test_leaving_tells_the_subgraph() -> None:
    speaker = Speaker()

    async def for_ever(socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        while True:
            await socket.send_json({"id": message["id"], "type": "next", "payload": {"data": {"n": 1}}})
            await asyncio.sleep(0.001)

    speaker.script = for_ever
    async with served(speaker.converse) as at:
        client = WebSocketEvents(f"ws://{at}")
        async with aclosing(client.subscribe(request())) as events:
            async for _ in events:
                break
        await asyncio.wait_for(speaker.gone.wait(), 5)
        assert speaker.completed == ["1"]


async def test_an_error_message_ends_the_subscription_with_its_errors() -> None:
    speaker = Speaker()

    async def refuse(socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        await socket.send_json({"id": message["id"], "type": "error", "payload": [{"message": "no"}]})

    speaker.script = refuse
    async with served(speaker.converse) as at:
        assert await collect(WebSocketEvents(f"ws://{at}")) == [(None, [{"message": "no"}])]


@pytest.mark.parametrize("how", ["close", "garbage"])
async def test_a_socket_that_breaks_is_told(how: str) -> None:
    speaker = Speaker()

    async def end(socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        await socket.send_json({"id": message["id"], "type": "next", "payload": {"data": {"n": 0}}})
        if how == "close":
            await socket.close(code=4403)
        else:
            await socket.send_str("garbage")

    speaker.script = end
    async with served(speaker.converse) as at:
        words = "code 4403" if how == "close" else "not a message of the protocol"
        with pytest.raises(SubgraphUnavailable, match=words):
            await collect(WebSocketEvents(f"ws://{at}"))


async def test_a_subgraph_that_does_not_greet_is_given_up() -> None:
    async def silent(asked: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("graphql-transport-ws",))
        await socket.prepare(asked)
        async for _ in socket:
            pass
        return socket

    async with served(silent) as at:
        with pytest.raises(SubgraphUnavailable, match="could not be subscribed"):
            await collect(WebSocketEvents(f"ws://{at}", ack_timeout_s=0.05))


async def test_a_subgraph_of_another_protocol_is_refused() -> None:
    async def other(asked: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(protocols=("graphql-ws",))
        await socket.prepare(asked)
        async for _ in socket:
            pass
        return socket

    async with served(other) as at:
        with pytest.raises(SubgraphUnavailable, match="does not speak graphql-transport-ws"):
            await collect(WebSocketEvents(f"ws://{at}"))
