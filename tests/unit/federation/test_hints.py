"""Hints: what composes but is worth knowing, with code, subgraphs and place."""

from __future__ import annotations

import pytest

from symphonies.federation import Issue, SubgraphSchema, compose

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", '
    '"@shareable", "@override", "@cost", "@provides"])\n'
)
Q = "type Query { q: Int @shareable }"


def hints(*sdl: str) -> list[Issue]:
    """Composes subgraphs called a, b, c and returns the hints."""
    result = compose(SubgraphSchema(name, "", LINK + text) for name, text in zip("abc", sdl, strict=False))
    assert result.errors == ()
    return list(result.hints)


@pytest.mark.parametrize(
    ("code", "a", "b"),
    [
        (
            "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE",
            "type Query { a: Int! @shareable }",
            "type Query { a: Int @shareable }",
        ),
        (
            "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE",
            "type Query { a(x: Int!): Int @shareable }",
            "type Query { a(x: Int): Int @shareable }",
        ),
        (
            "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
            "type Query { a(x: Int = 1): Int @shareable }",
            "type Query { a(x: Int): Int @shareable }",
        ),
        (
            "INCONSISTENT_ENTITY",
            'type Query { a: T } type T @key(fields: "id") { id: ID! @shareable }',
            "type Query { b: T } type T { id: ID! @shareable }",
        ),
        (
            "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
            "type Query { a: T @shareable } type T @shareable { x: Int y: Int }",
            "type Query { a: T @shareable } type T @shareable { x: Int }",
        ),
        (
            "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD",
            f"{Q} interface I {{ x: Int y: Int }}",
            f"{Q} interface I {{ x: Int }}",
        ),
        ("INCONSISTENT_INPUT_OBJECT_FIELD", f"{Q} input I {{ x: Int y: Int }}", f"{Q} input I {{ x: Int }}"),
        (
            "INCONSISTENT_UNION_MEMBER",
            "type Query { a: U @shareable } union U = A | B type A @shareable { a: Int } type B { b: Int }",
            "type Query { c: U } union U = A type A @shareable { a: Int }",
        ),
        (
            "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM",
            "type Query { a(e: E): Int } enum E { X Y }",
            "type Query { b(e: E): Int } enum E { X }",
        ),
        (
            "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM",
            "type Query { a: E } enum E { X Y }",
            "type Query { b: E } enum E { X }",
        ),
        ("UNUSED_ENUM_TYPE", f"{Q} enum E {{ X }}", Q),
        ("INCONSISTENT_DESCRIPTION", f'"One." {Q}', f'"Other." {Q}'),
        (
            "INCONSISTENT_ARGUMENT_PRESENCE",
            "type Query { a(x: Int): Int @shareable }",
            "type Query { a: Int @shareable }",
        ),
        (
            "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN",
            "type Query { a: U @shareable } union U = A | B type A @shareable { x: Int } type B { b: Int }",
            "type Query { a: U @shareable } union U = A type A @shareable { x: Int }",
        ),
        ("INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE", f"{Q} directive @d on FIELD", Q),
        (
            "NO_EXECUTABLE_DIRECTIVE_LOCATIONS_INTERSECTION",
            f"{Q} directive @d on FIELD",
            f"{Q} directive @d on QUERY",
        ),
        (
            "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS",
            f"{Q} directive @d on FIELD | QUERY",
            f"{Q} directive @d on QUERY",
        ),
        (
            "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE",
            f"{Q} directive @d on FIELD",
            f"{Q} directive @d repeatable on FIELD",
        ),
        (
            "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
            "type Query { a: Int @shareable @cost(weight: 1) }",
            "type Query { a: Int @shareable @cost(weight: 2) }",
        ),
        (
            "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
            'type Query { a: Int @shareable @deprecated(reason: "old") }',
            'type Query { a: Int @shareable @deprecated(reason: "slow") }',
        ),
        (
            "FROM_SUBGRAPH_DOES_NOT_EXIST",
            'type Query { a: Int @override(from: "bb") }',
            Q,
        ),
        (
            "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
            'type Query { a: Int @override(from: "b") }',
            Q,
        ),
        (
            "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
            'type Query { a: Int @override(from: "b") }',
            "type Query { a: Int b: Int }",
        ),
        (
            "OVERRIDE_MIGRATION_IN_PROGRESS",
            'type Query { a: Int @override(from: "b", label: "percent(5)") }',
            "type Query { a: Int b: Int }",
        ),
    ],
)
def test_a_hint_has_its_code_and_place(code: str, a: str, b: str) -> None:
    found = [hint for hint in hints(a, b) if hint.code == code]
    assert found != []
    assert all(at.line > 1 and at.column > 0 for at in found[0].locations)
    assert set(found[0].subgraphs) <= {"a", "b"}
    assert found[0].subgraphs


def test_equal_subgraphs_give_no_hints() -> None:
    text = 'type Query { t: T @shareable } "A." type T @shareable { x(a: Int = 1): Int e: E } enum E { X Y }'
    assert hints(text, text) == []


def test_a_misspelt_subgraph_is_named() -> None:
    (hint,) = hints('type Query { a: Int @override(from: "bb") }', Q)
    assert 'Is "b" meant?' in hint.message


def test_a_default_that_is_not_everywhere_is_left_out() -> None:
    result = compose(
        [
            SubgraphSchema("a", "", LINK + "type Query { a(x: Int = 1): Int @shareable }"),
            SubgraphSchema("b", "", LINK + "type Query { a(x: Int): Int @shareable }"),
        ]
    )
    assert result.supergraph_sdl is not None
    assert "a(x: Int): Int" in result.supergraph_sdl
