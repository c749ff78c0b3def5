"""Running operations: data from several subgraphs, nulls, errors, partial results."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from symphonies.federation import (
    Exchange,
    Gateway,
    GatewayOptions,
    GraphQLRequest,
    Hooks,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
)
from tests.unit.federation.shop import Scripted, ask, schemas, shop, supergraph


async def test_an_entity_is_gathered_from_three_subgraphs() -> None:
    gateway, clients = shop()
    answer = await ask(gateway, "{ customers { name score invoices(first: 1) { amount late } } }")
    assert answer == {
        "data": {
            "customers": [
                {"name": "Ada", "score": 3, "invoices": [{"amount": 10.0, "late": False}]},
                {"name": "Grace", "score": 5, "invoices": [{"amount": 30.0, "late": True}]},
            ]
        }
    }
    assert [len(c.requests) for c in clients.values()] == [1, 1, 2]


async def test_equal_representations_are_sent_once() -> None:
    gateway, clients = shop()
    answer = await ask(gateway, "{ invoices { customer { name } } }")
    assert [i["customer"]["name"] for i in answer["data"]["invoices"]] == ["Ada", "Ada", "Grace"]
    sent = clients["customers"].requests[0].variables["representations"]
    assert sent == [{"__typename": "Customer", "id": "1"}, {"__typename": "Customer", "id": "2"}]


async def test_fetches_at_several_places_share_one_request() -> None:
    gateway, clients = shop()
    answer = await ask(gateway, "{ invoices(first: 1) { customer { name } } newest { customer { name } } }")
    assert answer["data"] == {
        "invoices": [{"customer": {"name": "Ada"}}],
        "newest": {"customer": {"name": "Grace"}},
    }
    assert len(clients["customers"].requests) == 1


async def test_variables_reach_the_subgraph_that_uses_them() -> None:
    gateway, clients = shop()
    query = "query ($n: Int = 2, $f: Int) { invoices(first: $n) { number customer { invoices(first: $f) { number } } } }"
    answer = await ask(gateway, query, f=1)
    assert [i["number"] for i in answer["data"]["invoices"]] == ["a", "b"]
    assert clients["invoices"].requests[0].variables == {"n": 2, "f": 1}


async def test_skip_and_include_spare_the_fetch() -> None:
    gateway, clients = shop()
    query = "query ($s: Boolean!) { customers { name ... @include(if: $s) { invoices { number } } score @skip(if: $s) } }"
    with_invoices = await ask(gateway, query, s=True)
    assert set(with_invoices["data"]["customers"][0]) == {"name", "invoices"}
    assert len(clients["risk"].requests) == 0
    with_score = await ask(gateway, query, s=False)
    assert set(with_score["data"]["customers"][0]) == {"name", "score"}
    assert [len(clients[n].requests) for n in ("customers", "invoices", "risk")] == [2, 1, 1]


async def test_mutations_run_in_order_and_go_on_elsewhere() -> None:
    gateway, clients = shop()
    query = (
        'mutation { a: rename(id: "1", name: "Eve") { name } pay(number: "c") { note customer { name } } }'
    )
    answer = await ask(gateway, query)
    assert answer["data"] == {
        "a": {"name": "Eve"},
        "pay": {"note": "late", "customer": {"name": "Grace"}},
    }
    assert clients["customers"].requests[0].document.startswith("mutation")
    assert clients["customers"].requests[1].document.startswith("query")


async def test_a_null_rises_to_the_nearest_nullable_field() -> None:
    gateway, _ = shop()
    answer = await ask(gateway, "{ newest { note } invoices(first: 2) { note } }")
    assert answer["data"] is None
    assert answer["errors"][0]["path"] == ["invoices", 1, "note"]
    assert answer["errors"][0]["extensions"]["service"] == "invoices"


async def test_one_failing_subgraph_costs_only_its_own_fields() -> None:
    async def fail(_: SubgraphRequest) -> SubgraphResponse:
        raise ConnectionError("secret address")

    gateway, _ = shop(invoices=Scripted(fail))
    answer = await ask(gateway, '{ customer(id: "1") { name } newest { number } }')
    assert answer["data"] == {"customer": {"name": "Ada"}, "newest": None}
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "SUBGRAPH_UNAVAILABLE", "service": "invoices"}
    assert "secret" not in error["message"]


async def test_a_slow_subgraph_is_given_up() -> None:
    async def sleep(_: SubgraphRequest) -> SubgraphResponse:
        await asyncio.Event().wait()
        raise AssertionError

    gateway, _ = shop(GatewayOptions(timeout_s=0.01), risk=Scripted(sleep))
    answer = await ask(gateway, '{ customer(id: "1") { name score } }')
    assert answer["data"] == {"customer": None}
    (error,) = answer["errors"]
    assert error["path"] == ["customer"]
    assert "too long" in error["message"]


@pytest.mark.parametrize(
    "response",
    [
        SubgraphResponse(None),
        SubgraphResponse([]),  # type: ignore[arg-type]
        SubgraphResponse({"_entities": []}),
        SubgraphResponse({"_entities": None}),
        SubgraphResponse({"_entities": [{"score": "high"}]}),
    ],
)
async def test_garbage_becomes_an_error(response: SubgraphResponse) -> None:
    async def lie(_: SubgraphRequest) -> SubgraphResponse:
        return response

    gateway, _ = shop(risk=Scripted(lie))
    answer = await ask(gateway, '{ customer(id: "1") { name score } }')
    assert answer["data"] == {"customer": None}
    assert len(answer["errors"]) == 1


async def test_errors_of_entities_are_placed_in_the_result() -> None:
    async def complain(request: SubgraphRequest) -> SubgraphResponse:
        entities: list[Any] = [{"score": 1}, None]
        error = {"message": "no", "path": ["_entities", 1, "score"], "extensions": {"code": "SCORE_UNKNOWN"}}
        return SubgraphResponse({"_entities": entities}, [error])

    gateway, _ = shop(risk=Scripted(complain))
    answer = await ask(gateway, "{ customers { score } }")
    assert answer["errors"] == [
        {
            "message": "no",
            "path": ["customers", 1, "score"],
            "extensions": {"code": "SCORE_UNKNOWN", "service": "risk"},
        }
    ]


async def test_a_missing_entity_is_null() -> None:
    gateway, clients = shop()
    assert (await ask(gateway, '{ customer(id: "9") { name score } }')) == {"data": {"customer": None}}
    assert len(clients["risk"].requests) == 0


async def test_a_hidden_enum_value_is_not_shown() -> None:
    gateway, _ = shop()
    answer = await ask(gateway, "{ customers { region } }")
    assert answer["data"] == {"customers": [{"region": "NORTH"}, {"region": None}]}
    assert answer["errors"][0]["path"] == ["customers", 1, "region"]


async def test_fields_come_in_the_order_asked() -> None:
    gateway, _ = shop()
    answer = await ask(
        gateway, '{ customer(id: "1") { score name ...F } } fragment F on Customer { id name }'
    )
    assert list(answer["data"]["customer"]) == ["score", "name", "id"]


async def test_introspection_is_answered_from_the_api_schema() -> None:
    gateway, clients = shop()
    answer = await ask(
        gateway, '{ __typename __type(name: "Region") { enumValues { name } } newest { number } }'
    )
    assert answer["data"]["__typename"] == "Query"
    assert answer["data"]["__type"]["enumValues"] == [{"name": "NORTH"}, {"name": "SOUTH"}]
    assert answer["data"]["newest"] == {"number": "c"}
    assert len(clients["customers"].requests) == 0


async def test_the_context_reaches_the_clients() -> None:
    gateway, clients = shop()
    await gateway.execute(GraphQLRequest("{ newest { number } }"), context="principal")
    assert clients["invoices"].requests[0].context == "principal"


async def test_plans_are_found_by_text_and_by_meaning() -> None:
    seen: list[str] = []

    def witness(stage: str) -> Any:
        async def hook(_: Exchange, proceed: Any) -> Any:
            seen.append(stage)
            return await proceed()

        return hook

    hooks = Hooks(parse=(witness("parse"),), plan=(witness("plan"),))
    gateway = Gateway(supergraph(), {n: SchemaClient(s) for n, s in schemas().items()}, hooks=hooks)
    for query in ("{ newest { number } }", "{ newest { number } }"):
        await ask(gateway, query)
    assert seen == ["parse", "plan"]
    await ask(gateway, "{\n  newest {number} # a comment\n}")
    assert seen == ["parse", "plan", "parse"]
    await ask(gateway, "{ newest { amount } }")
    assert seen == ["parse", "plan", "parse", "parse", "plan"]
