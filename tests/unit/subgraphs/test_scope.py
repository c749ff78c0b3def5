"""Row rules travel along references; masked columns never leave the store."""

from __future__ import annotations

import pytest

from symphonies.platform.security import Scope, TableScope
from tests.unit.subgraphs.world import CUSTOMERS, INVOICES, Status, World, only, open_scope

SOUTH = open_scope(hub__region=only("area = 'B'"))
NAMELESS = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"name", "region_id"})))
NO_CUSTOMERS = open_scope(shop__customer=TableScope(readable=False))


def names(data: dict, field: str, key: str) -> list[str]:
    return [node[key] for node in data[field]["nodes"]]


def test_rules_are_inherited_over_two_references(world: World) -> None:
    south = {name for name, _, _, region in CUSTOMERS if region in ("r2", "r3")}
    data = world.data("shop", "{ customers { nodes { customerId } } invoices { totalCount } }", SOUTH)
    assert names(data, "customers", "customerId") == sorted(south)
    seen = [row for row in INVOICES if row[1] in south and row[2] in south]
    assert data["invoices"]["totalCount"] == len(seen)


def test_rules_are_inherited_by_other_products(world: World) -> None:
    data = world.data("desk", "{ tickets { nodes { ticketId } } }", SOUTH)
    assert names(data, "tickets", "ticketId") == ["t3"]


def test_a_rule_of_a_forbidden_table_still_limits(world: World) -> None:
    hidden = only("FALSE").row_filter
    scope = open_scope(hub__region=TableScope(readable=False, row_filter=hidden))
    assert world.data("shop", "{ invoices { totalCount } }", scope)["invoices"]["totalCount"] == 0


def test_entities_by_key_are_within_the_scope(world: World) -> None:
    keys = [{"__typename": "Customer", "customerId": name} for name in ("c1", "c2", "c1", "cx")]
    query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { name } } }"
    assert world.data("shop", query, SOUTH, r=keys)["_entities"] == [None, {"name": "Beta"}, None, None]


def test_masked_fields_are_null_and_told_once(world: World) -> None:
    answer = world.ask("shop", "{ customers { nodes { customerId name region { regionId } } } }", NAMELESS)
    assert [node["name"] for node in answer["data"]["customers"]["nodes"]] == [None] * 4
    assert [node["region"] for node in answer["data"]["customers"]["nodes"]] == [None] * 4
    told = [(error["extensions"]["code"], error["extensions"]["field"]) for error in answer["errors"]]
    assert sorted(told) == [("FIELD_MASKED", "name"), ("FIELD_MASKED", "region")]


def test_masked_values_are_never_asked_of_the_store(world: World) -> None:
    world.ask(
        "shop", "{ customers { nodes { name segment } } invoices { nodes { customer { name } } } }", NAMELESS
    )
    assert world.engine.asked
    assert not any('"name"' in sql for sql in world.engine.asked)


@pytest.mark.parametrize(
    "argument",
    ['filter: {name: {gt: "B"}}', "sort: [{field: name}]", "filter: {or: [{not: {name: {isNull: true}}}]}"],
)
def test_masked_fields_decide_neither_order_nor_rows(world: World, argument: str) -> None:
    answer = world.ask("shop", "{ customers(" + argument + ") { totalCount } }", NAMELESS)
    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "FIELD_MASKED"
    assert answer["errors"][0]["path"] == ["customers"]


@pytest.mark.parametrize(
    ("scope", "code"),
    [(NAMELESS, "FIELD_MASKED"), (NO_CUSTOMERS, "FORBIDDEN")],
)
def test_hidden_things_decide_no_rows_that_refer_to_them(world: World, scope: Scope, code: str) -> None:
    query = '{ invoices(filter: {customer: {name: {eq: "Alpha"}}}) { totalCount } }'
    assert world.ask("shop", query, scope)["errors"][0]["extensions"]["code"] == code


def test_filters_by_references_pass_only_visible_rows(world: World) -> None:
    query = '{ invoices(filter: {not: {customer: {segment: {eq: "small"}}}}) { totalCount } }'
    scope = open_scope(shop__customer=only("segment = 'big'"))
    whole = world.data("shop", "{ invoices { totalCount } }", scope)
    assert world.data("shop", query, scope) == whole


def test_a_list_by_a_masked_reference_is_empty(world: World) -> None:
    query = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Region { customers { totalCount } } } }"
    data = world.data("shop", query, NAMELESS, r=[{"__typename": "Region", "regionId": "r2"}])
    assert data["_entities"] == [{"customers": {"totalCount": 0}}]


def test_a_masked_key_closes_the_rows(world: World) -> None:
    scope = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"customer_id"})))
    data = world.data("shop", "{ customers { totalCount notice { code } } }", scope)
    assert data == {"customers": {"totalCount": 0, "notice": {"code": "FORBIDDEN"}}}


def test_a_reference_to_a_forbidden_table_is_null_and_told(world: World) -> None:
    answer = world.ask(
        "shop", "{ invoices(first: 2) { nodes { invoiceId customerId customer { name } } } }", NO_CUSTOMERS
    )
    assert answer["data"]["invoices"]["nodes"][0] == {
        "invoiceId": "i00",
        "customerId": "c1",
        "customer": None,
    }
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


def test_an_unknown_table_is_forbidden(world: World) -> None:
    data = world.data("shop", "{ customers { notice { code } nodes { name } } }", Scope("nobody"))
    assert data == {"customers": {"notice": {"code": "FORBIDDEN"}, "nodes": []}}


def test_a_product_without_data_says_what_to_do(world: World) -> None:
    world.status["shop"] = Status(
        connected=False, reason="No rows in shop.invoice.", next_step="Load a file."
    )
    data = world.data("shop", "{ invoices { totalCount notice { code reason nextStep } } }")
    assert data["invoices"]["notice"] == {
        "code": "NOT_CONNECTED",
        "reason": "No rows in shop.invoice.",
        "nextStep": "Load a file.",
    }


def test_forbidden_rows_move_nothing(world: World) -> None:
    query = (
        "{ invoices(sort: [{field: amount}]) { totalCount nodes { invoiceId amount } } "
        "customers { nodes { name invoicesByCustomer { totalCount } } } }"
    )
    before = world.data("shop", query, SOUTH)
    world.engine.inner.execute(
        "UPDATE shop.invoice SET amount = amount + 1000 WHERE customer_id = 'c1' OR payer_id = 'c1'"
    )
    try:
        assert world.data("shop", query, SOUTH) == before
    finally:
        world.engine.inner.execute(
            "UPDATE shop.invoice SET amount = amount - 1000 WHERE customer_id = 'c1' OR payer_id = 'c1'"
        )
