"""Many readers: sharing one upstream, slow readers, reloads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from symphonies.federation import (
    GraphQLRequest,
    GraphQLResponse,
    InProcessClient,
    SubgraphRequest,
    SubgraphResponse,
)
from symphonies.federation.subscriptions import SubscriptionOptions
from symphonies.federation.subscriptions.reader import Reader
from tests.unit.federation.test_subscriptions import RENAMED, Source, are_live, change, gateway, next_of

COUNTED = "subscription ($of: ID) { renamed(of: $of) { changes } }"


class Burst:
    """A subgraph that sends a number of events as fast as it can, once it is let go."""

    def __init__(self, events: int) -> None:
        self.events = events
        self.go = asyncio.Event()
        self.ended = 0

    async def subscribe(self, _: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        await self.go.wait()
        try:
            for number in range(self.events):
                yield SubgraphResponse({"renamed": {"id": "1", "changes": number}})
        finally:
            self.ended += 1

    @property
    def client(self) -> InProcessClient:
        return InProcessClient(lambda _: SubgraphResponse({}), self.subscribe)


def changes(answer: GraphQLResponse) -> int:
    assert answer.data is not None
    return answer.data["renamed"]["changes"]


async def read_all(answers: AsyncIterator[Any]) -> list[int]:
    return [changes(answer) async for answer in answers]


@pytest.mark.parametrize(("share", "sources"), [(True, 1), (False, 500)])
async def test_a_slow_reader_does_not_cost_499_others_an_event(share: bool, sources: int) -> None:
    burst = Burst(150)
    options = SubscriptionOptions(buffer=10, overflow="close", share=share)
    served, _ = gateway(Source(), options, news=burst.client)
    slow = served.stream(GraphQLRequest(COUNTED))
    first_of_slow = asyncio.create_task(anext(slow))
    quick = [asyncio.create_task(read_all(served.stream(GraphQLRequest(COUNTED)))) for _ in range(499)]
    while served.subscriptions.live < 500:
        await asyncio.sleep(0)
    burst.go.set()
    assert changes(await first_of_slow) == 0
    everything = list(range(150))
    assert all(found == everything for found in await asyncio.gather(*quick))
    late = [answer async for answer in slow]
    assert [changes(answer) for answer in late[:-1]] == list(range(1, 11))
    assert late[-1].errors[0]["extensions"]["code"] == "SUBSCRIPTION_TOO_SLOW"
    assert burst.ended == sources
    assert served.subscriptions.live == 0


async def test_a_slow_reader_may_lose_the_oldest_instead() -> None:
    burst = Burst(50)
    options = SubscriptionOptions(buffer=5, overflow="drop_oldest")
    served, _ = gateway(Source(), options, news=burst.client)
    answers = served.stream(GraphQLRequest(COUNTED))
    first = asyncio.create_task(anext(answers))
    burst.go.set()
    assert changes(await first) == 0
    while burst.ended == 0:
        await asyncio.sleep(0)
    assert await read_all(answers) == [45, 46, 47, 48, 49]


async def test_a_reader_that_was_slow_and_caught_up_is_waited_for_again() -> None:
    reader = Reader(SubscriptionOptions(buffer=4, overflow="drop_oldest"))
    for number in range(6):
        reader.offer(GraphQLResponse({"n": number}))
    reader.is_lagging = True
    assert (reader.dropped, reader.is_full) == (2, True)
    assert (await reader.next()) == GraphQLResponse({"n": 2})
    assert reader.is_lagging
    await reader.next()
    assert not reader.is_lagging
    reader.end()
    assert [(await reader.next()) for _ in range(3)] == [
        GraphQLResponse({"n": 4}),
        GraphQLResponse({"n": 5}),
        None,
    ]


async def test_equal_subscriptions_share_one_upstream_and_one_join() -> None:
    source = Source()
    served, clients = gateway(source)
    streams = [served.stream(GraphQLRequest(RENAMED, headers={"user-agent": str(n)})) for n in range(3)]
    readers = [asyncio.create_task(next_of(stream)) for stream in streams]
    await are_live(served, 3)
    await source.tell(change("1", 1))
    assert await asyncio.gather(*readers) == [{"data": {"renamed": {"changes": 1, "name": "Ada"}}}] * 3
    assert (source.opened, served.subscriptions.upstreams) == (1, 1)
    assert len(clients["customers"].requests) == 1
    await streams[0].aclose()
    await streams[1].aclose()
    assert (source.closed, served.subscriptions.live) == (0, 1)
    await streams[2].aclose()
    assert (source.closed, served.subscriptions.live, served.subscriptions.upstreams) == (1, 0, 0)


@pytest.mark.parametrize(
    "others",
    [
        [GraphQLRequest(COUNTED, {"of": "2"}), GraphQLRequest(COUNTED, {"of": "1"})],
        [
            GraphQLRequest(COUNTED, headers={"authorization": "Bearer a"}),
            GraphQLRequest(COUNTED, headers={"authorization": "Bearer b"}),
        ],
        [GraphQLRequest(COUNTED, headers={"x-tenant": "a"}), GraphQLRequest(COUNTED)],
        [GraphQLRequest(COUNTED), GraphQLRequest(RENAMED)],
    ],
)
async def test_what_may_differ_is_never_shared(others: list[GraphQLRequest]) -> None:
    source = Source()
    served, _ = gateway(source)
    streams = [served.stream(request) for request in others]
    readers = [asyncio.create_task(next_of(stream)) for stream in streams]
    while source.opened < 2:
        await asyncio.sleep(0)
    await source.tell(change("1", 1))
    await asyncio.gather(*readers)
    for stream in streams:
        await stream.aclose()
    assert source.opened == source.closed == 2


@pytest.mark.parametrize(("contexts", "opened"), [(("ada", "eve"), 2), (("ada", "ada"), 1), (([], []), 2)])
async def test_callers_with_another_context_do_not_share(contexts: tuple[Any, Any], opened: int) -> None:
    source = Source()
    served, _ = gateway(source)
    streams = [served.stream(GraphQLRequest(RENAMED), context) for context in contexts]
    readers = [asyncio.create_task(next_of(stream)) for stream in streams]
    await are_live(served, len(contexts))
    while source.opened < opened:
        await asyncio.sleep(0)
    await source.tell(change("1", 1))
    await asyncio.gather(*readers)
    for stream in streams:
        await stream.aclose()
    assert source.opened == source.closed == opened


async def test_who_comes_after_the_end_gets_an_upstream_of_its_own() -> None:
    source = Source()
    served, _ = gateway(source)
    first = served.stream(GraphQLRequest(RENAMED))
    reading = asyncio.create_task(next_of(first))
    await source.tell(change("1", 1), None)
    await reading
    while served.subscriptions.upstreams:
        await asyncio.sleep(0)
    second = served.stream(GraphQLRequest(RENAMED))
    again = asyncio.create_task(next_of(second))
    while source.opened < 2:
        await asyncio.sleep(0)
    await first.aclose()
    await source.tell(change("2", 2))
    assert (await again)["data"]["renamed"]["name"] == "Grace"
    await second.aclose()
    assert served.subscriptions.live == 0


async def test_a_reload_lets_subscriptions_run_on_until_they_end() -> None:
    source = Source()
    served, _ = gateway(source)
    answers = served.stream(GraphQLRequest(RENAMED))
    reading = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1))
    await reading
    served.subscriptions.retire()
    drained = asyncio.create_task(served.subscriptions.drained())
    await source.tell(change("2", 2), None)
    assert await read_all(answers) == [2]
    await drained


async def test_a_reload_may_tell_them_to_subscribe_again() -> None:
    source = Source()
    served, _ = gateway(source, SubscriptionOptions(reload="resubscribe"))
    answers = served.stream(GraphQLRequest(RENAMED))
    reading = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1))
    await reading
    served.subscriptions.retire()
    (told,) = [answer async for answer in answers]
    assert told.errors[0]["extensions"] == {"code": "SUBSCRIPTION_SCHEMA_RELOAD"}
    await served.subscriptions.drained()
    assert source.closed == 1


async def test_a_gateway_that_closes_ends_every_subscription() -> None:
    source = Source()
    served, _ = gateway(source)
    streams = [served.stream(GraphQLRequest(RENAMED)) for _ in range(2)]
    readers = [asyncio.create_task(next_of(stream)) for stream in streams]
    while served.subscriptions.live < 2:
        await asyncio.sleep(0)
    await source.tell()
    await served.subscriptions.close()
    ended = await asyncio.gather(*readers, return_exceptions=True)
    assert [type(answer) for answer in ended] == [StopAsyncIteration] * 2
    assert (source.opened, source.closed, served.subscriptions.live) == (1, 1, 0)
