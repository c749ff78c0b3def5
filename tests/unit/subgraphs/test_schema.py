"""The schema documents, and the operations that do not fit them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import build_schema, parse

from symphonies.federation import SubgraphRequest
from symphonies.platform.lakehouse import Contract
from symphonies.platform.subgraphs import GraphNameTakenError
from symphonies.platform.subgraphs.model import build_model
from symphonies.platform.subgraphs.names import camel, plural
from symphonies.platform.subgraphs.sdl import metric_fields
from tests.unit.subgraphs.world import CONTRACTS, World


def contracts(**changes: Any) -> list[Contract]:
    found = {name: {**declared, "tables": dict(declared["tables"])} for name, declared in CONTRACTS.items()}
    for path, entity in changes.items():
        product, table = path.split("__")
        found[product]["tables"][table] = {**found[product]["tables"][table], "entity": entity}
    return [Contract.model_validate(each) for each in found.values()]


def test_references_lists_and_extensions() -> None:
    model = build_model(contracts())
    invoice = model.entities["Invoice"]
    assert {name: each.target for name, each in invoice.references.items()} == {
        "customer": "Customer",
        "payer": "Customer",
    }
    assert set(model.entities["Customer"].lists) == {"invoicesByCustomer", "invoicesByPayer"}
    assert set(invoice.lists) == {"linesList"}, "the column lines has the shorter name already"
    assert [each.name for each in model.extensions["desk"]["Customer"]] == ["tickets"]
    assert [each.name for each in model.extensions["shop"]["Region"]] == ["customers"]


@pytest.mark.parametrize("entity", ["Customer", "Viewer", "Customers"])
def test_taken_names_are_told(entity: str) -> None:
    with pytest.raises(GraphNameTakenError) as caught:
        build_model(contracts(desk__ticket=entity), {"Viewer"})
    assert caught.value.hint


def test_an_absent_product_leaves_plain_columns() -> None:
    model = build_model([each for each in contracts() if each.id == "desk"])
    assert model.entities["Ticket"].references == {}


def test_documents_are_standard_federation(world: World) -> None:
    for subgraph in world.subgraphs.values():
        parse(subgraph.sdl)
        assert "specs.apollo.dev/federation/v2" in subgraph.sdl
        assert world.data(subgraph.name, "{ _service { sdl } }") == {"_service": {"sdl": subgraph.sdl}}
    assert 'type Customer @key(fields: "customerId") {\n  customerId: ID!\n' in world.subgraphs["desk"].sdl
    assert 'type Line @key(fields: "invoiceId position")' in world.subgraphs["shop"].sdl


def test_the_graph_is_valid_without_federation(world: World) -> None:
    sdl = world.subgraphs["desk"].sdl.split("\n\n", 1)[1].replace(" @shareable", "")
    schema = build_schema(f"directive @key(fields: String!) on OBJECT\n{sdl}")
    assert schema.query_type is not None


@pytest.mark.parametrize(
    "query",
    [
        "{ nothing }",
        "{ tickets",
        "mutation { x }",
        "query A { __typename } query B { __typename }",
        "subscription { x }",
    ],
)
def test_operations_that_do_not_fit(world: World, query: str) -> None:
    answer = world.ask("desk", query)
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == "OPERATION_INVALID"


def test_variables_of_the_wrong_type(world: World) -> None:
    answer = world.ask("desk", "query($n: Int) { tickets(first: $n) { totalCount } }", n="many")
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "OPERATION_INVALID"


def test_unknown_entities_are_told(world: World) -> None:
    query = "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }"
    answer = world.ask("desk", query, r=[{"__typename": "Invoice", "invoiceId": "i1"}])
    assert answer["errors"][0]["extensions"]["code"] == "ENTITY_UNKNOWN"


def test_fragments_and_conditions(world: World) -> None:
    query = """
        query A($yes: Boolean!, $no: Boolean!) {
          tickets(first: 1) { nodes { ...f topic @skip(if: $yes) ... on Ticket @include(if: $no) { customerId } } }
        }
        fragment f on Ticket { ticketId customer { customerId } customer { __typename } }
        query B { __typename }
    """
    answer = asyncio.run(
        world.subgraphs["desk"].client.execute(query, {"yes": True, "no": False}, world.context(), "A")
    )
    assert answer["data"]["tickets"]["nodes"] == [
        {"ticketId": "t1", "customer": {"customerId": "c1", "__typename": "Customer"}}
    ]


def test_the_gateway_hands_over_parsed_operations(world: World) -> None:
    text = "{ tickets(first: 1) { nodes { topic } } }"
    (operation,) = parse(text).definitions
    request = SubgraphRequest(text, operation, {}, world.context())
    response = asyncio.run(world.subgraphs["desk"].client.fetch(request))
    assert response.data == {"tickets": {"nodes": [{"topic": "late"}]}}
    assert list(response.errors) == []


def test_names() -> None:
    assert [plural(name) for name in ("invoice", "entity", "tax", "key", "series", "facility")] == [
        "invoices",
        "entities",
        "taxes",
        "keys",
        "seriesList",
        "facilities",
    ]
    assert camel("ar.past_due") == "arPastDue"
    assert metric_fields(["ar.open", "ap.open", "ar.dso"]) == {
        "arOpen": "ar.open",
        "apOpen": "ap.open",
        "dso": "ar.dso",
    }
