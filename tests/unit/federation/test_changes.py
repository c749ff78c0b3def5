"""Comparing schemas: what changed, how bad it is, and for whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from symphonies.federation import Gateway, GraphQLRequest, Hooks, SchemaClient
from symphonies.federation.changes import (
    Comparison,
    RecordedOperation,
    Severity,
    compare,
    operation_recorder,
    read_operations,
    signature,
)
from symphonies.federation.changes.fragments import OperationsUnreadable
from symphonies.federation.errors import SupergraphInvalid
from tests.unit.federation.shop import schemas, supergraph

OLD = """
type Query { order(id: ID!, state: State): Order orders(filter: Filter): [Order!]! node: Node }
interface Node { id: ID! }
type Order implements Node { id: ID! total: Float! note: String state: State }
enum State { OPEN PAID LATE }
input Filter { state: State since: String page: Page }
input Page { size: Int }
union Thing = Order
"""


def judged(new: str, *documents: str) -> Comparison:
    operations = [RecordedOperation(f"op{i}", text) for i, text in enumerate(documents)]
    return compare(OLD, new, operations if documents else None)


def severity(comparison: Comparison, coordinate: str) -> Severity:
    return next(c.severity for c in comparison.changes if c.coordinate == coordinate)


def test_equal_schemas_have_no_changes() -> None:
    assert judged(OLD) == Comparison(())


def test_a_removed_field_breaks_only_those_who_ask_it() -> None:
    new = OLD.replace(" note: String", "")
    assert judged(new).is_breaking
    unused = judged(new, '{ order(id: "1") { total } }')
    assert severity(unused, "Order.note") is Severity.UNUSED
    assert not unused.is_breaking
    used = judged(new, '{ order(id: "1") { total } }', '{ order(id: "1") { note } }')
    assert used.is_breaking
    assert [operation.name for operation in used.changes[0].operations] == ["op1"]
    assert [operation.name for operation, _ in used.broken] == ["op1"]


def test_a_type_made_nullable_breaks_operations_that_stay_valid() -> None:
    new = OLD.replace("total: Float!", "total: Float")
    found = judged(new, '{ order(id: "1") { total } }')
    assert found.broken == ()
    assert severity(found, "Order.total") is Severity.BREAKING


def test_a_field_asked_through_its_interface_is_used() -> None:
    new = OLD.replace("type Order implements Node { id: ID!", "type Order { key: ID!")
    found = judged(new, "{ node { id } }")
    assert severity(found, "Order.id") is Severity.BREAKING


def test_a_required_argument_breaks_those_who_ask_the_field() -> None:
    new = OLD.replace("orders(filter: Filter)", "orders(filter: Filter, tenant: ID!)")
    assert judged(new, "{ orders { id } }").is_breaking
    assert not judged(new, '{ order(id: "1") { id } }').is_breaking


def test_a_required_input_field_breaks_those_who_send_the_input() -> None:
    new = OLD.replace("input Page { size: Int }", "input Page { size: Int after: ID! }")
    asked = "query ($f: Filter) { orders(filter: $f) { id } }"
    assert judged(new, asked).is_breaking
    assert judged(new, "{ orders(filter: {page: {size: 1}}) { id } }").is_breaking
    assert not judged(new, '{ orders(filter: {since: "x"}) { id } }').is_breaking


def test_a_removed_enum_value_concerns_those_who_may_receive_it() -> None:
    new = OLD.replace(" LATE", "")
    assert judged(new, '{ order(id: "1") { state } }').is_breaking
    assert not judged(new, '{ order(id: "1") { id } }').is_breaking


def test_an_added_enum_value_is_dangerous_and_an_added_field_is_safe() -> None:
    found = judged(OLD.replace("LATE }", "LATE LOST }").replace("note: String", "note: String more: Int"))
    assert severity(found, "State.LOST") is Severity.DANGEROUS
    assert severity(found, "Order.more") is Severity.SAFE
    assert not found.is_breaking
    assert [c.severity for c in found.changes] == [Severity.DANGEROUS, Severity.SAFE]


def test_a_member_that_leaves_a_union_concerns_the_union() -> None:
    old = OLD.replace("node: Node", "node: Node thing: Thing") + "type Other { x: Int }"
    old = old.replace("union Thing = Order", "union Thing = Order | Other")
    found = compare(old, old.replace(" | Other", ""), [RecordedOperation("op", "{ thing { __typename } }")])
    assert severity(found, "Thing") is Severity.BREAKING


def test_an_operation_that_was_never_valid_is_told_apart() -> None:
    found = judged(OLD.replace(" note: String", ""), "{ nothing }", "{ order(")
    assert [operation.name for operation, _ in found.unreadable] == ["op0", "op1"]
    assert not found.is_breaking


def test_supergraphs_are_compared_as_clients_see_them() -> None:
    whole = supergraph()
    assert compare(whole, whole).changes == ()
    without = whole.replace("@join__field(graph: INVOICES)", "@join__field(graph: INVOICES) @inaccessible")
    assert without != whole
    assert compare(whole, without).is_breaking


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(SupergraphInvalid, match="new schema is not a GraphQL document"):
        compare(OLD, "type {")
    with pytest.raises(SupergraphInvalid, match="new schema cannot be built"):
        compare(OLD, "type Query { a: Missing }")


def test_a_signature_holds_no_values() -> None:
    from graphql import parse

    text = signature(parse('query Q($v: Int = 7) { order(id: "secret", n: 12, f: 1.5) { id } }'))
    assert "secret" not in text
    assert "12" not in text
    assert 'query Q($v:Int=0){order(id:""' in text


async def test_a_gateway_records_each_document_once(tmp_path: Path) -> None:
    file = tmp_path / "operations.jsonl"
    clients = {name: SchemaClient(schema) for name, schema in schemas().items()}
    for _ in range(2):
        gateway = Gateway(supergraph(), clients, hooks=Hooks(parse=(operation_recorder(file),)))
        await gateway.execute(
            GraphQLRequest('{ customer(id: "1") { name } }', headers={"apollographql-client-name": "web"})
        )
        await gateway.execute(GraphQLRequest('{ customer(id: "2") { name } }'))
        await gateway.execute(GraphQLRequest("{ nothing }"))
    recorded = read_operations(file)
    assert [(o.document, o.client) for o in recorded] == [('{customer(id:""){name}}', "web")]
    assert not compare(supergraph(), supergraph(), recorded).unreadable


def test_operations_are_read_from_folders_files_and_manifests(tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_text("{ order }")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps({"operations": [{"name": "A", "body": "{ a }"}]}))
    mapped = tmp_path / "map.json"
    mapped.write_text(json.dumps({"abc": "{ b }"}))
    assert [o.name for o in read_operations(tmp_path)] == ["a.graphql"]
    assert read_operations(manifest) == [RecordedOperation("A", "{ a }")]
    assert read_operations(mapped) == [RecordedOperation("abc", "{ b }")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", "{", "is not JSON"),
        ("a.json", "3", "no manifest"),
        ("a.jsonl", '{"document": 3}', "a.jsonl:1 holds no operation"),
    ],
)
def test_unreadable_operations_are_named(tmp_path: Path, name: str, content: str, told: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(OperationsUnreadable, match=told):
        read_operations(tmp_path / name)


def test_a_place_without_operations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OperationsUnreadable, match="There is no file"):
        read_operations(tmp_path / "none.jsonl")
    with pytest.raises(OperationsUnreadable, match=r"no \.graphql file"):
        read_operations(tmp_path)
    (tmp_path / "binary.graphql").write_bytes(b"\xff\xfe")
    with pytest.raises(OperationsUnreadable, match="is not UTF-8"):
        read_operations(tmp_path / "binary.graphql")
