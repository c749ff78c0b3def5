"""Demand control: costs by hand, and the properties they must have."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import build_schema, parse, print_schema
from hypothesis import given
from hypothesis import strategies as st

from symphonies.federation import GraphQLRequest, RequestRefused
from symphonies.federation.demand import DemandControl
from symphonies.federation.reading import select
from symphonies.federation.supergraph import api_schema, read_supergraph
from tests.unit.federation.bank import bank, supergraph

SUPERGRAPH = read_supergraph(supergraph())
SCHEMA = api_schema(SUPERGRAPH.document)
CONTROL = DemandControl(SUPERGRAPH, SCHEMA, list_size=10)


def cost(query: str, **variables: Any) -> float:
    return CONTROL.compile(*select(parse(query), None))(variables)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ __typename }", 0),
        ("{ me { id name } }", 1),
        ("{ me { risk } }", 1 + 7),
        ("{ me { notes } }", 1),
        ("{ owners(first: 5) { id } }", 5),
        ("{ owners { id } }", 3),
        ("{ owners(first: 5) { risk } }", 5 * (1 + 7)),
        ("{ assets { id } }", 10),
        ("{ page(first: 4) { items { id } } }", 1 + 4),
        ("{ page(last: 6) { total items { risk } } }", 1 + 6 * 8),
        ("{ search { id } }", 4),
        ('{ search(filter: {name: "x"}) { id } }', 4 + 1 + 2),
        ('{ search(filter: {city: {name: "x"}}) { id } }', 4 + 1 + 1),
        ("mutation { greet }", 10),
        ("{ a: me { id } b: me { id } }", 2),
        ("{ me { id } ...F } fragment F on Query { me { name } vault { gold } }", 2),
        ("{ assets { id ... on House { street } } }", 10),
    ],
)
def test_costs_by_hand(query: str, expected: float) -> None:
    assert cost(query) == expected


def test_variables_tell_lengths_and_conditions() -> None:
    query = "query ($n: Int, $yes: Boolean!) { owners(first: $n) { risk @include(if: $yes) } }"
    assert cost(query, n=2, yes=True) == 2 * 8
    assert cost(query, n=2, yes=False) == 2
    assert cost(query, yes=False) == 3


def test_the_dearest_type_of_an_interface_counts() -> None:
    schema = build_schema(
        """
        directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT
        type Query { all: [Node!]! }
        interface Node { id: ID }
        type A implements Node { id: ID x: Int @cost(weight: 5) }
        type B implements Node @cost(weight: 3) { id: ID y: Int }
        """
    )
    sdl = 'enum join__Graph { A @join__graph(name: "a", url: "") }\n' + print_schema(schema)
    costly = sdl.replace("x: Int", "x: Int @cost(weight: 5)").replace(
        "type B implements Node", "type B implements Node @cost(weight: 3)"
    )
    control = DemandControl(read_supergraph(costly), schema, list_size=2)
    estimate = control.compile(*select(parse("{ all { id ... on A { x } ... on B { y } } }"), None))
    assert estimate({}) == 2 * (3 + 5)


@pytest.mark.parametrize("arguments", ["", "(first: 1, last: 2)"])
def test_one_slicing_argument_is_needed(arguments: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        cost(f"{{ page{arguments} {{ total }} }}")
    assert refused.value.code == "COST_SLICING_ARGUMENT_INVALID"


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_longer_list_never_costs_less(short: int, long: int) -> None:
    short, long = sorted((short, long))
    query = "query ($n: Int) { owners(first: $n) { risk notes } page(first: $n) { items { id } } }"
    assert cost(query, n=short) <= cost(query, n=long)


async def test_what_costs_too_much_reaches_no_subgraph() -> None:
    gateway, watched = bank(max_cost=20)
    refused = await gateway.execute(GraphQLRequest("{ owners(first: 21) { id } }"))
    assert (refused.has_data, refused.status) == (False, 400)
    assert refused.errors[0]["extensions"]["code"] == "COST_ESTIMATED_TOO_EXPENSIVE"
    assert "would cost 21; at most 20" in refused.errors[0]["message"]
    assert watched["accounts"].asked == []
    assert (await gateway.execute(GraphQLRequest("{ owners(first: 20) { id } }"))).data is not None
