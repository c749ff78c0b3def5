"""Random operations: three subgraphs behind the gateway answer exactly like one schema over the same data."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    execute_sync,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symphonies.federation import Gateway, GraphQLRequest, SchemaClient
from tests.unit.federation.shop import BILLS, PEOPLE, schemas, supergraph

GATEWAY = Gateway(supergraph(), {name: SchemaClient(schema) for name, schema in schemas().items()})


def monolith() -> GraphQLSchema:
    """Returns the API schema with resolvers over the whole data."""
    schema = Gateway(supergraph(), {}).schema

    def resolver(type_name: str, field: str, resolve: Any) -> None:
        type_ = schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        type_.fields[field].resolve = resolve

    resolver("Query", "customers", lambda *_: list(PEOPLE.values()))
    resolver("Query", "customer", lambda _o, _i, id: PEOPLE.get(id))
    resolver("Query", "invoices", lambda _o, _i, first: list(BILLS.values())[:first])
    resolver("Query", "newest", lambda *_: BILLS["c"])
    resolver("Query", "riskiest", lambda *_: PEOPLE["1"])
    resolver("Invoice", "customer", lambda bill, _: PEOPLE[bill["customer"]["id"]])
    resolver("Invoice", "late", lambda bill, _: bill["amount"] > 20)
    resolver("Customer", "score", lambda customer, _: len(customer["name"]))
    resolver(
        "Customer",
        "invoices",
        lambda customer, _, first=None: [b for b in BILLS.values() if b["customer"]["id"] == customer["id"]][
            :first
        ],
    )
    return schema


MONOLITH = monolith()
ARGUMENTS = {"customer": '(id: "1")', "invoices": "(first: 2)"}


@st.composite
def selections(draw: st.DrawFn, type_name: str, depth: int) -> str:
    """Draws a selection set with aliases, fragments, conditions and repetition."""
    type_ = MONOLITH.type_map[type_name]
    assert isinstance(type_, GraphQLObjectType)
    names = draw(st.lists(st.sampled_from([*type_.fields, "__typename"]), min_size=1, max_size=5))
    parts = [draw(field(type_, name, depth)) for name in names]
    words = [part for part in parts if part]
    return "{ " + " ".join(words or ["__typename"]) + " }"


@st.composite
def field(draw: st.DrawFn, type_: GraphQLObjectType, name: str, depth: int) -> str:
    """Draws one field, perhaps aliased, conditional or inside a fragment."""
    if name == "__typename":
        return name
    output = get_named_type(type_.fields[name].type)
    text = name + ARGUMENTS.get(name, "")
    alias = draw(st.sampled_from(["", "", "", f"{name[:1]}_{draw(st.integers(0, 2))}: "]))
    text = (
        alias
        + text
        + draw(st.sampled_from(["", "", "", " @include(if: $yes)", " @skip(if: $yes)", " @skip(if: $no)"]))
    )
    if is_composite_type(output):
        if depth == 0:
            return ""
        text += " " + draw(selections(output.name, depth - 1))
    return text if draw(st.integers(0, 3)) else f"... on {type_.name} @include(if: $yes) {{ {text} }}"


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(selections("Query", 3))
async def test_the_gateway_answers_like_one_schema(selection: str) -> None:
    query = f"query ($yes: Boolean = true, $no: Boolean = false) {selection}"
    document = parse(query)
    rules_broken = [e.message for e in validate(MONOLITH, document) if "never used" not in e.message]
    if rules_broken:
        return
    declared = "".join(
        f"${n}: Boolean = {v} " for n, v in (("yes", "true"), ("no", "false")) if f"${n})" in selection
    )
    query = (f"query ({declared}) " if declared else "query ") + selection
    expected = execute_sync(MONOLITH, parse(query))
    answer = await GATEWAY.execute(GraphQLRequest(query))
    assert answer.data == expected.data, GATEWAY.explain(query)
    assert bool(answer.errors) == bool(expected.errors)
