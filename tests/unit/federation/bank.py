"""A bank of two subgraphs with guarded, costly and moving fields, composed by ourselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from symphonies.federation import (
    Exchange,
    Gateway,
    GatewayOptions,
    GraphQLResponse,
    Hooks,
    Identity,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
)

LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [%s])\n'
ACCOUNTS = (
    LINK
    % (
        '"@key", "@shareable", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@override"'
    )
    + """
type Query {
  me: Owner
  owners(first: Int = 3): [Owner!]! @listSize(slicingArguments: ["first"])
  assets: [Asset!]!
  page(first: Int, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["items"])
  search(filter: Filter): [Owner!]! @listSize(assumedSize: 4)
  vault: Vault
}
type Mutation {
  pay(amount: Int!): Int @requiresScopes(scopes: [["pay"], ["admin"]])
  greet: String
}
type Owner @key(fields: "id") {
  id: ID!
  name: String
  tax: String @authenticated
  salary: Int! @requiresScopes(scopes: [["read:pay", "hr"], ["admin"]])
  notes: [String!]! @policy(policies: [["support"], ["audit", "night"]])
  branch: String
  risk: Int @cost(weight: 7)
}
type Page { items: [Owner!]! total: Int }
input Filter { name: String @cost(weight: 2) city: City } input City { name: String }
type Vault @authenticated { gold: Int }
interface Asset { id: ID! worth: Int }
type House implements Asset { id: ID! worth: Int street: String }
type Safe implements Asset { id: ID! worth: Int @authenticated code: String @authenticated }
"""
)
BRANCHES = (
    LINK % '"@key", "@override", "@shareable"'
    + """
type Owner @key(fields: "id") { id: ID! branch: String @override(from: "accounts", label: "LABEL") }
type Query { ping: String }
"""
)
OWNER = {"id": "1", "name": "Ada", "tax": "t", "salary": 9, "notes": ["n"], "branch": "old", "risk": 3}
ASSETS = [
    {"__typename": "House", "id": "h", "worth": 5, "street": "s"},
    {"__typename": "Safe", "id": "s", "worth": 6, "code": "c"},
]


class Watched:
    """A client that keeps what it is asked."""

    def __init__(self, client: SchemaClient) -> None:
        self._client = client
        self.asked: list[str] = []

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.asked.append(request.document)
        return await self._client.fetch(request)


def supergraph(label: str = "percent(0)") -> str:
    """Returns the composed supergraph."""
    found = compose(
        [
            SubgraphSchema("accounts", "http://a", ACCOUNTS),
            SubgraphSchema("branches", "http://b", BRANCHES.replace("LABEL", label)),
        ]
    )
    assert found.supergraph_sdl is not None, found.errors
    return found.supergraph_sdl


def clients() -> dict[str, Watched]:
    """Returns watched clients of both subgraphs."""
    query: dict[str, Any] = {
        "me": lambda *_: OWNER,
        "owners": lambda _o, _i, first: [OWNER] * first,
        "assets": lambda *_: ASSETS,
        "page": lambda *_, **__: {"items": [OWNER], "total": 1},
        "search": lambda *_, **__: [OWNER],
        "vault": lambda *_: {"gold": 1},
    }
    changes: dict[str, Any] = {"pay": lambda _o, _i, amount: amount, "greet": lambda *_: "hi"}
    accounts = make_subgraph_schema(
        ACCOUNTS, {"Query": query, "Mutation": changes}, {"Owner": lambda *_: OWNER}
    )
    branches = make_subgraph_schema(
        BRANCHES,
        {"Query": {"ping": lambda *_: "pong"}},
        {"Owner": lambda given, _: {**given, "branch": "new"}},
    )
    return {"accounts": Watched(SchemaClient(accounts)), "branches": Watched(SchemaClient(branches))}


def signed_in(identity: Identity | None) -> Hooks:
    """Returns hooks that say who asks."""

    async def hook(exchange: Exchange, proceed: Callable[[], Awaitable[GraphQLResponse]]) -> GraphQLResponse:
        if identity is not None:
            exchange.identity = identity
        return await proceed()

    return Hooks(request=(hook,))


def bank(
    identity: Identity | None = None, label: str = "percent(0)", hooks: Hooks | None = None, **options: Any
) -> tuple[Gateway, dict[str, Watched]]:
    """Returns the bank's gateway for one caller, and its watched clients."""
    watched = clients()
    around = hooks or signed_in(identity)
    return Gateway(supergraph(label), watched, GatewayOptions(**options), hooks=around), watched
