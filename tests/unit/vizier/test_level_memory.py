"""Levels kept between briefings: asked once for all who see the same, anew when the data change, never shared further."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from symphonies.platform.security import TableScope
from symphonies.platform.vizier.facts import Against, LevelMemory, Seen, levels
from tests.unit.subgraphs.world import World, build_world, only, open_scope

METRICS = ("shop.sales", "shop.count")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(tmp_path_factory.mktemp)


def test_what_was_found_is_not_asked_again_until_the_data_change(world: World) -> None:
    data = ["monday"]
    memory = LevelMemory(lambda: data[0])
    first = levels(METRICS, world.semantics, open_scope(), memory=memory)
    assert [fact.subject.metric for fact in first.facts] == list(METRICS)
    world.engine.asked.clear()
    assert levels(METRICS, world.semantics, open_scope(), memory=memory) == first
    assert not world.engine.asked
    data[0] = "tuesday"
    assert levels(METRICS, world.semantics, open_scope(), memory=memory) == first
    assert world.engine.asked


def test_nobody_is_told_what_others_may_see(world: World) -> None:
    memory = LevelMemory(lambda: 1)
    whole = levels(METRICS, world.semantics, open_scope(), memory=memory)
    narrow = open_scope(shop__customer=only("customer_id = 'c1'"))
    hidden = open_scope(shop__invoice=TableScope(readable=False))
    part = levels(METRICS, world.semantics, narrow, memory=memory)
    assert part.facts[1].value < whole.facts[1].value
    for _ in range(2):
        assert levels(METRICS, world.semantics, hidden, memory=memory).withheld == METRICS
    assert levels(METRICS, world.semantics, open_scope(), memory=memory) == whole


def test_each_reader_keeps_what_they_saw_last(world: World) -> None:
    memory = LevelMemory(lambda: 1)
    (plain,) = levels(METRICS[:1], world.semantics, open_scope(), memory=memory).facts
    start = plain.subject.span.period.start
    seen = {"shop.sales": Seen(plain.value * 2, start)}
    (back,) = levels(METRICS[:1], world.semantics, open_scope(), seen=seen, memory=memory).facts
    visit = back.against(Against.VISIT)
    assert visit is not None
    assert visit.value == plain.value * 2
    earlier = {"shop.sales": Seen(plain.value * 2, date(2020, 1, 1))}
    for others in (None, earlier, {"shop.sales": Seen(plain.value * 1.001, start)}):
        (found,) = levels(METRICS[:1], world.semantics, open_scope(), seen=others, memory=memory).facts
        assert found == plain


def test_the_query_of_a_level_gives_its_value(world: World, tmp_path: Path) -> None:
    for fact in levels(METRICS, world.semantics, open_scope()).facts:
        assert fact.query is not None
        (row,) = world.semantics.run(fact.query, open_scope()).rows.to_pylist()
        assert row[fact.subject.metric] == fact.value
