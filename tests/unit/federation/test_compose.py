"""Composition: what merges how, and what is refused with which code and place."""

from __future__ import annotations

import pytest
from graphql import print_schema

from symphonies.federation import CompositionResult, Gateway, SubgraphSchema, compose
from tests.unit.federation.shop import LINK, supergraph


def composed(**sdl: str) -> CompositionResult:
    """Composes subgraphs given as keyword arguments, each with the federation link before it."""
    return compose(SubgraphSchema(name, f"http://{name}", LINK + text) for name, text in sdl.items())


def codes(**sdl: str) -> list[str]:
    """Returns the codes of the errors."""
    return [error.code for error in composed(**sdl).errors]


def lines(**sdl: str) -> list[str]:
    """Returns the supergraph's lines, stripped."""
    result = composed(**sdl)
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    return [line.strip() for line in result.supergraph_sdl.splitlines()]


def test_a_supergraph_names_its_subgraphs_and_specifications() -> None:
    sdl = supergraph()
    assert '@link(url: "https://specs.apollo.dev/link/v1.0")' in sdl
    assert '@link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)' in sdl
    assert 'CUSTOMERS @join__graph(name: "customers", url: "http://customers")' in sdl
    assert '@join__type(graph: INVOICES, key: "id")' in sdl
    assert 'score: Int! @join__field(graph: RISK, requires: "name")' in sdl


def test_the_api_schema_has_no_machinery() -> None:
    shown = print_schema(Gateway(supergraph(), {}).schema)
    for word in ("join__", "link__", "@key", "_entities", "SECRET", "inaccessible"):
        assert word not in shown
    assert "enum Region {\n  NORTH\n  SOUTH\n}" in shown


def test_output_types_are_widened() -> None:
    found = lines(
        a="type Query { a: T @shareable } type T @shareable { x: Int! y: [Int!]! }",
        b="type Query { b: T } type T @shareable { x: Int y: [Int] }",
    )
    assert 'x: Int @join__field(graph: A, type: "Int!") @join__field(graph: B, type: "Int")' in found


def test_input_types_are_narrowed_and_intersected() -> None:
    found = lines(
        a="type Query { a(i: I, n: Int): Int @shareable } input I { x: Int y: Int }",
        b="type Query { a(i: I!): Int @shareable } input I { x: Int! z: Int }",
    )
    assert "a(i: I!): Int" in found
    assert 'x: Int! @join__field(graph: A, type: "Int") @join__field(graph: B, type: "Int!")' in found
    assert not any(line.startswith(("y:", "z:")) for line in found)


def test_enums_merge_by_use() -> None:
    output = {"a": "type Query { a: E } enum E { X Y }", "b": "type Query { b: E } enum E { X Z }"}
    assert {"X @join__enumValue(graph: A) @join__enumValue(graph: B)", "Z @join__enumValue(graph: B)"} <= set(
        lines(**output)
    )
    inputs = {
        "a": "type Query { a(e: E): Int } enum E { X Y }",
        "b": "type Query { b(e: E): Int } enum E { X Z }",
    }
    assert not any(line.startswith(("Y", "Z")) for line in lines(**inputs))
    both = {"a": "type Query { a(e: E): Int } enum E { X Y }", "b": "type Query { b: E } enum E { X }"}
    assert codes(**both) == ["ENUM_VALUE_MISMATCH"]


def test_unions_are_joined() -> None:
    found = lines(
        a="type Query { a: U } union U = A | B type A { a: Int } type B @shareable { b: Int }",
        b="type Query { b: U } union U = B | C type B @shareable { b: Int } type C { c: Int }",
    )
    assert "= A | B | C" in found
    assert '@join__unionMember(graph: B, member: "C")' in found


def test_an_override_moves_a_field() -> None:
    found = lines(
        a='type Query { a: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "b") }',
        b='type Query { b: T } type T @key(fields: "id") { id: ID! x: Int y: Int }',
    )
    assert 'x: Int @join__field(graph: A, override: "b")' in found


def test_an_interface_object_adds_fields_to_implementations() -> None:
    found = lines(
        a='type Query { a: I } interface I @key(fields: "id") { id: ID! } '
        'type T implements I @key(fields: "id") { id: ID! }',
        b='type I @key(fields: "id") @interfaceObject { id: ID! extra: Int }',
    )
    assert "extra: Int @join__field" in found
    assert '@join__type(graph: B, key: "id", isInterfaceObject: true)' in found


def test_version_one_subgraphs_compose() -> None:
    result = compose(
        [
            SubgraphSchema("a", "", 'type Query { a: T } type T @key(fields: "id") { id: ID! name: String }'),
            SubgraphSchema("b", "", 'extend type T @key(fields: "id") { id: ID! @external age: Int }'),
        ]
    )
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    assert "age: Int @join__field(graph: B)" in result.supergraph_sdl
    assert "external" not in result.supergraph_sdl.split("type T")[1]


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        ("INVALID_GRAPHQL", "type Query { a: Missing }", "type Query { b: Int }"),
        ("INVALID_GRAPHQL", "type Query {", "type Query { b: Int }"),
        ("NO_QUERIES", "type A { a: Int }", "type B { b: Int }"),
        ("INVALID_FIELD_SHARING", "type Query { a: Int }", "type Query { a: Int }"),
        ("FIELD_TYPE_MISMATCH", "type Query { a: Int @shareable }", "type Query { a: String @shareable }"),
        ("TYPE_KIND_MISMATCH", "type Query { a: T } type T { a: Int }", "type Query { b: T } enum T { A }"),
        (
            "FIELD_ARGUMENT_TYPE_MISMATCH",
            "type Query { a(x: Int): Int @shareable }",
            "type Query { a(x: String): Int @shareable }",
        ),
        (
            "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
            "type Query { a(x: Int!): Int @shareable }",
            "type Query { a: Int @shareable }",
        ),
        (
            "KEY_INVALID_FIELDS",
            'type Query { a: T } type T @key(fields: "no") { id: ID }',
            "type Query { b: Int }",
        ),
        (
            "KEY_INVALID_FIELDS",
            'type Query { a: T } type T @key(fields: "id {") { id: ID }',
            "type Query { b: Int }",
        ),
        (
            "KEY_FIELDS_HAS_ARGS",
            'type Query { a: T } type T @key(fields: "id") { id(x: Int): ID }',
            "type Query { b: Int }",
        ),
        (
            "REQUIRES_FIELDS_MISSING_EXTERNAL",
            'type Query { a: T } type T @key(fields: "id") { id: ID x: Int y: Int @requires(fields: "x") }',
            "type Query { b: Int }",
        ),
        (
            "EXTERNAL_UNUSED",
            'type Query { a: T } type T @key(fields: "id") { id: ID x: Int @external }',
            'type Query { b: T } type T @key(fields: "id") { id: ID x: Int }',
        ),
        (
            "PROVIDES_ON_NON_OBJECT_FIELD",
            'type Query { a: Int @provides(fields: "x") }',
            "type Query { b: Int }",
        ),
        ("OVERRIDE_FROM_SELF_ERROR", 'type Query { a: Int @override(from: "a") }', "type Query { b: Int }"),
        ("EXTENSION_WITH_NO_BASE", "type Query { a: Int } extend type T { x: Int }", "type Query { b: Int }"),
        (
            "ONLY_INACCESSIBLE_CHILDREN",
            "type Query { a: T } type T { x: Int @inaccessible }",
            "type Query { b: Int }",
        ),
        (
            "REFERENCED_INACCESSIBLE",
            "type Query { a: T } type T @inaccessible { x: Int }",
            "type Query { b: Int }",
        ),
        (
            "INTERFACE_FIELD_NO_IMPLEM",
            "type Query { a: I } interface I { x: Int } type T implements I { x: Int }",
            "type Query { b: I } interface I { y: Int } type S implements I { y: Int }",
        ),
        (
            "SATISFIABILITY_ERROR",
            "type Query { a: T } type T @shareable { x: Int }",
            "type Query { b: T } type T @shareable { x: Int y: Int }",
        ),
        (
            "SATISFIABILITY_ERROR",
            'type Query { a: T } type T @key(fields: "id") { id: ID }',
            'type Query { b: T } type T @key(fields: "key") { key: ID y: Int }',
        ),
    ],
)
def test_errors(code: str, a: str, b: str) -> None:
    assert code in codes(a=a, b=b)


def test_an_error_says_where() -> None:
    (error,) = composed(a="type Query { a: Int }", b="type Query { a: Int }").errors
    assert [(at.subgraph, at.line) for at in error.locations] == [("a", 2), ("b", 2)]
    assert 'subgraphs "a" and "b"' in error.message


def test_an_unsatisfiable_query_is_shown() -> None:
    result = composed(
        a="type Query { a: T } type T @shareable { x: Int }",
        b="type Query { b: T } type T @shareable { x: Int y: Int }",
    )
    assert "{\n  a {\n    y\n  }\n}" in result.errors[0].message
    assert 'from subgraph "a"' in result.errors[0].message


def test_hints_tell_what_is_lost() -> None:
    result = composed(a="type Query { a(x: Int): Int @shareable }", b="type Query { a: Int @shareable }")
    assert [hint.code for hint in result.hints] == ["INCONSISTENT_ARGUMENT_PRESENCE"]


def test_names_that_collide_stay_apart() -> None:
    found = compose(
        [
            SubgraphSchema("a-b", "", "type Query { x: Int }"),
            SubgraphSchema("a_b", "", "type Query { y: Int }"),
        ]
    ).supergraph_sdl
    assert found is not None
    assert 'A_B_1 @join__graph(name: "a-b"' in found
    assert 'A_B_2 @join__graph(name: "a_b"' in found


def test_imports_may_be_renamed() -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [{name: "@key", as: "@id"}])'
    result = compose(
        [
            SubgraphSchema("a", "", link + ' type Query { a: T } type T @id(fields: "id") { id: ID! }'),
            SubgraphSchema("b", "", link + ' type T @id(fields: "id") { id: ID! b: Int }'),
        ]
    )
    assert result.errors == ()
    assert '@join__type(graph: B, key: "id")' in (result.supergraph_sdl or "")
