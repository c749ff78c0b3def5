"""What of fetched data is shown: values as the schema allows them, and objects whose type nobody knows."""

from __future__ import annotations

import math
from typing import Any

import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, build_schema, parse

from symphonies.federation.execution import Projector

SCHEMA = build_schema("""
    type Query {
      int: Int float: Float text: String flag: Boolean id: ID mode: Mode any: Any sure: Int!
      ints: [Int!] item: Item thing: Thing either: Either
    }
    enum Mode { FAST SLOW }
    scalar Any
    interface Thing { id: ID! }
    interface Named { name: String! part: Part mate: Thing }
    interface Part { size: Int }
    type Item implements Thing & Named { id: ID! name: String! part: Piece mate: Item own: Int }
    type Tool implements Thing & Named { id: ID! name: String! part: Piece mate: Tool }
    type Piece implements Part { size: Int weight: Int }
    type Alone implements Part { size: Int }
    union Either = Item | Tool
""")


def project(query: str, data: Any) -> tuple[Any, list[Any]]:
    """Returns what is shown, and the paths of the errors."""
    document = parse(query)
    (operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    errors: list[dict[str, Any]] = []
    shown = Projector(SCHEMA, fragments, {}).compile(operation)(data, errors)
    assert all(each["extensions"]["code"] == "INVALID_SUBGRAPH_VALUE" for each in errors)
    return shown, [each["path"] for each in errors]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("int", 2**31 - 1, 2**31 - 1),
        ("int", -(2**31), -(2**31)),
        ("int", 3.0, 3),
        ("float", 3, 3),
        ("float", 1.5, 1.5),
        ("float", 2**40, 2**40),
        ("id", 7, "7"),
        ("id", 2**70, str(2**70)),
        ("id", "7", "7"),
        ("mode", "FAST", "FAST"),
        ("any", {"a": [1]}, {"a": [1]}),
    ],
)
def test_what_the_specification_lets_a_value_become(field: str, value: Any, shown: Any) -> None:
    found, errors = project(f"{{ {field} }}", {field: value})
    assert (found, errors) == ({field: shown}, [])
    assert type(found[field]) is type(shown)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("int", 2**31),
        ("int", -(2**31) - 1),
        ("int", 1e300),
        ("int", 2.5),
        ("int", math.nan),
        ("int", True),
        ("int", "1"),
        ("float", math.nan),
        ("float", math.inf),
        ("float", -math.inf),
        ("float", 10**400),
        ("float", "1.5"),
        ("float", False),
        ("text", 1),
        ("text", {"a": 1}),
        ("flag", "true"),
        ("flag", 1),
        ("id", 1.0),
        ("id", True),
        ("mode", "GONE"),
        ("mode", 1),
        ("mode", ["FAST"]),
        ("mode", {}),
        ("ints", 1),
        ("ints", {"0": 1}),
    ],
)
def test_a_value_of_another_type_is_null_with_an_error_at_its_field(field: str, value: Any) -> None:
    assert project(f"{{ {field} }}", {field: value}) == ({field: None}, [[field]])


def test_a_number_out_of_range_takes_along_what_must_not_be_null() -> None:
    assert project("{ sure }", {"sure": 2**31}) == (None, [["sure"]])
    assert project("{ ints }", {"ints": [1, 2**31, 3]}) == ({"ints": None}, [["ints", 1]])


@pytest.mark.parametrize("value", [[], [{"id": "1"}], "1", 1, {"__typename": ["Item"], "id": "1"}])
def test_an_object_that_is_none(value: Any) -> None:
    assert project("{ thing { id } }", {"thing": value}) == ({"thing": None}, [["thing"]])


def test_a_type_that_clients_do_not_know() -> None:
    assert project("{ thing { id } }", {"thing": {"__typename": "Secret", "id": "1"}})[0] == {"thing": None}


UNKNOWN = {"id": "1", "name": "x", "part": {"size": 2, "__typename": "Piece"}, "mate": {"id": "2"}}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        # All that may be here have the interface: its fields can be told, though nobody knows the type.
        ("{ thing { id ... on Named { name } } }", {"id": "1", "name": "x"}),
        ("{ thing { ...N } } fragment N on Named { name ... on Thing { id } }", {"name": "x", "id": "1"}),
        ("{ thing { ... on Either { ... on Named { name } } } }", {"name": "x"}),
        ("{ thing { ... on Named { part { size ... on Piece { size } } } } }", {"part": {"size": 2}}),
        ("{ thing { ... on Named { mate { id } } } }", {"mate": {"id": "2"}}),
        ("{ thing { id ... on Alone { size } } }", {"id": "1"}),
    ],
)
def test_what_holds_for_all_types_is_told_of_an_unknown_one(query: str, shown: Any) -> None:
    assert project(query, {"thing": UNKNOWN}) == ({"thing": shown}, [])


@pytest.mark.parametrize(
    "query",
    [
        "{ thing { id __typename } }",
        "{ thing { id ... on Item { own } } }",
        "{ thing { ... on Item { id } } }",
    ],
)
def test_what_depends_on_the_type_is_not_told_of_an_unknown_one(query: str) -> None:
    assert project(query, {"thing": UNKNOWN}) == ({"thing": None}, [["thing"]])
