"""@context and @fromContext: arguments filled from enclosing objects, in one subgraph and across several."""

from __future__ import annotations

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

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", '
    '"@shareable", "@requires", "@context", "@fromContext"])\n'
)
SHOPS = (
    LINK
    + """
type Query { shops: [Shop!]! item(id: ID!): Item }
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


def gateway() -> Gateway:
    """Serves shops whose currency is known to another subgraph; both shops have the same items."""
    schemas = {
        "shops": make_subgraph_schema(
            SHOPS,
            {
                "Query": {
                    "shops": lambda *_: [{"id": "s1"}, {"id": "s2"}],
                    "item": lambda _o, _i, id: {"id": id},
                },
                "Shop": {
                    "items": lambda *_: [dict(i) for i in ITEMS],
                    "home": lambda shop, _: PLACES[shop["id"]],
                },
                "Item": {"price": price, "duty": lambda item, _i, country: f"{item['id']} to {country}"},
            },
            {"Item": lambda given, _: dict(given), "Shop": lambda given, _: dict(given)},
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


def test_a_path_without_the_context_cannot_be_planned() -> None:
    with pytest.raises(PlanningError, match='sets the context "shop"'):
        gateway().explain("{ item(id: 1) { price } }")


@pytest.mark.parametrize(
    ("code", "sdl"),
    [
        (
            "CONTEXT_NAME_CONTAINS_UNDERSCORE",
            SHOPS.replace('"shop"', '"my_shop"').replace("$shop", "$my_shop"),
        ),
        ("CONTEXT_NAME_INVALID", SHOPS.replace('"shop"', '"1shop"').replace("$shop", "$shop")),
        ("CONTEXT_NOT_SET", SHOPS.replace("$shop { currency", "$other { currency")),
        ("NO_CONTEXT_REFERENCED", SHOPS.replace("$shop { currency", "shop { currency")),
        ("NO_SELECTION_FOR_CONTEXT", SHOPS.replace("$shop { currency }", "$shop")),
        ("CONTEXT_SELECTION_INVALID", SHOPS.replace("$shop { currency }", "$shop { nothing }")),
        ("CONTEXT_SELECTION_INVALID", SHOPS.replace("$shop { currency }", "$shop { id currency }")),
        ("CONTEXT_SELECTION_INVALID", SHOPS.replace("$shop { currency }", "$shop { home }")),
        ("CONTEXT_SELECTION_INVALID", SHOPS.replace("$shop { currency }", "$shop { a: currency }")),
        ("CONTEXT_SELECTION_INVALID", SHOPS.replace("price(currency: String", "price(currency: Int")),
        ("CONTEXT_NO_RESOLVABLE_KEY", SHOPS.replace('type Item @key(fields: "id")', "type Item")),
    ],
)
def test_errors(code: str, sdl: str) -> None:
    result = compose([SubgraphSchema("shops", "", sdl), SubgraphSchema("money", "", MONEY)])
    found = [error for error in result.errors if error.code == code]
    assert found != []
    assert found[0].subgraphs == ("shops",)
