"""Contracts: which part of a supergraph remains for given tags, and when nothing sensible does."""

from __future__ import annotations

from graphql import print_schema

from symphonies.federation import CompositionResult, Contract, Gateway, SubgraphSchema, compose
from tests.unit.federation.shop import LINK

SHOP = """
type Query {
  products: [Product!]! @tag(name: "public")
  audit: [Entry!]! @tag(name: "internal")
  search(text: String!, debug: Boolean @tag(name: "internal")): [Found!]! @tag(name: "partner")
}
type Product @key(fields: "id") @tag(name: "public") {
  id: ID!
  name: String!
  margin: Money @tag(name: "internal")
  state: State!
}
enum State { ON OFF SECRET @tag(name: "internal") }
scalar Money
type Entry { id: ID! text: String by: Actor }
type Actor { id: ID! }
union Found @tag(name: "partner") = Product | Note
type Note { id: ID! @tag(name: "partner") text: String }
"""


def under(include: str = "", exclude: str = "", sdl: str = SHOP) -> CompositionResult:
    """Composes under a contract of tags given as words."""
    contract = Contract(frozenset(include.split()), frozenset(exclude.split()))
    return compose([SubgraphSchema("shop", "http://shop", LINK + sdl)], contract)


def seen(include: str = "", exclude: str = "", sdl: str = SHOP) -> str:
    """Returns what clients see under a contract."""
    result = under(include, exclude, sdl)
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    return print_schema(Gateway(result.supergraph_sdl, {}).schema)


def test_excluded_elements_and_what_only_they_lead_to_disappear() -> None:
    shown = seen(exclude="internal")
    for word in ("audit", "debug", "margin", "SECRET", "Entry", "Actor", "Money"):
        assert word not in shown
    assert "search(text: String!): [Found!]!" in shown
    assert "enum State {\n  ON\n  OFF\n}" in shown


def test_included_tags_leave_out_untagged_fields_but_not_values() -> None:
    shown = seen(include="public")
    assert "type Query {\n  products: [Product!]!\n}" in shown
    assert "type Product {\n  id: ID!\n  name: String!\n  margin: Money\n  state: State!\n}" in shown
    assert "SECRET" in shown
    assert "Note" not in shown


def test_exclusion_outweighs_inclusion() -> None:
    shown = seen(include="public", exclude="internal")
    assert "margin" not in shown
    assert "SECRET" not in shown


def test_a_tag_on_one_field_keeps_its_type() -> None:
    shown = seen(include="public partner")
    assert "type Note {\n  id: ID!\n}" in shown
    assert "union Found = Product | Note" in shown


def test_hidden_fields_still_serve_the_subgraphs() -> None:
    result = under(include="public")
    assert result.supergraph_sdl is not None
    assert "type Entry\n  @join__type(graph: SHOP)\n  @inaccessible" in result.supergraph_sdl
    assert "inaccessible/v0.2" in result.supergraph_sdl


def test_a_kept_field_of_a_hidden_type_is_an_error_with_a_place() -> None:
    sdl = 'type Query { a: T b: Int } type T @tag(name: "x") { id: ID }'
    (error,) = under(exclude="x", sdl=sdl).errors
    assert error.code == "REFERENCED_INACCESSIBLE"
    assert [(at.subgraph, at.line) for at in error.locations] == [("shop", 2)]


def test_a_required_argument_cannot_be_left_out() -> None:
    sdl = 'type Query { a(x: Int! @tag(name: "x")): Int }'
    assert [e.code for e in under(exclude="x", sdl=sdl).errors] == ["REQUIRED_INACCESSIBLE"]


def test_nothing_remains() -> None:
    assert [e.code for e in under(include="nobody").errors] == ["QUERY_ROOT_TYPE_INACCESSIBLE"]


def test_a_tag_that_nothing_has_is_told() -> None:
    result = under(exclude="internl")
    assert [h.message for h in result.hints if h.code == "CONTRACT_TAG_UNUSED"] == [
        'The contract names the tag "internl", which no element has.'
    ]
