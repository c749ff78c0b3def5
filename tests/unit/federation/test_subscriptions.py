"""Subscriptions: one subgraph's events, completed by the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from symphonies.federation import (
    Exchange,
    Gateway,
    GatewayOptions,
    GraphQLRequest,
    GraphQLResponse,
    Hooks,
    Identity,
    InProcessClient,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphUnavailable,
    make_subgraph_schema,
)
from symphonies.federation.subscriptions import SubscriptionOptions
from tests.unit.federation.shop import CUSTOMERS, LINK, PEOPLE, Watched, supergraph

NEWS = (
    LINK
    + """
type Query { version: String }
type Subscription { renamed(of: ID): Customer! fallen: Fall! }
type Fall { reason: String! by: Int }
type Customer @key(fields: "id") { id: ID! changes: Int! }
"""
)
SDL = {"customers": CUSTOMERS, "news": NEWS}


class Source:
    """Events that a test gives out one by one; counts who listens."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = 0
        self._queues: list[asyncio.Queue[Any]] = []

    async def renamed(self, _root: object, _info: object, of: str | None = None) -> AsyncIterator[Any]:
        queue: asyncio.Queue[Any] = asyncio.Queue()
        self._queues.append(queue)
        self.opened += 1
        try:
            while (event := await queue.get()) is not None:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.closed += 1

    async def tell(self, *events: Any) -> None:
        """Sends events to everybody who listens, as soon as somebody does."""
        while self.opened == 0:
            await asyncio.sleep(0)
        for event in events:
            for queue in self._queues:
                queue.put_nowait(event)


def gateway(
    source: Source, options: SubscriptionOptions | None = None, hooks: Hooks | None = None, **replaced: Any
) -> tuple[Gateway, dict[str, Any]]:
    """Returns a gateway over two subgraphs, one of which has events."""
    customers = make_subgraph_schema(
        CUSTOMERS, {}, {"Customer": lambda given, _: PEOPLE.get(given["id"]) or fail()}
    )
    news = make_subgraph_schema(NEWS, {}, events={"renamed": source.renamed})
    clients: dict[str, Any] = {"customers": Watched(SchemaClient(customers)), "news": SchemaClient(news)}
    clients.update(replaced)
    subscriptions = options or SubscriptionOptions()
    return Gateway(
        supergraph(SDL), clients, GatewayOptions(subscriptions=subscriptions), hooks=hooks
    ), clients


def fail() -> Any:
    raise ValueError("nobody of that name")


def change(of: str, number: int) -> dict[str, Any]:
    return {"__typename": "Customer", "id": of, "changes": number}


async def next_of(answers: AsyncIterator[Any]) -> dict[str, Any]:
    return (await anext(answers)).as_dict()


async def are_live(served: Gateway, number: int) -> None:
    """Waits until so many subscriptions are open: who opens later misses what was told before."""
    while served.subscriptions.live < number:
        await asyncio.sleep(0)


RENAMED = "subscription { renamed { changes name } }"


async def test_each_event_is_completed_by_other_subgraphs_in_order() -> None:
    source = Source()
    served, clients = gateway(source)
    answers = served.stream(GraphQLRequest("subscription { renamed { changes name region } }"))
    waiting = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1), change("2", 2), None)
    first = await waiting
    assert first == {"data": {"renamed": {"changes": 1, "name": "Ada", "region": "NORTH"}}}
    second = await next_of(answers)
    assert second["data"]["renamed"]["name"] == "Grace"
    assert [e["path"] for e in second["errors"]] == [["renamed", "region"]]
    with pytest.raises(StopAsyncIteration):
        await anext(answers)
    assert [len(r.variables["representations"]) for r in clients["customers"].requests] == [1, 1]
    assert (source.opened, source.closed, served.subscriptions.live) == (1, 1, 0)


async def test_the_plan_names_the_source_and_what_each_event_needs() -> None:
    served, _ = gateway(Source())
    assert served.explain(RENAMED).splitlines()[:4] == [
        "QueryPlan {",
        "  Subscription {",
        '    Fetch(service: "news") {',
        "      subscription{renamed{changes id}}",
    ]


async def test_a_failing_join_makes_a_partial_event_not_the_end() -> None:
    source = Source()
    served, _ = gateway(source)
    answers = served.stream(GraphQLRequest("subscription { renamed { changes region } }"))
    waiting = asyncio.create_task(next_of(answers))
    await source.tell(change("9", 1), change("1", 2))
    partial = await waiting
    assert partial["data"] == {"renamed": {"changes": 1, "region": None}}
    (error,) = partial["errors"]
    assert error["path"] == ["renamed"]
    assert error["extensions"]["service"] == "customers"
    assert await next_of(answers) == {"data": {"renamed": {"changes": 2, "region": "NORTH"}}}
    await answers.aclose()
    assert source.closed == 1


async def test_an_event_with_an_error_is_told_with_its_place() -> None:
    source = Source()
    served, _ = gateway(source)
    answers = served.stream(GraphQLRequest(RENAMED))
    waiting = asyncio.create_task(next_of(answers))
    await source.tell({"id": "1", "changes": None})
    event = await waiting
    assert event["data"] is None
    (error,) = event["errors"]
    assert error["path"] == ["renamed", "changes"]
    assert error["extensions"] == {"code": "SUBGRAPH_ERROR", "service": "news"}
    await answers.aclose()


async def test_events_that_break_off_end_with_a_code() -> None:
    async def break_off(_: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        yield SubgraphResponse({"renamed": {"id": "1", "changes": 1}})
        raise ConnectionError("secret address")

    served, _ = gateway(Source(), news=InProcessClient(lambda _: SubgraphResponse({}), break_off))
    answers = [answer.as_dict() async for answer in served.stream(GraphQLRequest(RENAMED))]
    assert answers[0] == {"data": {"renamed": {"changes": 1, "name": "Ada"}}}
    assert answers[1:] == [
        {
            "data": None,
            "errors": [
                {
                    "message": "Subgraph news broke off its events.",
                    "extensions": {"code": "SUBGRAPH_UNAVAILABLE", "service": "news"},
                }
            ],
        }
    ]


async def test_a_broken_subscription_is_taken_up_again_when_asked() -> None:
    tries: list[int] = []

    async def flaky(_: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        tries.append(len(tries))
        if len(tries) == 2:
            raise SubgraphUnavailable("could not be reached")
        yield SubgraphResponse({"renamed": {"id": "1", "changes": len(tries)}})
        if len(tries) < 3:
            raise ConnectionError

    options = SubscriptionOptions(retries=2, retry_delay_s=0)
    served, _ = gateway(Source(), options, news=InProcessClient(lambda _: SubgraphResponse({}), flaky))
    answers = [answer.as_dict() async for answer in served.stream(GraphQLRequest(RENAMED))]
    assert [a["data"]["renamed"]["changes"] for a in answers] == [1, 3]
    assert tries == [0, 1, 2]


@pytest.mark.parametrize("news", [InProcessClient(lambda _: SubgraphResponse({})), None])
async def test_a_subgraph_without_events_is_unavailable(news: object) -> None:
    served, _ = gateway(Source(), news=news)
    answers = [answer.as_dict() async for answer in served.stream(GraphQLRequest(RENAMED))]
    (error,) = answers[0]["errors"]
    assert error["message"] == "Subgraph news serves no events."
    assert error["extensions"] == {"code": "SUBGRAPH_UNAVAILABLE", "service": "news"}
    assert served.subscriptions.live == 0


async def test_closing_ends_the_upstream_at_once() -> None:
    source = Source()
    served, _ = gateway(source)
    answers = served.stream(GraphQLRequest(RENAMED))
    waiting = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1))
    await waiting
    assert (source.closed, served.subscriptions.live) == (0, 1)
    await answers.aclose()
    assert (source.closed, served.subscriptions.live) == (1, 0)


async def test_a_reader_that_is_cancelled_ends_the_upstream_too() -> None:
    source = Source()
    served, _ = gateway(source)

    async def read() -> None:
        async for _ in served.stream(GraphQLRequest(RENAMED)):
            pass

    reading = asyncio.create_task(read())
    await source.tell(change("1", 1))
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    await served.subscriptions.drained()
    assert source.closed == source.opened == 1


async def test_a_wrong_subscription_is_refused_before_the_subgraph_is_asked() -> None:
    source = Source()
    served, _ = gateway(source)
    for query in ("subscription { nope }", "subscription { renamed { id } fallen { reason } }"):
        (answer,) = [a async for a in served.stream(GraphQLRequest(query))]
        assert answer.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    deferred = "subscription { renamed { id ... @defer { name } } }"
    (answer,) = [a async for a in served.stream(GraphQLRequest(deferred))]
    assert "subscription" in answer.errors[0]["message"]
    assert source.opened == 0


async def test_execute_does_not_answer_a_subscription() -> None:
    served, _ = gateway(Source())
    answer = await served.execute(GraphQLRequest(RENAMED))
    assert answer.errors[0]["extensions"]["code"] == "SUBSCRIPTION_NEEDS_STREAM"


async def test_hooks_see_the_opening_every_event_and_every_join() -> None:
    seen: list[str] = []

    async def request(_: Exchange, proceed: Any) -> GraphQLResponse:
        answer: GraphQLResponse = await proceed()
        seen.append("opened")
        return answer

    async def fetch(exchange: Exchange, given: SubgraphRequest, proceed: Any) -> SubgraphResponse:
        seen.append(given.service)
        return await proceed(given)

    async def result(_: Exchange, response: GraphQLResponse) -> GraphQLResponse:
        seen.append("result")
        return response

    source = Source()
    served, _ = gateway(source, hooks=Hooks(request=(request,), fetch=(fetch,), result=(result,)))
    answers = served.stream(GraphQLRequest(RENAMED))
    waiting = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1), change("2", 2), None)
    await waiting
    assert [a.data["renamed"]["name"] async for a in answers] == ["Grace"]
    assert [step for step in seen if step in {"opened", "result"}] == ["opened", "result", "result"]
    assert [step for step in seen if step not in {"opened", "result"}] == ["news", "customers", "customers"]


async def test_a_hook_that_refuses_keeps_the_subgraph_from_being_asked() -> None:
    async def request(_: Exchange, proceed: Any) -> GraphQLResponse:
        return GraphQLResponse(errors=[{"message": "Not today."}], has_data=False)

    source = Source()
    served, _ = gateway(source, hooks=Hooks(request=(request,)))
    answers = [a.as_dict() async for a in served.stream(GraphQLRequest(RENAMED))]
    assert answers == [{"errors": [{"message": "Not today."}]}]
    assert source.opened == 0


async def test_live_subscriptions_are_limited_for_all_and_for_each_caller() -> None:
    async def known(exchange: Exchange, proceed: Any) -> GraphQLResponse:
        exchange.identity = Identity(subject=exchange.headers["authorization"])
        return await proceed()

    source = Source()
    options = SubscriptionOptions(max_live=3, max_live_per_identity=2)
    served, _ = gateway(source, options, Hooks(request=(known,)))

    def reader(who: str) -> Any:
        request = GraphQLRequest(RENAMED, headers={"authorization": who})
        return asyncio.create_task(next_of(served.stream(request)))

    live = [reader("ada"), reader("ada")]
    await are_live(served, 2)
    refused = await reader("ada")
    assert refused["errors"][0]["extensions"]["code"] == "SUBSCRIPTION_LIMIT_EXCEEDED"
    live.append(reader("grace"))
    await are_live(served, 3)
    refused = await reader("eve")
    assert refused["errors"][0]["message"] == "This gateway has 3 live subscriptions, as many as it may."
    await source.tell(change("1", 1))
    while source.opened < 2:
        await asyncio.sleep(0)
    for task in live:
        task.cancel()
    await asyncio.gather(*live, return_exceptions=True)
    await served.subscriptions.drained()
    assert source.opened == source.closed == 2


@pytest.mark.parametrize("event", [SubgraphResponse(None), SubgraphResponse(["x"])])  # type: ignore[arg-type]
async def test_an_event_that_is_garbage_is_an_error_not_the_end(event: SubgraphResponse) -> None:
    async def talk(_: SubgraphRequest) -> AsyncIterator[SubgraphResponse]:
        yield event
        yield SubgraphResponse({"renamed": {"id": "1", "changes": 2}})

    served, _ = gateway(Source(), news=InProcessClient(lambda _: SubgraphResponse({}), talk))
    bad, good = [answer.as_dict() async for answer in served.stream(GraphQLRequest(RENAMED))]
    assert bad["data"] is None
    assert bad["errors"][0]["extensions"] == {"code": "SUBGRAPH_UNAVAILABLE", "service": "news"}
    assert good == {"data": {"renamed": {"changes": 2, "name": "Ada"}}}


@pytest.mark.parametrize(("ends", "told"), [(True, ["SUBSCRIPTION_EXPIRED"]), (False, [])])
async def test_a_subscription_ends_with_the_token_it_was_opened_with(ends: bool, told: list[str]) -> None:
    async def known(exchange: Exchange, proceed: Any) -> GraphQLResponse:
        exchange.identity = Identity("ada", claims={"exp": 1})
        return await proceed()

    source = Source()
    served, _ = gateway(source, SubscriptionOptions(end_with_token=ends), Hooks(request=(known,)))
    answers = served.stream(GraphQLRequest(RENAMED))
    reading = asyncio.create_task(next_of(answers))
    if not ends:
        await source.tell(change("1", 1), None)
        assert (await reading)["data"]["renamed"]["name"] == "Ada"
    codes = [] if not ends else [(await reading)["errors"][0]["extensions"]["code"]]
    assert [answer async for answer in answers] == []
    assert codes == told
    assert served.subscriptions.live == 0


async def test_a_hook_may_add_to_what_opens_a_subscription() -> None:
    async def marked(_: Exchange, proceed: Any) -> GraphQLResponse:
        return replace(await proceed(), extensions={"seen": True})

    source = Source()
    served, _ = gateway(source, hooks=Hooks(request=(marked,)))
    answers = served.stream(GraphQLRequest(RENAMED))
    reading = asyncio.create_task(next_of(answers))
    await source.tell(change("1", 1))
    assert await reading == {"data": {"renamed": {"changes": 1, "name": "Ada"}}}
    await answers.aclose()
