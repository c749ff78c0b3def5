"""Many subscriptions on one gateway over real sockets: all get every event, a reader that sleeps harms itself."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import aiohttp

from tests.integration.gateway_configured import gateway
from tests.integration.gateway_process import events, socket

TICKS = {"query": "subscription { ticks { id stars } }"}
SOCKETS, EACH = 10, 50


async def opened(stack: AsyncExitStack, url: str, count: int) -> aiohttp.ClientWebSocketResponse:
    ws = await stack.enter_async_context(socket(url))
    assert await ws.receive_json() == {"type": "connection_ack"}
    for n in range(count):
        await ws.send_json({"type": "subscribe", "id": str(n), "payload": TICKS})
    return ws


async def read(ws: aiohttp.ClientWebSocketResponse, count: int) -> list[dict]:
    return [await ws.receive_json() for _ in range(count)]


async def test_five_hundred_subscriptions_get_every_event_beside_one_that_sleeps() -> None:
    async with (
        gateway(subscriptions={"buffer": 4, "max_waiting": 4}) as (state, url),
        AsyncExitStack() as stack,
    ):
        sockets = [await opened(stack, url, EACH) for _ in range(SOCKETS)]
        asleep = await opened(stack, url, 1)
        while not state.live:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # until the last subscribe messages are heard
        assert len(state.live) == 1  # equal subscriptions share one to the subgraph
        for n in range(3):
            state.tick(n)
            got = await asyncio.wait_for(asyncio.gather(*(read(ws, EACH) for ws in sockets)), 30)
            told = {"data": {"ticks": {"id": str(n), "stars": n}}}
            for messages in got:
                assert {m["id"] for m in messages} == {str(i) for i in range(EACH)}
                assert all(m["payload"] == told for m in messages)
        assert state.count("reviews") == 3  # one join for each event, whoever listens
        state.tick(None)
        ends = await asyncio.gather(*(read(ws, EACH) for ws in sockets))
        assert {m["type"] for messages in ends for m in messages} == {"complete"}
        assert [m["type"] for m in await read(asleep, 4)] == ["next", "next", "next", "complete"]


async def test_a_client_that_leaves_ends_its_subscription_at_the_subgraph() -> None:
    async with gateway() as (state, url):
        async with events(url, TICKS["query"]) as told:
            while not state.live:
                await asyncio.sleep(0.01)
            state.tick(1)
            assert (await anext(told))["data"]["ticks"]["id"] == "1"
        async with asyncio.timeout(10):
            while state.live:
                await asyncio.sleep(0.01)


async def test_a_silent_stream_shows_signs_of_life() -> None:
    async with gateway(subscriptions={"heartbeat_s": 0.1}) as (_, url), aiohttp.ClientSession() as session:
        headers = {"accept": "text/event-stream"}
        async with session.post(url, json=TICKS, headers=headers) as answer:
            seen = b""
            while seen.count(b":\n\n") < 2:
                seen += await asyncio.wait_for(answer.content.readany(), 10)
        async with socket(url) as ws:
            assert (await ws.receive_json())["type"] == "connection_ack"
            assert (await ws.receive_json()) == {"type": "ping"}
            await ws.send_json({"type": "pong"})


async def test_no_more_streams_than_may_be() -> None:
    async with gateway(subscriptions={"max_streams": 1}) as (_, url), socket(url) as ws:
        await ws.receive_json()
        headers = {"accept": "text/event-stream"}
        async with aiohttp.ClientSession() as http, http.post(url, json=TICKS, headers=headers) as answer:
            assert answer.status == 503
        async with socket(url) as second:
            message = await second.receive()
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1013)
