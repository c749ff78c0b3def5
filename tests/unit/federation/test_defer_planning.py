"""How deferred fragments are planned: what is fetched at once, what later, and from where."""

from __future__ import annotations

from typing import Any

from graphql import parse

from symphonies.federation import SubgraphSchema, compose
from symphonies.federation.planning import ConditionNode, Deferrable, Fetch, Flatten, Planner, QueryPlan
from symphonies.federation.supergraph import read_supergraph
from tests.unit.federation.shop import LINK, supergraph

LIBRARY = {
    "books": LINK
    + """
type Query { shelf: [Item!]! works: [Work!]! desk: Desk! }
interface Item { title: String! }
type Book implements Item @key(fields: "isbn") { isbn: ID! title: String! author: Author! }
type Map implements Item { title: String! scale: Int! }
union Work = Book | Map
type Author { name: String! home: Place! }
type Place @key(fields: "code") { code: ID! name: String! }
type Desk { lamp: String! book: Book! }
""",
    "ratings": LINK
    + """
type Book @key(fields: "isbn") { isbn: ID! stars: Int! }
type Place @key(fields: "code") { code: ID! crowd: Int! }
""",
}


def plan(query: str, sdl: dict[str, str] | None = None, **variables: Any) -> QueryPlan:
    text = supergraph(sdl) if sdl else supergraph()
    document = parse(query)
    operation: Any = document.definitions[0]
    fragments: Any = {d.name.value: d for d in document.definitions[1:]}
    deferrals = Deferrable(operation, fragments).active(variables)
    return Planner(read_supergraph(text)).plan(operation, fragments, deferrals=deferrals)


def asked(node: Any) -> list[str]:
    """Returns the requests below a node as "service selection"."""
    if node is None:
        return []
    if isinstance(node, Fetch):
        prefix = "query($representations:[_Any!]!){_entities(representations:$representations)"
        return [f"{node.service} {node.document.removeprefix(prefix)}"]
    if isinstance(node, (Flatten, ConditionNode)):
        return asked(node.node)
    return [request for child in node.nodes for request in asked(child)]


def parts(found: QueryPlan) -> dict[str, list[str]]:
    """Returns what is asked for at once (under an empty key) and for each deferred path."""
    told = {"": asked(found.node)}
    for part in found.deferred:
        told[".".join(part.deferral.path) + f"#{part.deferral.number}"] = asked(part.node)
    return told


def test_a_deferred_entity_field_is_fetched_later_even_from_the_same_subgraph() -> None:
    assert parts(plan("{ customers { id ... @defer { name } } }")) == {
        "": ["customers {customers{id}}"],
        "customers#0": ["customers {...on Customer{name}}}"],
    }


def test_what_is_also_asked_without_defer_is_not_deferred() -> None:
    found = plan("{ customers { name ... @defer { name invoices { number } } invoices { amount } } }")
    assert parts(found) == {
        "": ["customers {customers{name id}}", "invoices {...on Customer{invoices{amount number}}}}"],
        "customers#0": ["invoices {...on Invoice{number}}}"],
    }


def test_all_of_a_fragment_asked_elsewhere_leaves_nothing_to_fetch() -> None:
    found = plan("{ customers { ... @defer { name } name } }")
    assert parts(found) == {"": ["customers {customers{name}}"]}


def test_a_value_without_a_key_comes_at_once_and_only_what_lies_elsewhere_later() -> None:
    found = plan("{ shelf { ... on Book { author { ... @defer { name home { name crowd } } } } } }", LIBRARY)
    assert parts(found) == {
        "": ["books {shelf{__typename ...on Book{author{name home{name code}}}}}"],
        "shelf.author#0": ["ratings {...on Place{crowd}}}"],
    }


def test_of_an_abstract_type_entities_are_asked_later_and_the_others_at_once() -> None:
    found = plan("{ shelf { __typename ... @defer { title } } }", LIBRARY)
    assert parts(found) == {
        "": ["books {shelf{__typename ...on Book{__typename isbn} ...on Map{title}}}"],
        "shelf#0": ["books {...on Book{title}}}"],
    }


def test_a_fragment_on_one_member_of_a_union() -> None:
    found = plan("{ works { ... on Map { scale } ... on Book @defer { title stars } } }", LIBRARY)
    assert parts(found) == {
        "": ["books {works{__typename ...on Book{__typename isbn} ...on Map{scale}}}"],
        "works#0": ["books {...on Book{title}}}", "ratings {...on Book{stars}}}"],
    }


def test_an_inner_fragment_starts_from_the_outer_one() -> None:
    found = plan("{ customers { ... @defer { invoices { number ... @defer { note } } } } }")
    outer, inner = found.deferred
    assert inner.deferral.parent == outer.deferral
    assert inner.after == {outer.deferral}
    assert outer.after == frozenset()
    assert parts(found)["customers.invoices#1"] == ["invoices {...on Invoice{note}}}"]


def test_inputs_of_a_later_fetch_are_fetched_later_too() -> None:
    found = plan("{ invoices { number customer { ... @defer { score } } } }")
    assert parts(found) == {
        "": ["invoices {invoices{number customer{id}}}"],
        "invoices.customer#0": ["customers {...on Customer{name}}}", "risk {...on Customer{score}}}"],
    }


def test_root_fields_may_come_later() -> None:
    found = plan("{ newest { number } ... @defer { customers { name } invoices { amount } } }")
    assert parts(found) == {
        "": ["invoices {newest{number}}"],
        "#0": ["customers {customers{name}}", "invoices {invoices{amount}}"],
    }


def test_conditions_stay_with_the_later_fetch() -> None:
    found = plan("query ($v: Boolean!) { customers { id ... @defer @include(if: $v) { name } } }")
    (part,) = found.deferred
    assert isinstance(part.node, ConditionNode)
    assert part.node.conditions == {("v", True)}


def test_a_condition_on_defer_itself_decides_before_planning() -> None:
    query = "query ($v: Boolean!) { customers { id ... @defer(if: $v) { name } } }"
    assert parts(plan(query, v=False)) == {"": ["customers {customers{id name}}"]}
    assert list(parts(plan(query, v=True))) == ["", "customers#0"]
    assert list(parts(plan(query.replace("$v)", "false)").replace("($v: Boolean!) ", "")))) == [""]


def test_one_spread_at_two_places_is_two_deferrals() -> None:
    query = '{ newest { customer { ...C @defer } } riskiest { ...C @defer(label: "b") } } fragment C on Customer { name }'
    assert parts(plan(query)) == {
        "": ["invoices {newest{customer{id}}}", "risk {riskiest{id}}"],
        "newest.customer#0": ["customers {...on Customer{name}}}"],
        "riskiest#1": ["customers {...on Customer{name}}}"],
    }


def test_the_plan_prints_its_later_parts() -> None:
    lines = plan('{ customers { id ... @defer(label: "more") { name } } }').explain().splitlines()
    assert lines[4] == '  Deferred(path: "customers", label: "more") {'


def test_the_directive_is_no_part_of_the_supergraph() -> None:
    result = compose([SubgraphSchema("a", "", LINK + "type Query { a: Int }")])
    assert "directive @defer" not in (result.supergraph_sdl or "")
