"""A small shop in three subgraphs, used by most federation tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from symphonies.federation import (
    Gateway,
    GatewayOptions,
    GraphQLRequest,
    SchemaClient,
    SubgraphClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
)

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", '
    '"@requires", "@provides", "@shareable", "@override", "@inaccessible", "@tag", "@interfaceObject", "@extends"])\n'
)
CUSTOMERS = (
    LINK
    + """
type Query {
  customers: [Customer!]!
  customer(id: ID!): Customer
}
type Mutation { rename(id: ID!, name: String!): Customer! }
type Customer @key(fields: "id") { id: ID! name: String! region: Region }
enum Region { NORTH SOUTH SECRET @inaccessible }
"""
)
INVOICES = (
    LINK
    + """
type Query { invoices(first: Int = 10): [Invoice!]! newest: Invoice }
type Mutation { pay(number: ID!): Invoice! }
type Invoice @key(fields: "number") { number: ID! amount: Float! customer: Customer! note: String! }
type Customer @key(fields: "id") { id: ID! invoices(first: Int): [Invoice!]! }
"""
)
RISK = (
    LINK
    + """
type Query { riskiest: Customer! }
type Customer @key(fields: "id") {
  id: ID!
  name: String! @external
  score: Int! @requires(fields: "name")
}
type Invoice @key(fields: "number") { number: ID! amount: Float! @external late: Boolean! @requires(fields: "amount") }
"""
)
SDL = {"customers": CUSTOMERS, "invoices": INVOICES, "risk": RISK}

PEOPLE = {
    "1": {"id": "1", "name": "Ada", "region": "NORTH"},
    "2": {"id": "2", "name": "Grace", "region": "SECRET"},
}
BILLS = {
    "a": {"number": "a", "amount": 10.0, "customer": {"id": "1"}, "note": "paid"},
    "b": {"number": "b", "amount": 900.0, "customer": {"id": "1"}, "note": None},
    "c": {"number": "c", "amount": 30.0, "customer": {"id": "2"}, "note": "late"},
}


def schemas() -> dict[str, Any]:
    """Returns the three executable schemas."""

    def bills_of(customer: dict[str, Any], _: object, first: int | None = None) -> list[dict[str, Any]]:
        return [bill for bill in BILLS.values() if bill["customer"]["id"] == customer["id"]][:first]

    log: list[str] = []
    customers = make_subgraph_schema(
        CUSTOMERS,
        {
            "Query": {
                "customers": lambda *_: list(PEOPLE.values()),
                "customer": lambda _o, _i, id: PEOPLE.get(id),
            },
            "Mutation": {
                "rename": lambda _o, _i, id, name: log.append("rename") or {**PEOPLE[id], "name": name}
            },
        },
        {"Customer": lambda given, _: PEOPLE.get(given["id"])},
    )
    invoices = make_subgraph_schema(
        INVOICES,
        {
            "Query": {
                "invoices": lambda _o, _i, first: list(BILLS.values())[:first],
                "newest": lambda *_: BILLS["c"],
            },
            "Mutation": {"pay": lambda _o, _i, number: BILLS[number]},
            "Customer": {"invoices": bills_of},
        },
        {"Invoice": lambda given, _: BILLS[given["number"]], "Customer": lambda given, _: dict(given)},
    )
    risk = make_subgraph_schema(
        RISK,
        {
            "Query": {"riskiest": lambda *_: {"id": "1"}},
            "Customer": {"score": lambda customer, _: len(customer["name"])},
            "Invoice": {"late": lambda invoice, _: invoice["amount"] > 20},
        },
        {"Customer": lambda given, _: dict(given), "Invoice": lambda given, _: dict(given)},
    )
    return {"customers": customers, "invoices": invoices, "risk": risk}


class Watched:
    """A client that remembers what it was asked."""

    def __init__(self, client: SubgraphClient) -> None:
        self._client = client
        self.requests: list[SubgraphRequest] = []

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.requests.append(request)
        return await self._client.fetch(request)


class Scripted:
    """A client that answers with a function of the request."""

    def __init__(self, answer: Callable[[SubgraphRequest], Awaitable[SubgraphResponse]]) -> None:
        self._answer = answer

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        return await self._answer(request)


def supergraph(sdl: dict[str, str] | None = None) -> str:
    """Returns the composed supergraph of some subgraphs, the shop's by default."""
    return _supergraph(tuple((sdl or SDL).items()))


@cache
def _supergraph(sdl: tuple[tuple[str, str], ...]) -> str:
    result = compose(SubgraphSchema(name, f"http://{name}", text) for name, text in sdl)
    assert result.errors == (), [str(error) for error in result.errors]
    assert result.supergraph_sdl is not None
    return result.supergraph_sdl


def shop(options: GatewayOptions | None = None, **replaced: Any) -> tuple[Gateway, dict[str, Any]]:
    """Returns the shop's gateway and its watched clients."""
    clients: dict[str, Any] = {name: Watched(SchemaClient(schema)) for name, schema in schemas().items()}
    clients.update(replaced)
    return Gateway(supergraph(), clients, options), clients


async def ask(gateway: Gateway, query: str, **variables: Any) -> dict[str, Any]:
    """Runs a query and returns the response as JSON would show it."""
    return (await gateway.execute(GraphQLRequest(query, variables))).as_dict()
