"""Query plans, printed: what is asked where, in which order."""

from __future__ import annotations

from itertools import chain, count

import pytest

from symphonies.federation import Gateway, GatewayOptions, GraphQLRequest, PlanningError
from symphonies.federation.planning import solver
from tests.unit.federation.shop import LINK, shop, supergraph

WIDE = "{ customers { name score invoices { late customer { name score invoices { late customer { name score } } } } } }"


def plan(query: str, **sdl: str) -> str:
    """Returns the printed plan of a query over subgraphs, the shop's by default."""
    whole = supergraph({name: LINK + text for name, text in sdl.items()} if sdl else None)
    return Gateway(whole, {}).explain(query)


def fetches(printed: str) -> list[str]:
    """Returns the services of a plan's fetches in order."""
    return [line.split('"')[1] for line in printed.splitlines() if "Fetch(" in line]


def test_a_plan_prints_itself() -> None:
    assert plan("{ riskiest { score name } }") == (
        "QueryPlan {\n"
        "  Sequence {\n"
        '    Fetch(service: "risk") {\n'
        "      {riskiest{id}}\n"
        "    }\n"
        '    Flatten(path: "riskiest") {\n'
        '      Fetch(service: "customers") {\n'
        "        $representations <- ... on Customer { id }\n"
        "        query($representations:[_Any!]!){_entities(representations:$representations){...on Customer{name}}}\n"
        "      }\n"
        "    }\n"
        '    Flatten(path: "riskiest") {\n'
        '      Fetch(service: "risk") {\n'
        "        $representations <- ... on Customer { id name }\n"
        "        query($representations:[_Any!]!){_entities(representations:$representations){...on Customer{score}}}\n"
        "      }\n"
        "    }\n"
        "  }\n"
        "}"
    )


def test_independent_fetches_run_together() -> None:
    printed = plan("{ customers { name } newest { number } }")
    assert "Parallel" in printed
    assert sorted(fetches(printed)) == ["customers", "invoices"]


def test_conditions_guard_whole_fetches() -> None:
    printed = plan("query ($s: Boolean!) { customers { name score @include(if: $s) } }")
    assert "Condition(if: $s) {" in printed
    assert "@include" not in printed


def test_nothing_is_fetched_for_typename() -> None:
    assert plan("{ __typename }") == "QueryPlan {}"


def test_the_subgraph_that_answers_most_is_chosen() -> None:
    sdl = {
        "a": 'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! x: Int @shareable }',
        "b": 'type Query { t: T @shareable } type T @key(fields: "id") { id: ID! x: Int @shareable y: Int }',
    }
    assert fetches(plan("{ t { x y } }", **sdl)) == ["b"]
    assert fetches(plan("{ t { x } }", **sdl)) == ["a"]


def test_keys_may_lead_through_a_third_subgraph() -> None:
    sdl = {
        "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
        "b": 'type T @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }',
        "c": 'type T @key(fields: "code") { code: ID! z: Int }',
    }
    assert fetches(plan("{ t { z } }", **sdl)) == ["a", "b", "c"]


def test_provided_fields_spare_a_fetch() -> None:
    sdl = {
        "a": 'type Query { t: T @provides(fields: "x") u: T } type T @key(fields: "id") { id: ID! x: Int @external }',
        "b": 'type T @key(fields: "id") { id: ID! x: Int @shareable }',
    }
    assert fetches(plan("{ t { x } }", **sdl)) == ["a"]
    assert fetches(plan("{ u { x } }", **sdl)) == ["a", "b"]


def test_conflicting_inputs_travel_side_by_side() -> None:
    sdl = {
        "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! price(in: String!): Int }',
        "b": 'type T @key(fields: "id") { id: ID! price(in: String!): Int @external '
        'eur: Int @requires(fields: "price(in: \\"EUR\\")") usd: Int @requires(fields: "price(in: \\"USD\\")") }',
    }
    printed = plan('{ t { eur usd price(in: "GBP") } }', **sdl)
    assert fetches(printed) == ["a", "b"]
    assert "price: _price_0" in printed
    assert "price: _price_1" in printed


def test_types_that_disagree_get_aliases() -> None:
    sdl = {
        "a": "type Query { all: [U] } union U = A | B type A { x: Int } type B { x: String }",
        "b": "type Query { b: Int }",
    }
    printed = plan("{ all { ... on A { x } ... on B { y: x } } }", **sdl)
    assert "_x_c0" not in printed
    gateway = Gateway(supergraph({n: LINK + t for n, t in sdl.items()}), {})
    with pytest.raises(Exception, match="conflict"):
        gateway.explain("{ all { ... on A { x } ... on B { x } } }")


def test_a_concrete_type_behind_an_interface_object_is_asked_for() -> None:
    sdl = {
        "a": 'interface I @key(fields: "id") { id: ID! } type T implements I @key(fields: "id") { id: ID! x: Int } '
        "type Query { i: I }",
        "b": 'type I @key(fields: "id") @interfaceObject { id: ID! extra: Int } type Query { j: I }',
    }
    assert fetches(plan("{ j { id extra } }", **sdl)) == ["b"]
    assert fetches(plan("{ j { __typename extra } }", **sdl)) == ["b", "a"]
    assert fetches(plan("{ i { ... on T { x extra } } }", **sdl)) == ["a", "b"]


def test_mutations_keep_their_order() -> None:
    query = (
        'mutation { a: rename(id: "1", name: "x") { id } b: pay(number: "a") { number } '
        'c: rename(id: "1", name: "y") { id } d: rename(id: "1", name: "z") { id } }'
    )
    printed = plan(query)
    assert fetches(printed) == ["customers", "invoices", "customers"]
    assert "Parallel" not in printed


def test_a_budget_stops_the_search() -> None:
    gateway, _ = shop(GatewayOptions(planning_budget=2))
    with pytest.raises(PlanningError, match="more planning"):
        gateway.explain("{ customers { name score invoices { late } } }")


def test_a_pause_of_the_interpreter_is_not_held_against_an_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = chain([0.0, 30.0], count(30.0, 0.001))
    monkeypatch.setattr(solver, "thread_time", lambda: next(ticks))
    gateway, _ = shop(GatewayOptions(planning_s=0.5))
    assert "Fetch" in gateway.explain(WIDE)


def test_places_of_one_depth_share_a_request() -> None:
    printed = plan(
        "{ a { name y } b { name y } }",
        a='type Query { a: T } type T @key(fields: "id") { id: ID! name: String @external y: Int @requires(fields: "name") }',
        b='type Query { b: T } type T @key(fields: "id") { id: ID! }',
        c='type T @key(fields: "id") { id: ID! name: String }',
    )
    assert sorted(fetches(printed)) == ["a", "a", "b", "c"]
    assert "_e1:_entities" in printed


def test_every_stage_is_told() -> None:
    told = Gateway(supergraph(), {}).explain(
        "query ($x: Boolean!) { riskiest { ...F } } fragment F on Customer { score name @include(if: $x) }",
        stages=True,
    )
    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert headings == ["# Operation, with fragments resolved", "# Who can answer", "# Plan", "# Fetches"]
    assert "  riskiest {\n    score\n    name @include(if: $x)\n  }" in told
    assert "Customer.score: risk (requires name)" in told
    assert "Customer is entered in " in told
    assert told.endswith("3 in all")


async def test_an_operation_that_takes_too_long_to_plan_is_refused() -> None:
    gateway, _ = shop(GatewayOptions(planning_s=0.0))
    answer = await gateway.execute(GraphQLRequest("{ customers { name score invoices { late } } }"))
    assert answer.data is None
    assert answer.errors[0]["extensions"]["code"] == "PLANNING_BUDGET_EXCEEDED"
