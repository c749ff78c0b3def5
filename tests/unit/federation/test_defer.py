"""Answers in parts: what is sent when, in both forms, and what goes wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import print_schema

from symphonies.federation import (
    Exchange,
    Gateway,
    GatewayOptions,
    GraphQLRequest,
    GraphQLResponse,
    Hooks,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
)
from symphonies.federation.incremental import BY_ID, BY_PATH, FirstPart, LaterParts, chosen_form
from tests.unit.federation.parts import received
from tests.unit.federation.shop import Scripted, ask, schemas, shop, supergraph

LABELLED = '{ customers { id ... @defer(label: "more") { name score } } }'


async def test_parts_by_path() -> None:
    gateway, clients = shop()
    assert await received(gateway, LABELLED) == [
        {"data": {"customers": [{"id": "1"}, {"id": "2"}]}, "hasNext": True},
        {
            "incremental": [
                {"path": ["customers", 0], "label": "more", "data": {"name": "Ada", "score": 3}},
                {"path": ["customers", 1], "label": "more", "data": {"name": "Grace", "score": 5}},
            ],
            "hasNext": False,
        },
    ]
    assert clients["customers"].requests[0].document == "{customers{id name}}"


async def test_parts_by_id() -> None:
    gateway, _ = shop()
    assert await received(gateway, LABELLED, BY_ID) == [
        {
            "data": {"customers": [{"id": "1"}, {"id": "2"}]},
            "pending": [
                {"id": "0", "path": ["customers", 0], "label": "more"},
                {"id": "1", "path": ["customers", 1], "label": "more"},
            ],
            "hasNext": True,
        },
        {
            "incremental": [
                {"id": "0", "data": {"name": "Ada", "score": 3}},
                {"id": "1", "data": {"name": "Grace", "score": 5}},
            ],
            "completed": [{"id": "0"}, {"id": "1"}],
            "hasNext": False,
        },
    ]


async def test_by_id_a_field_is_sent_once_and_inner_objects_get_a_sub_path() -> None:
    gateway, _ = shop()
    query = "{ newest { customer { id } ... @defer { customer { id name } amount } } }"
    assert (await received(gateway, query, BY_ID))[1:] == [
        {
            "incremental": [
                {"id": "0", "data": {"amount": 30.0}},
                {"id": "0", "subPath": ["customer"], "data": {"name": "Grace"}},
            ],
            "completed": [{"id": "0"}],
            "hasNext": False,
        }
    ]


async def test_inner_fragments_are_announced_with_the_outer_one() -> None:
    gateway, _ = shop()
    query = "{ riskiest { ... @defer { invoices(first: 1) { amount ... @defer { note } } } } }"
    first, outer, inner = await received(gateway, query, BY_ID)
    assert first == {
        "data": {"riskiest": {}},
        "pending": [{"id": "0", "path": ["riskiest"]}],
        "hasNext": True,
    }
    assert outer == {
        "pending": [{"id": "1", "path": ["riskiest", "invoices", 0]}],
        "incremental": [{"id": "0", "data": {"invoices": [{"amount": 10.0}]}}],
        "completed": [{"id": "0"}],
        "hasNext": True,
    }
    assert inner == {
        "incremental": [{"id": "1", "data": {"note": "paid"}}],
        "completed": [{"id": "1"}],
        "hasNext": False,
    }


class Gated:
    """A client that answers only when the test lets it."""

    def __init__(self, name: str) -> None:
        self._client = SchemaClient(schemas()[name])
        self.open = asyncio.Event()
        self.started = 0
        self.cancelled = 0

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.started += 1
        try:
            await self.open.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return await self._client.fetch(request)


TWO = "{ customers { name ... @defer { invoices { number } } ... @defer { score } } }"


@pytest.mark.parametrize(("sooner", "later"), [("invoices", "risk"), ("risk", "invoices")])
async def test_independent_parts_run_side_by_side_and_come_as_they_are_ready(sooner: str, later: str) -> None:
    gates = {"invoices": Gated("invoices"), "risk": Gated("risk")}
    gateway, _ = shop(**gates)
    answers = gateway.stream(GraphQLRequest(TWO))
    first = await anext(answers)
    assert isinstance(first, FirstPart)
    assert first.response.data == {"customers": [{"name": "Ada"}, {"name": "Grace"}]}
    waiting = asyncio.create_task(anext(answers))
    while any(gate.started == 0 for gate in gates.values()):
        await asyncio.sleep(0)
    gates[sooner].open.set()
    fields = {"invoices": "invoices", "risk": "score"}
    parts = await waiting
    assert isinstance(parts, LaterParts)
    assert [list(p.response.data or ()) for p in parts.parts] == [[fields[sooner]]] * 2
    assert parts.has_next
    gates[later].open.set()
    (last,) = [answer async for answer in answers]
    assert isinstance(last, LaterParts)
    assert [list(p.response.data or ()) for p in last.parts] == [[fields[later]]] * 2
    assert not last.has_next


async def test_closing_stops_what_is_still_fetched() -> None:
    gates = {"invoices": Gated("invoices"), "risk": Gated("risk")}
    gateway, _ = shop(**gates)
    answers = gateway.stream(GraphQLRequest(TWO))
    await anext(answers)
    waiting = asyncio.create_task(anext(answers))
    while any(gate.started == 0 for gate in gates.values()):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await answers.aclose()
    assert [gate.cancelled for gate in gates.values()] == [1, 1]


async def test_a_null_in_a_part_stops_at_its_fragment() -> None:
    gateway, _ = shop()
    query = "{ invoices(first: 2) { number ... @defer { note } } }"
    first, later = await received(gateway, query)
    assert first["data"] == {"invoices": [{"number": "a"}, {"number": "b"}]}
    good, bad = later["incremental"]
    assert good == {"path": ["invoices", 0], "data": {"note": "paid"}}
    assert (bad["path"], bad["data"]) == (["invoices", 1], None)
    (error,) = bad["errors"]
    assert error["path"] == ["invoices", 1, "note"]
    assert error["extensions"] == {"code": "SUBGRAPH_ERROR", "service": "invoices"}
    by_id = (await received(gateway, query, BY_ID))[1]
    assert by_id["incremental"] == [{"id": "0", "data": {"note": "paid"}}]
    assert by_id["completed"] == [{"id": "0"}, {"id": "1", "errors": [error]}]


async def test_by_id_a_null_that_would_undo_what_was_sent_fails_the_part() -> None:
    gateway, _ = shop()
    query = "{ newest { number } ... @defer { newest { amount } b: newest { note } } }"
    broken = query.replace("newest { amount }", "newest { late }")

    async def fail(_: SubgraphRequest) -> SubgraphResponse:
        return SubgraphResponse(
            {"_entities": [{"late": None}]}, [{"message": "no", "path": ["_entities", 0, "late"]}]
        )

    assert (await received(gateway, query, BY_ID))[1]["completed"] == [{"id": "0"}]
    failing, _ = shop(risk=Scripted(fail))
    (last,) = (await received(failing, broken, BY_ID))[1:]
    assert "incremental" not in last
    (done,) = last["completed"]
    assert done["errors"][0]["path"] == ["newest", "late"]


async def test_a_failing_subgraph_fails_only_its_parts() -> None:
    async def fail(_: SubgraphRequest) -> SubgraphResponse:
        raise ConnectionError("secret address")

    gateway, _ = shop(risk=Scripted(fail))
    payloads = await received(gateway, TWO)
    parts = [part for payload in payloads[1:] for part in payload["incremental"]]
    assert sorted(str(list(part["data"] or ())) for part in parts) == ["['invoices']"] * 2 + ["[]"] * 2
    failed = [part for part in parts if part["data"] is None]
    assert failed[0]["errors"][0]["extensions"] == {"code": "SUBGRAPH_UNAVAILABLE", "service": "risk"}
    assert "secret" not in str(payloads)
    assert "errors" not in payloads[0]


async def test_an_object_that_is_null_has_no_parts() -> None:
    gateway, _ = shop()
    assert await received(gateway, '{ customer(id: "9") { ... @defer { name } } }') == [
        {"data": {"customer": None}}
    ]


async def test_conditions_leave_parts_out() -> None:
    gateway, _ = shop()
    query = "query ($v: Boolean!) { riskiest { id ... @defer @include(if: $v) { name } } }"
    assert await received(gateway, query, v=False) == [{"data": {"riskiest": {"id": "1"}}}]
    assert (await received(gateway, query, v=True))[1]["incremental"][0]["data"] == {"name": "Ada"}


async def test_whoever_asks_for_one_answer_gets_everything_in_it() -> None:
    gateway, clients = shop()
    assert await ask(gateway, LABELLED) == {
        "data": {
            "customers": [{"id": "1", "name": "Ada", "score": 3}, {"id": "2", "name": "Grace", "score": 5}]
        }
    }
    assert [len(c.requests) for c in clients.values()] == [1, 0, 1]


async def test_a_mutation_may_put_off_what_it_returns() -> None:
    gateway, clients = shop()
    query = 'mutation { rename(id: "1", name: "Eve") { name ... @defer { score } } }'
    first, later = await received(gateway, query)
    assert first["data"] == {"rename": {"name": "Eve"}}
    assert later["incremental"] == [{"path": ["rename"], "data": {"score": 3}}]
    assert clients["customers"].requests[0].document.startswith("mutation")


@pytest.mark.parametrize(
    "query",
    [
        'mutation { ... @defer { rename(id: "1", name: "Eve") { name } } }',
        '{ riskiest { ... @defer(label: "a") { name } ... @defer(label: "a") { score } } }',
        "query ($l: String) { riskiest { ... @defer(label: $l) { name } } }",
        "{ riskiest @defer { name } }",
    ],
)
async def test_wrong_uses_are_refused(query: str) -> None:
    gateway, _ = shop()
    (answer,) = await received(gateway, query)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_introspection_is_never_put_off() -> None:
    gateway, _ = shop()
    query = "{ ... @defer { __schema { queryType { ... @defer { name } } } } }"
    assert await received(gateway, query) == [{"data": {"__schema": {"queryType": {"name": "Query"}}}}]


async def test_who_defers_too_much_gets_one_piece() -> None:
    written = "{ riskiest { id " + "... @defer { name } " * 3 + "} }"
    spread = "{ riskiest { ...P } newest { customer { ...P } } customers { ...P } } fragment P on Customer { ... @defer { name } }"
    for query in (written, spread):
        allowed, _ = shop(GatewayOptions(deferred=3))
        refused, _ = shop(GatewayOptions(deferred=2))
        assert len(await received(allowed, query)) > 1
        assert await received(refused, query) == [await ask(refused, query)]


def test_the_schema_shows_the_directive() -> None:
    gateway, _ = shop()
    expected = "directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT"
    assert expected in print_schema(gateway.schema)


async def test_result_hooks_see_every_part() -> None:
    seen: list[Any] = []

    async def result(_: Exchange, response: GraphQLResponse) -> GraphQLResponse:
        seen.append(response.data)
        return GraphQLResponse(response.data, response.errors, {"seen": len(seen)})

    clients = {name: SchemaClient(schema) for name, schema in schemas().items()}
    gateway = Gateway(supergraph(), clients, hooks=Hooks(result=(result,)))
    first, later = await received(gateway, "{ riskiest { id ... @defer { name } } }")
    assert seen == [{"riskiest": {"id": "1"}}, {"name": "Ada"}]
    assert first["extensions"] == {"seen": 1}
    assert later["incremental"][0]["extensions"] == {"seen": 2}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, None),
        ("*/*", None),
        ("application/json", None),
        ("multipart/mixed", BY_PATH),
        ("multipart/mixed; deferSpec=20220824, application/json", BY_PATH),
        ('multipart/mixed;incrementalSpec="v0.2",application/json', BY_ID),
        ("multipart/mixed; incrementalSpec=v0.9, application/json", None),
        ("multipart/mixed; incrementalSpec=v0.9, multipart/mixed; deferSpec=20220824", BY_PATH),
        ("multipart/mixed;q=0", None),
        ("multipart/mixed; q=wrong", None),
        ("multipart/mixed; subscriptionSpec=1.0, application/json", None),
        ("application/json;q=0.9, multipart/mixed;boundary=graphql;incrementalSpec=v0.2", BY_ID),
    ],
)
def test_the_accept_header_chooses_the_form(accept: str | None, form: str | None) -> None:
    assert chosen_form(accept) == form
