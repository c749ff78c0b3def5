"""Every case of the public federation gateway audit: theirs and our own supergraph, our planner and executor."""

from __future__ import annotations

from typing import Any

import pytest

from symphonies.federation import Gateway, GraphQLRequest, SubgraphSchema, compose
from tests.integration.federation_audit import ABSENT, IS_HERE, clients, suite, suites

pytestmark = pytest.mark.skipif(not IS_HERE, reason=ABSENT)
REQUESTS_ALLOWED = 398
"""What the most economical gateways of the audit need is 398 to 408 subgraph requests."""


def verdict(expected: dict[str, Any], answer: dict[str, Any]) -> str | None:
    """Returns what is wrong by the audit's own comparison."""
    if answer.get("data") != expected.get("data"):
        return f"expected {expected.get('data')}, got {answer}"
    if isinstance(expected.get("errors"), bool) and bool(answer.get("errors")) != expected["errors"]:
        return f"expected errors {expected['errors']}, got {answer}"
    return None


async def play(name: str, supergraph: str) -> tuple[list[str], int]:
    """Plays one suite; returns what went wrong and how many subgraph requests were made."""
    cases = suite(name)
    subgraphs = clients(name, cases["subgraphs"])
    gateway = Gateway(supergraph, subgraphs)
    wrong = []
    for number, case in enumerate(cases["tests"]):
        answer = await gateway.execute(GraphQLRequest(case["query"]))
        found = verdict(case["expected"], answer.as_dict())
        if found:
            wrong.append(f"{name}[{number}]: {found}")
    return wrong, sum(client.requests for client in subgraphs.values())


def composed(name: str) -> str:
    """Returns our own supergraph of a suite."""
    result = compose(SubgraphSchema(s["name"], s["url"], s["sdl"]) for s in suite(name)["subgraphs"])
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    return result.supergraph_sdl


@pytest.mark.parametrize("name", suites())
async def test_their_supergraph(name: str) -> None:
    wrong, _ = await play(name, suite(name)["supergraph"])
    assert wrong == []


@pytest.mark.parametrize("name", suites())
async def test_our_supergraph(name: str) -> None:
    wrong, _ = await play(name, composed(name))
    assert wrong == []


async def test_few_subgraph_requests() -> None:
    total = 0
    for name in suites():
        _, requests = await play(name, suite(name)["supergraph"])
        total += requests
    assert total <= REQUESTS_ALLOWED
