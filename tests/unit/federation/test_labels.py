"""Progressive overrides: who answers a field while its label is active, and while it is not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from graphql import parse
from hypothesis import given
from hypothesis import strategies as st

from symphonies.federation import Exchange, GraphQLRequest, Hooks
from symphonies.federation.planning import Planner, draw_labels
from symphonies.federation.reading import select
from symphonies.federation.supergraph import read_supergraph
from tests.unit.federation.bank import bank, supergraph


def with_labels(*labels: str) -> Hooks:
    async def hook(exchange: Exchange, proceed: Any) -> Any:
        exchange.labels = frozenset(labels)
        return await proceed()

    return Hooks(request=(hook,))


@pytest.mark.parametrize(("label", "branch"), [("percent(0)", "old"), ("percent(100)", "new")])
async def test_percent_moves_a_field_by_chance(label: str, branch: str) -> None:
    gateway, _ = bank(label=label)
    found = await gateway.execute(GraphQLRequest("{ me { branch } }"))
    assert found.data == {"me": {"branch": branch}}


async def test_a_label_of_ones_own_is_switched_by_a_hook() -> None:
    for labels, branch in ((("beta",), "new"), (("other",), "old"), ((), "old")):
        gateway, watched = bank(label="beta", hooks=with_labels(*labels))
        found = await gateway.execute(GraphQLRequest("{ me { branch } }"))
        assert found.data == {"me": {"branch": branch}}
        assert bool(watched["branches"].asked) is (branch == "new")


async def test_both_plans_are_kept_apart() -> None:
    active: list[str] = ["beta"]

    async def hook(exchange: Exchange, proceed: Any) -> Any:
        exchange.labels = frozenset(active)
        return await proceed()

    gateway, _ = bank(label="beta", hooks=Hooks(request=(hook,)))
    answers = []
    for labels in (["beta"], [], ["beta"]):
        active[:] = labels
        answers.append((await gateway.execute(GraphQLRequest("{ me { branch } }"))).data)
    assert answers == [{"me": {"branch": b}} for b in ("new", "old", "new")]


def test_only_labels_that_matter_are_part_of_a_plan() -> None:
    planner = Planner(read_supergraph(supergraph("beta")))
    assert planner.labels.in_operation(*select(parse("{ me { branch } }"), None)) == {"beta"}
    assert planner.labels.in_operation(*select(parse("{ me { name } }"), None)) == frozenset()


@given(st.integers(0, 2**32), st.floats(0, 100))
def test_the_share_of_requests_is_the_percentage(seed: int, percent: float) -> None:
    label = f"percent({percent:.2f})"
    rng = random.Random(seed)
    drawn = sum(bool(draw_labels([label], rng)) for _ in range(400))
    assert abs(drawn / 400 - percent / 100) < 0.15


def test_other_labels_are_never_drawn() -> None:
    assert draw_labels(["beta", "percent(100)"], random.Random(1)) == {"percent(100)"}
