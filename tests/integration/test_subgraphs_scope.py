"""Rows that a principal may not see move nothing in any answer, whatever happens to them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symphonies.federation import Gateway, GraphQLRequest, SubgraphSchema, compose
from tests.unit.subgraphs.world import (
    World,
    build_world,
    only,
    open_scope,
)

EVERYTHING = """
{
  regions { totalCount nodes { name customers { totalCount nodes { name segment } } } }
  customers(sort: [{field: name, direction: DESC}]) { totalCount nodes {
    name tickets { totalCount nodes { topic } } invoicesByCustomer(sort: [{field: amount}], first: 3) {
      totalCount pageInfo { hasNextPage endCursor } nodes { invoiceId amount payer { name } linesList { totalCount } }
    }
  } }
  invoices(filter: {or: [{amount: {gt: 50}}, {customer: {segment: {eq: "big"}}}]}) { totalCount nodes { invoiceId } }
  lines { totalCount }
  tickets { totalCount nodes { topic customer { name } } }
  sales: metric(id: "shop.sales", by: ["customer"], grain: MONTH, compare: [PREVIOUS_PERIOD], share: true) {
    state rows { value share comparisons { value } dimensions { key label } }
  }
  top: metric(id: "shop.sales", by: ["customer.region.area"], top: 1) { state rows { value isRest } }
  count: metric(id: "other.count") { state rows { value } }
}
"""
SCOPE = open_scope(hub__region=only("area = 'B'"))
HIDDEN = """
    customer_id IN (SELECT customer_id FROM shop.customer WHERE region_id = 'r1' OR region_id IS NULL)
    OR payer_id IN (SELECT customer_id FROM shop.customer WHERE region_id = 'r1' OR region_id IS NULL)
"""
CHANGES = st.one_of(
    st.integers(-10_000, 10_000).map(lambda n: f"UPDATE shop.invoice SET amount = {n}, paid = NOT paid WHERE {HIDDEN}"),
    st.integers(1, 28).map(lambda day: f"UPDATE shop.invoice SET issued_on = DATE '2026-01-{day:02}' WHERE {HIDDEN}"),
    st.just(f"DELETE FROM shop.invoice WHERE {HIDDEN}"),
    st.integers(1, 9).map(
        lambda n: f"INSERT INTO shop.invoice (invoice_id, customer_id, payer_id, amount, currency, issued_on) "
        f"VALUES ('x{n}', 'c1', 'c2', {n}, 'EUR', DATE '2026-02-0{n}')"
    ),
    st.just("UPDATE shop.customer SET name = 'Zzz', segment = 'big' WHERE region_id = 'r1' OR region_id IS NULL"),
    st.just("INSERT INTO desk.ticket VALUES ('t9', 'c1', 'hidden')"),
    st.just("INSERT INTO shop.line VALUES ('i00', 9, 'hidden')"),
    st.just("UPDATE hub.region SET name = 'Secret' WHERE area = 'A'"),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(tmp_path_factory.mktemp)


@pytest.fixture(scope="module")
def gateway(world: World) -> Gateway:
    result = compose([SubgraphSchema(each.name, each.name, each.sdl) for each in world.subgraphs.values()])
    assert result.supergraph_sdl is not None
    return Gateway(result.supergraph_sdl, {name: each.client for name, each in world.subgraphs.items()})


def answer(gateway: Gateway, world: World) -> Any:
    response = asyncio.run(gateway.execute(GraphQLRequest(EVERYTHING), world.context(SCOPE))).as_dict()
    assert "errors" not in response, response["errors"]
    return response["data"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGES, min_size=1, max_size=4))
def test_hidden_rows_move_nothing(gateway: Gateway, world: World, changes: list[str]) -> None:
    engine = world.engine.inner
    before = answer(gateway, world)
    assert before["customers"]["totalCount"] == 2
    kept = ("hub.region", "shop.customer", "shop.invoice", "shop.line", "desk.ticket")
    for table in kept:
        engine.execute(f"CREATE OR REPLACE TABLE kept_{table.replace('.', '_')} AS FROM {table}")
    try:
        for change in changes:
            engine.execute(change)
        assert answer(gateway, world) == before
    finally:
        for table in kept:
            engine.execute(f"DELETE FROM {table}")
            engine.execute(f"INSERT INTO {table} FROM kept_{table.replace('.', '_')}")
