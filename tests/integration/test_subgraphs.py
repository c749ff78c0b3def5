"""Subgraphs of several products behind the gateway, in this process and over their text interface."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import print_ast

from symphonies.federation import (
    Gateway,
    GraphQLRequest,
    InProcessClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphSchema,
    compose,
)
from symphonies.platform.security import (
    ColumnResource,
    PolicyStore,
    Principal,
    Scope,
    TableResource,
    TableScope,
)
from symphonies.platform.subgraphs import Subgraph
from tests.unit.subgraphs.world import (
    CONTRACTS,
    CUSTOMERS,
    TICKETS,
    Status,
    World,
    build_world,
    only,
    open_scope,
)

NESTED = """
    query Nested($n: Int!) {
      regions(sort: [{field: name}]) { nodes {
        name
        customers(first: $n) { totalCount nodes { name tickets { nodes { topic customer { segment } } } } }
      } }
      tickets { nodes { topic customer { name region { area } invoicesByCustomer(first: 2) { nodes { amount } } } } }
      metric(id: "shop.sales") { state definition { title } rows { value } }
      shopMetrics { shopCount { rows { value } } }
    }
"""  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(tmp_path_factory.mktemp)


@pytest.fixture(scope="module")
def supergraph(world: World) -> str:
    result = compose(
        [SubgraphSchema(each.name, f"http://{each.name}", each.sdl) for each in world.subgraphs.values()]
    )
    assert not result.errors, result.errors
    assert result.supergraph_sdl is not None
    return result.supergraph_sdl


@pytest.fixture(scope="module")
def gateway(world: World, supergraph: str) -> Gateway:
    return Gateway(supergraph, {name: each.client for name, each in world.subgraphs.items()})


def ask(
    gateway: Gateway, world: World, query: str, scope: Scope | None = None, **variables: Any
) -> dict[str, Any]:
    request = GraphQLRequest(query, variables)
    return asyncio.run(gateway.execute(request, world.context(scope))).as_dict()


def test_entities_span_products(gateway: Gateway, world: World) -> None:
    answer = ask(gateway, world, NESTED, n=5)
    assert "errors" not in answer, answer["errors"]
    north, south, west = answer["data"]["regions"]["nodes"]
    assert north == {
        "name": "North",
        "customers": {
            "totalCount": 1,
            "nodes": [
                {
                    "name": "Alpha",
                    "tickets": {
                        "nodes": [
                            {"topic": "late", "customer": {"segment": "big"}},
                            {"topic": "lost", "customer": {"segment": "big"}},
                        ]
                    },
                }
            ],
        },
    }
    assert [customer["name"] for customer in south["customers"]["nodes"]] == ["Beta", "Gamma"]
    assert west["customers"] == {"totalCount": 0, "nodes": []}
    tickets = answer["data"]["tickets"]["nodes"]
    assert [ticket["topic"] for ticket in tickets] == [topic for _, _, topic in TICKETS]
    assert tickets[0]["customer"]["region"] == {"area": "A"}
    assert tickets[3]["customer"] is None
    assert answer["data"]["metric"]["definition"]["title"] == "Sales"


def test_one_sql_for_each_type_and_level(gateway: Gateway, world: World) -> None:
    world.engine.asked.clear()
    ask(gateway, world, "{ tickets { nodes { customer { name region { name } } } } }")
    assert len(world.engine.asked) == 3, "tickets, their customers, their regions"


def test_each_principal_sees_its_own_figures(gateway: Gateway, world: World) -> None:
    scope = open_scope(hub__region=only("area = 'B'"))
    answer = ask(gateway, world, NESTED, scope, n=5)
    assert [region["name"] for region in answer["data"]["regions"]["nodes"]] == ["South", "West"]
    assert [ticket["topic"] for ticket in answer["data"]["tickets"]["nodes"]] == ["late"]
    everything = ask(gateway, world, NESTED, n=5)["data"]
    assert answer["data"]["metric"]["rows"] != everything["metric"]["rows"]


def test_masked_fields_are_null_across_products(gateway: Gateway, world: World) -> None:
    scope = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"name"})))
    answer = ask(gateway, world, "{ tickets { nodes { topic customer { name segment } } } }", scope)
    assert answer["data"]["tickets"]["nodes"][0] == {
        "topic": "late",
        "customer": {"name": None, "segment": "big"},
    }
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FIELD_MASKED"]


def test_a_forbidden_product_leaves_the_rest(gateway: Gateway, world: World) -> None:
    scope = open_scope(shop__customer=TableScope(readable=False), shop__invoice=TableScope(readable=False))
    query = '{ tickets { nodes { topic customer { name } } } metric(id: "shop.sales") { state } customers { notice { code } } }'
    answer = ask(gateway, world, query, scope)
    assert answer["data"]["tickets"]["nodes"][0]["topic"] == "late"
    assert (answer["data"]["tickets"]["nodes"][0]["customer"] or {"name": None})["name"] is None
    assert answer["data"]["metric"] == {"state": "FORBIDDEN"}
    assert answer["data"]["customers"] == {"notice": {"code": "FORBIDDEN"}}


def test_errors_keep_their_path(gateway: Gateway, world: World) -> None:
    query = '{ good: metric(id: "shop.sales") { state } bad: metric(id: "nope") { state } shopMetrics { x: sales(by: ["y"]) { state } } }'
    answer = ask(gateway, world, query)
    assert answer["data"] == {"good": {"state": "READY"}, "bad": None, "shopMetrics": {"x": None}}
    found = {tuple(error["path"]): error["extensions"]["code"] for error in answer["errors"]}
    assert found == {("bad",): "METRIC_UNKNOWN", ("shopMetrics", "x"): "DIMENSION_UNREACHABLE"}


def test_not_connected_is_told_through_the_gateway(gateway: Gateway, world: World) -> None:
    world.status["shop"] = Status(connected=False, reason="No rows.", next_step="Load a file.")
    try:
        query = '{ metric(id: "shop.sales") { state nextStep rows { value } } invoices { totalCount notice { nextStep } } }'
        data = ask(gateway, world, query)["data"]
    finally:
        world.status.clear()
    assert data["metric"] == {"state": "NOT_CONNECTED", "nextStep": "Load a file.", "rows": []}
    assert data["invoices"] == {"totalCount": 0, "notice": {"nextStep": "Load a file."}}


def over_text(subgraph: Subgraph) -> SubgraphClient:
    """Return a client that passes everything through JSON text, as HTTP would."""

    async def execute(request: SubgraphRequest) -> SubgraphResponse:
        body = json.loads(
            json.dumps({"query": print_ast(request.operation), "variables": dict(request.variables)})
        )
        context: Any = request.context
        answer = await subgraph.client.execute(body["query"], body["variables"], context)
        answer = json.loads(json.dumps(answer))
        return SubgraphResponse(answer.get("data"), answer.get("errors", ()))

    return InProcessClient(execute)


def test_the_text_interface_gives_equal_answers(gateway: Gateway, world: World, supergraph: str) -> None:
    clients: Mapping[str, SubgraphClient] = {name: over_text(each) for name, each in world.subgraphs.items()}
    assert ask(Gateway(supergraph, clients), world, NESTED, n=2) == ask(gateway, world, NESTED, n=2)


def test_policies_reach_the_rows(gateway: Gateway, world: World, tmp_path: Any) -> None:
    resources = {
        f"{product}.{table}": TableResource(
            product, table, {name: ColumnResource(each["type"]) for name, each in declared["columns"].items()}
        )
        for product, contract in CONTRACTS.items()
        for table, declared in contract["tables"].items()
    }
    (tmp_path / "own.cedar").write_text(
        """
        permit (principal in Role::"seller", action in Action::"view", resource)
        unless { resource is hub::region };
        permit (principal in Role::"seller", action == Action::"readRow", resource is hub::region)
        when { resource has area && principal.regions.contains(resource.area) };
        """,
        encoding="utf-8",
    )
    store = PolicyStore.load([tmp_path], resources)
    seller = Principal("s", "S", roles=frozenset({"seller"}), attributes={"regions": ("A",)})
    data = ask(gateway, world, "{ customers { nodes { customerId } } }", store.scope(seller, resources))[
        "data"
    ]
    assert data["customers"]["nodes"] == [
        {"customerId": name} for name, _, _, region in CUSTOMERS if region == "r1"
    ]
