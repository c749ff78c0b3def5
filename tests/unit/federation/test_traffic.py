"""Traffic rules: what is sent again, sent once, held back and cut off."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from symphonies.federation import SubgraphRequest, SubgraphResponse, SubgraphUnavailable
from symphonies.federation.traffic import (
    BreakerRules,
    Breaking,
    CircuitState,
    ForwardRules,
    Limiting,
    Retrying,
    RetryRules,
    Sharing,
    TrafficRules,
    forward_headers,
    shape,
)
from symphonies.federation.traffic.limiting import SubgraphOverloaded
from symphonies.federation.transport.protocol import EventClient

FINE = SubgraphResponse({"a": 1})


def request(
    query: str = "{ a }", headers: Mapping[str, str] | None = None, **variables: Any
) -> SubgraphRequest:
    operation = parse(query).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    return SubgraphRequest(query, operation, variables, client_headers=headers or {})


class Subgraph:
    """Answers or fails as told, one outcome after the other, the last one for ever."""

    def __init__(self, *outcomes: SubgraphResponse | Exception) -> None:
        self.outcomes = list(outcomes)
        self.asked = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.under_way = 0
        self.most = 0

    async def fetch(self, _: SubgraphRequest) -> SubgraphResponse:
        self.asked += 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await self.gate.wait()
        finally:
            self.under_way -= 1
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return SubgraphResponse(dict(outcome.data or {}), outcome.errors)


def passing(**facts: Any) -> SubgraphUnavailable:
    return SubgraphUnavailable("fails", is_transient=True, **facts)


def retrying(subgraph: Subgraph, **rules: Any) -> tuple[Retrying, list[float]]:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    return Retrying(subgraph, RetryRules(**rules), sleep=sleep, rng=random.Random(1)), pauses


async def test_a_read_that_fails_in_passing_is_sent_again() -> None:
    subgraph = Subgraph(passing(), passing(), FINE)
    client, pauses = retrying(subgraph, first_delay_s=0.1)
    assert await client.fetch(request()) == FINE
    assert subgraph.asked == 3
    assert 0 <= pauses[0] <= 0.1
    assert 0 <= pauses[1] <= 0.2


async def test_the_last_failure_is_told() -> None:
    subgraph = Subgraph(passing())
    client, _ = retrying(subgraph, attempts=4)
    with pytest.raises(SubgraphUnavailable):
        await client.fetch(request())
    assert subgraph.asked == 4


@pytest.mark.parametrize(
    ("query", "error"),
    [("mutation { a }", passing()), ("{ a }", SubgraphUnavailable("answers garbage"))],
)
async def test_nothing_else_is_sent_twice(query: str, error: Exception) -> None:
    subgraph = Subgraph(error)
    client, _ = retrying(subgraph)
    with pytest.raises(SubgraphUnavailable):
        await client.fetch(request(query))
    assert subgraph.asked == 1


async def test_a_subgraph_that_asks_for_time_gets_it() -> None:
    client, pauses = retrying(Subgraph(passing(retry_after_s=0.7), FINE), longest_delay_s=1.0)
    await client.fetch(request())
    assert pauses == [0.7]
    subgraph = Subgraph(passing(retry_after_s=60), FINE)
    client, pauses = retrying(subgraph)
    with pytest.raises(SubgraphUnavailable):
        await client.fetch(request())
    assert (subgraph.asked, pauses) == (1, [])


async def test_an_outage_is_not_amplified() -> None:
    subgraph = Subgraph(passing())
    client, _ = retrying(subgraph, attempts=3, budget_ratio=0.1)
    for _ in range(200):
        with pytest.raises(SubgraphUnavailable):
            await client.fetch(request())
    assert subgraph.asked <= 200 + 10 + 0.1 * 200 + 1


def breaking(subgraph: Subgraph) -> tuple[Breaking, list[float]]:
    now = [0.0]
    rules = BreakerRules(failure_ratio=0.5, fewest=4, window_s=10, pause_s=5)
    return Breaking(subgraph, rules, clock=lambda: now[0]), now


async def fail(client: Breaking, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SubgraphUnavailable):
            await client.fetch(request())


async def test_a_failing_subgraph_is_left_alone_then_tried_by_one() -> None:
    subgraph = Subgraph(passing())
    client, now = breaking(subgraph)
    await fail(client, 4)
    assert client.state is CircuitState.OPEN
    with pytest.raises(SubgraphUnavailable) as refused:
        await client.fetch(request())
    assert refused.value.facts == {"circuit": "open"}
    assert subgraph.asked == 4
    now[0] = 5
    assert client.state is CircuitState.HALF_OPEN
    await fail(client, 1)
    assert (subgraph.asked, client.state) == (5, CircuitState.OPEN)
    now[0] = 10
    subgraph.outcomes = [FINE]
    assert await client.fetch(request()) == FINE
    assert client.state is CircuitState.CLOSED


async def test_only_one_request_tries() -> None:
    subgraph = Subgraph(passing())
    client, now = breaking(subgraph)
    await fail(client, 4)
    now[0] = 6
    subgraph.outcomes = [FINE]
    subgraph.gate.clear()
    trial = asyncio.create_task(client.fetch(request()))
    await asyncio.sleep(0)
    await fail(client, 3)
    subgraph.gate.set()
    assert await trial == FINE
    assert subgraph.asked == 5


async def test_a_trial_that_is_given_up_leaves_room_for_another() -> None:
    subgraph = Subgraph(passing())
    client, now = breaking(subgraph)
    await fail(client, 4)
    now[0] = 6
    subgraph.gate.clear()
    trial = asyncio.create_task(client.fetch(request()))
    await asyncio.sleep(0)
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    subgraph.gate.set()
    subgraph.outcomes = [FINE]
    assert await client.fetch(request()) == FINE


async def test_few_or_old_failures_open_nothing() -> None:
    subgraph = Subgraph(passing())
    client, now = breaking(subgraph)
    await fail(client, 3)
    assert client.state is CircuitState.CLOSED
    now[0] = 20
    await fail(client, 3)
    assert client.state is CircuitState.CLOSED


def nothing_sent(_: SubgraphRequest) -> Mapping[str, str]:
    return {}


async def test_equal_reads_are_sent_once_and_everybody_owns_the_answer() -> None:
    subgraph = Subgraph(SubgraphResponse({"list": 1}))
    client = Sharing(subgraph, nothing_sent)
    subgraph.gate.clear()
    tasks = [asyncio.create_task(client.fetch(request(x=1))) for _ in range(3)]
    other = asyncio.create_task(client.fetch(request(x=2)))
    await asyncio.sleep(0)
    subgraph.gate.set()
    answers = [await task for task in tasks]
    await other
    assert subgraph.asked == 2
    first = answers[0].data
    assert first is not None
    first["list"] = "changed"
    assert [answer.data for answer in answers[1:]] == [{"list": 1}] * 2
    await client.fetch(request(x=1))
    assert subgraph.asked == 3


async def test_requests_of_different_callers_are_never_shared() -> None:
    subgraph = Subgraph(FINE)
    client = Sharing(subgraph, lambda r: {"authorization": r.client_headers["authorization"]})
    subgraph.gate.clear()
    tasks = [
        asyncio.create_task(client.fetch(request(headers={"authorization": name, "x-noise": str(i)})))
        for i, name in enumerate(("ada", "ada", "eve"))
    ]
    await asyncio.sleep(0)
    subgraph.gate.set()
    await asyncio.gather(*tasks)
    assert subgraph.asked == 2


async def test_mutations_are_never_shared() -> None:
    subgraph = Subgraph(FINE)
    client = Sharing(subgraph, nothing_sent)
    await asyncio.gather(*(client.fetch(request("mutation { a }")) for _ in range(3)))
    assert subgraph.asked == 3


async def test_who_gives_up_leaves_the_others_their_answer() -> None:
    subgraph = Subgraph(FINE)
    client = Sharing(subgraph, nothing_sent)
    subgraph.gate.clear()
    first = asyncio.create_task(client.fetch(request()))
    second = asyncio.create_task(client.fetch(request()))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    subgraph.gate.set()
    assert await second == FINE
    assert first.cancelled()


async def test_a_request_nobody_wants_is_ended() -> None:
    subgraph = Subgraph(FINE)
    client = Sharing(subgraph, nothing_sent)
    subgraph.gate.clear()
    task = asyncio.create_task(client.fetch(request()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert subgraph.under_way == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert subgraph.under_way == 0


async def test_everybody_hears_of_a_shared_failure() -> None:
    subgraph = Subgraph(passing())
    client = Sharing(subgraph, nothing_sent)
    answers = await asyncio.gather(*(client.fetch(request()) for _ in range(3)), return_exceptions=True)
    assert subgraph.asked == 1
    assert all(isinstance(answer, SubgraphUnavailable) for answer in answers)


async def test_no_more_at_once_than_allowed() -> None:
    subgraph = Subgraph(FINE)
    client = Limiting(subgraph, at_once=2, waiting=3)
    subgraph.gate.clear()
    tasks = [asyncio.create_task(client.fetch(request(x=i))) for i in range(7)]
    for _ in range(3):
        await asyncio.sleep(0)
    subgraph.gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert subgraph.most == 2
    assert sum(isinstance(answer, SubgraphOverloaded) for answer in answers) == 2
    assert await client.fetch(request()) == FINE


async def test_time_ends_repeats_too() -> None:
    subgraph = Subgraph(FINE)
    subgraph.gate.clear()
    client = shape(subgraph, TrafficRules(timeout_s=0.01))
    with pytest.raises(SubgraphUnavailable, match="too long"):
        await client.fetch(request())


async def test_the_whole_shape_answers_and_tells_its_circuit() -> None:
    client = shape(Subgraph(FINE), TrafficRules(at_once=1))
    assert await client.fetch(request()) == FINE
    assert client.circuit is CircuitState.CLOSED
    assert not isinstance(client, EventClient)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (ForwardRules(), {}),
        (ForwardRules(propagate=("Authorization", "x-none")), {"authorization": "t"}),
        (ForwardRules(matching=("x-.*",)), {"x-a": "1", "x-b": "2"}),
        (ForwardRules(matching=("x-.*",), remove=("X-B",)), {"x-a": "1"}),
        (ForwardRules(rename={"x-a": "X-Other"}), {"x-other": "1"}),
        (ForwardRules(propagate=("x-a",), insert={"X-A": "fixed"}), {"x-a": "fixed"}),
        (ForwardRules(propagate=("host", "connection", "content-length"), matching=(".*",)),
         {"authorization": "t", "x-a": "1", "x-b": "2"}),
    ],
)  # fmt: skip
def test_headers_are_forwarded_by_rule(rules: ForwardRules, expected: Mapping[str, str]) -> None:
    headers = {
        "authorization": "t",
        "x-a": "1",
        "x-b": "2",
        "host": "h",
        "connection": "c",
        "content-length": "3",
    }
    send: Callable[[SubgraphRequest], Mapping[str, str]] = forward_headers(rules)
    assert send(request(headers=headers)) == expected
