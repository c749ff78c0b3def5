"""Requests that mean harm are refused with a code that says why, while others are answered."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from symphonies.federation import Gateway, GatewayOptions, GraphQLRequest, InProcessClient, SubgraphResponse
from symphonies.federation.server import GatewayApp, GatewayHandle
from tests.integration.hostile_requests import (
    GRAPHS,
    HARMLESS,
    Hostile,
    exploding_query,
    hostile_requests,
    hostile_supergraph,
)


def node(_: object) -> SubgraphResponse:
    return SubgraphResponse({"node": {"name": "a"}})


APP = GatewayApp(
    GatewayHandle(Gateway(hostile_supergraph(), {f"g{n}": InProcessClient(node) for n in range(GRAPHS)}))
)


async def post(body: bytes) -> tuple[int, Any]:
    """Posts a body to the application; returns the status and the answer."""
    headers = [
        (b"content-type", b"application/json"),
        (b"accept", b"application/graphql-response+json"),
        (b"content-length", b"%d" % len(body)),
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    await APP(scope, receive, send)
    return sent[0]["status"], orjson.loads(sent[1]["body"])


@pytest.mark.parametrize("hostile", hostile_requests(), ids=lambda hostile: hostile.name)
async def test_it_is_refused_and_others_are_answered(hostile: Hostile) -> None:
    (status, refusal), (_, answer) = await asyncio.gather(post(hostile.body), post(HARMLESS))
    assert refusal["errors"][0]["extensions"]["code"] == hostile.code
    assert "data" not in refusal
    assert status == hostile.status
    assert answer == {"data": {"node": {"name": "a"}}}


async def test_a_plan_beyond_the_budget_is_given_up() -> None:
    gateway = Gateway(hostile_supergraph(), {}, GatewayOptions(planning_budget=100))
    answer = await gateway.execute(GraphQLRequest(exploding_query(5)))
    assert answer.errors[0]["extensions"]["code"] == "PLANNING_BUDGET_EXCEEDED"
    assert answer.data is None
