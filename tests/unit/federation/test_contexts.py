"""@context and @fromContext: arguments filled from enclosing objects, in one subgraph and across several."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from graphql import print_schema

from symphonies.federation import (
    Gateway,
    GraphQLRequest,
    PlanningError,
    SchemaClient,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
)
from tests.unit.federation.parts import put_together_by_path, received

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", '
    '"@shareable", "@requires", "@context", "@fromContext"])\n'
)
SHOPS = (
    LINK
    + """
type Query { shops: [Shop!]! }
type Subscription { opened: Shop }
type Shop @key(fields: "id") @context(name: "shop") {
  id: ID!
  currency: String @external
  home: Place
  items: [Item!]!
}
type Place { country: String }
type Item @key(fields: "id") {
  id: ID!
  name: String
  price(currency: String @fromContext(field: "$shop { currency }"), digits: Int = 2): String!
  duty(country: String! @fromContext(field: "$shop { home { country } }")): String
}
"""
)
MONEY = LINK + 'type Shop @key(fields: "id") { id: ID! currency: String @shareable }'
ITEMS = [{"id": "i1", "name": "pen"}, {"id": "i2", "name": "cup"}]
PLACES = {"s1": {"country": "DE"}, "s2": None}


def price(item: dict[str, Any], _info: object, currency: str | None = None, digits: int = 2) -> str:
    return f"{item['id']} in {currency} to {digits}"


async def opened(*_: object) -> AsyncIterator[dict[str, str]]:
    for shop in ("s2", "s1"):
        yield {"id": shop}


def gateway() -> Gateway:
    """Serves shops whose currency is known to another subgraph; both shops have the same items."""
    schemas = {
        "shops": make_subgraph_schema(
            SHOPS,
            {
                "Query": {"shops": lambda *_: [{"id": "s1"}, {"id": "s2"}]},
                "Shop": {
                    "items": lambda *_: [dict(i) for i in ITEMS],
                    "home": lambda shop, _: PLACES[shop["id"]],
                },
                "Item": {"price": price, "duty": lambda item, _i, country: f"{item['id']} to {country}"},
            },
            {"Item": lambda given, _: dict(given), "Shop": lambda given, _: dict(given)},
            {"opened": opened},
        ),
        "money": make_subgraph_schema(
            MONEY,
            {"Shop": {"currency": lambda shop, _: {"s1": "EUR", "s2": "USD"}[shop["id"]]}},
            {"Shop": lambda given, _: dict(given)},
        ),
    }
    return Gateway(supergraph(), {name: SchemaClient(schema) for name, schema in schemas.items()})


def supergraph(shops: str = SHOPS) -> str:
    result = compose(
        [SubgraphSchema("shops", "http://shops", shops), SubgraphSchema("money", "http://money", MONEY)]
    )
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    return result.supergraph_sdl


async def answered(query: str) -> Any:
    answer = await gateway().execute(GraphQLRequest(query))
    assert answer.errors == []
    return answer.data


def test_the_supergraph_tells_contexts_in_the_standard_way() -> None:
    sdl = supergraph()
    assert '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)' in sdl
    assert '@context(name: "shops__shop")' in sdl
    assert (
        'contextArguments: [{context: "shops__shop", name: "currency", type: "String", '
        'selection: "{ currency }"}]' in sdl
    )


def test_clients_do_not_see_contextual_arguments() -> None:
    shown = print_schema(Gateway(supergraph(), {}).schema)
    assert "price(digits: Int = 2): String!" in shown
    assert "duty: String" in shown
    assert "ontext" not in shown


async def test_a_value_of_another_subgraph_is_taken_for_each_enclosing_object() -> None:
    data = await answered("{ shops { id items { name price(digits: 1) } } }")
    assert data == {
        "shops": [
            {
                "id": shop,
                "items": [
                    {"name": "pen", "price": f"i1 in {currency} to 1"},
                    {"name": "cup", "price": f"i2 in {currency} to 1"},
                ],
            }
            for shop, currency in (("s1", "EUR"), ("s2", "USD"))
        ]
    }


async def test_a_field_without_its_required_value_is_not_asked_for() -> None:
    data = await answered("{ shops { items { duty } } }")
    assert data == {
        "shops": [{"items": [{"duty": "i1 to DE"}, {"duty": "i2 to DE"}]}, {"items": [{"duty": None}] * 2}]
    }


async def test_aliases_conditions_and_fragments_go_along() -> None:
    query = """
      query ($no: Boolean = false) {
        shops { ...Goods currency home { country } skipped: items @include(if: $no) { price } }
      }
      fragment Goods on Shop { goods: items { one: price two: price(digits: 0) } }
    """
    data = await answered(query)
    assert data["shops"][1] == {
        "goods": [{"one": f"{i} in USD to 2", "two": f"{i} in USD to 0"} for i in ("i1", "i2")],
        "currency": "USD",
        "home": None,
    }


def test_the_plan_tells_where_a_value_comes_from() -> None:
    plan = gateway().explain("{ shops { items { price } } }")
    assert "$_context_0_currency <- _context_0 of shops" in plan
    assert "price(currency:$_context_0_currency)" in plan


async def test_values_come_with_deferred_fields() -> None:
    query = "{ shops { id items { name ... @defer { price } } ... @defer { items { duty } } } }"
    whole = await answered(query.replace("@defer", ""))
    assert whole["shops"][0]["items"][0] == {"name": "pen", "price": "i1 in EUR to 2", "duty": "i1 to DE"}
    sent = await received(gateway(), query)
    assert len(sent) > 1
    assert sent[0]["data"]["shops"][0] == {"id": "s1", "items": [{"name": "pen"}, {"name": "cup"}]}
    assert put_together_by_path(sent) == whole


async def test_values_come_with_every_event_of_a_subscription() -> None:
    request = GraphQLRequest("subscription { opened { items { price duty } } }")
    events = [answer async for answer in gateway().stream(request)]
    assert [event.errors for event in events] == [[], []]
    assert [event.data["opened"]["items"][0] for event in events] == [
        {"price": "i1 in USD to 2", "duty": None},
        {"price": "i1 in EUR to 2", "duty": "i1 to DE"},
    ]


PRICED = (
    LINK
    + """
type Query { item: Item }
type Item @key(fields: "id") { id: ID! price(digits: Int = 2): String! @shareable }
"""
)


def refused(*sdls: str) -> list[str]:
    """Returns the messages of a composition of the shops with others that fails for nothing but paths."""
    others = [SubgraphSchema(f"other{n}", "", sdl) for n, sdl in enumerate(sdls)]
    result = compose([SubgraphSchema("shops", "", SHOPS), SubgraphSchema("money", "", MONEY), *others])
    assert {error.code for error in result.errors} <= {"SATISFIABILITY_ERROR"}
    return [error.message for error in result.errors]


def test_a_path_that_nothing_sets_the_context_on_does_not_compose() -> None:
    item = LINK + 'type Query { item: Item } type Item @key(fields: "id") { id: ID! }'
    told = refused(item)
    assert len(told) == 2
    assert "item {\n    price\n" in told[0]
    assert 'subgraph "shops": could not find a match for required context for field "Item.price".' in told[0]
    assert "Item.duty" in told[1]


def test_a_subgraph_that_needs_no_context_answers_where_none_is_set() -> None:
    shops = SHOPS.replace("digits: Int = 2): String!", "digits: Int = 2): String! @shareable")
    shops = "".join(line for line in shops.splitlines(keepends=True) if "duty" not in line)
    result = compose(
        [
            SubgraphSchema("shops", "", shops),
            SubgraphSchema("priced", "", PRICED),
            SubgraphSchema("money", "", MONEY),
        ]
    )
    assert result.errors == ()
    assert result.supergraph_sdl is not None
    plan = Gateway(result.supergraph_sdl, {}).explain("{ item { price } }")
    assert 'Fetch(service: "priced")' in plan
    assert "shops" not in plan


def test_an_enclosing_object_further_up_sets_it() -> None:
    box = "type Box { item: Item } extend type Shop { box: Box }"
    result = compose([SubgraphSchema("shops", "", SHOPS + box), SubgraphSchema("money", "", MONEY)])
    assert result.errors == ()
    box = "type Box { item: Item } extend type Shop { box: Box } extend type Query { box: Box }"
    result = compose([SubgraphSchema("shops", "", SHOPS + box), SubgraphSchema("money", "", MONEY)])
    assert {error.code for error in result.errors} == {"SATISFIABILITY_ERROR"}


def test_a_path_without_the_context_cannot_be_planned() -> None:
    sdl = supergraph().replace("type Query", "type Query @join__type(graph: SHOPS)", 0)
    lines = sdl.splitlines()
    lines.insert(
        lines.index("  shops: [Shop!]! @join__field(graph: SHOPS)"), "  item: Item @join__field(graph: SHOPS)"
    )
    with pytest.raises(PlanningError, match='sets the context "shop"'):
        Gateway("\n".join(lines), {}).explain("{ item { price } }")


@pytest.mark.parametrize(
    ("code", "sdl"),
    [
        (
            "CONTEXT_NAME_INVALID",
            SHOPS.replace('"shop"', '"my_shop"').replace("$shop", "$my_shop"),
        ),
        ("CONTEXT_NAME_INVALID", SHOPS.replace('"shop"', '"1shop"').replace("$shop", "$shop")),
        ("CONTEXT_NOT_SET", SHOPS.replace("$shop { currency", "$other { currency")),
        ("NO_CONTEXT_IN_SELECTION", SHOPS.replace("$shop { currency", "shop { currency")),
        ("NO_CONTEXT_IN_SELECTION", SHOPS.replace("$shop { currency }", "$shop")),
        ("CONTEXT_INVALID_SELECTION", SHOPS.replace("$shop { currency }", "$shop { nothing }")),
        ("CONTEXT_INVALID_SELECTION", SHOPS.replace("$shop { currency }", "$shop { id currency }")),
        ("CONTEXT_INVALID_SELECTION", SHOPS.replace("$shop { currency }", "$shop { home }")),
        ("CONTEXT_INVALID_SELECTION", SHOPS.replace("$shop { currency }", "$shop { a: currency }")),
        ("CONTEXT_INVALID_SELECTION", SHOPS.replace("price(currency: String", "price(currency: Int")),
        ("CONTEXT_NOT_SET", SHOPS.replace("currency: String @from", 'currency: String = "EUR" @from')),
        (
            "CONTEXT_NOT_SET",
            SHOPS.replace(
                "type Item @key", "interface Priced { price: String! }\ntype Item implements Priced @key"
            ),
        ),
        ("CONTEXT_NOT_SET", SHOPS.replace("type Item @key", "interface Item @key")),
        ("CONTEXT_NO_RESOLVABLE_KEY", SHOPS.replace('type Item @key(fields: "id")', "type Item")),
    ],
)
def test_errors(code: str, sdl: str) -> None:
    result = compose([SubgraphSchema("shops", "", sdl), SubgraphSchema("money", "", MONEY)])
    found = [error for error in result.errors if error.code == code]
    assert found != []
    assert found[0].subgraphs == ("shops",)
