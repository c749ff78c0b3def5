"""Two subgraphs whose answers can be cached: products, and what people say of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symphonies.federation import (
    CachedFetches,
    CacheRules,
    CacheStore,
    Gateway,
    GraphQLRequest,
    Hooks,
    Identity,
    SchemaClient,
    SubgraphRequest,
    SubgraphResponse,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
    tell_cache_control,
)

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@cacheTag"])\n'
    "directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT\n"
    "enum CacheControlScope { PUBLIC PRIVATE }\n"
)
PRODUCTS = (
    LINK
    + """
type Query {
  product(id: ID!): Product
  top(category: String!): [Product!]! @cacheTag(format: "top-{$args.category}") @cacheTag(format: "tops")
}
type Mutation { rename(id: ID!, name: String!): Product }
type Product @key(fields: "id") @cacheTag(format: "product-{$key.id}") { id: ID! name: String! }
"""
)
OPINIONS = (
    LINK
    + """
type Query { opinions: Int! @cacheControl(maxAge: 30) }
type Product @key(fields: "id") @cacheControl(maxAge: 60) @cacheTag(format: "said-{$key.id}") {
  id: ID!
  score: Int!
  mine: String! @cacheControl(maxAge: 10, scope: PRIVATE)
}
"""
)
SDL = {"products": PRODUCTS, "opinions": OPINIONS}


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Counted:
    """A subgraph that counts what it is asked, and says how long its answers are good."""

    def __init__(self, client: SchemaClient) -> None:
        self._client = client
        self.asked: list[Mapping[str, Any]] = []
        self.headers: dict[str, str] = {}
        self.error: Exception | None = None

    async def fetch(self, request: SubgraphRequest) -> SubgraphResponse:
        self.asked.append(dict(request.variables))
        if self.error is not None:
            raise self.error
        response = await self._client.fetch(request)
        return SubgraphResponse(response.data, response.errors, self.headers)


class Shelf:
    """A gateway with a cache over two subgraphs, and all that a test turns."""

    def __init__(self, max_bytes: int = 1_000_000, rules: CacheRules | None = None, **sent: str) -> None:
        self.names = {str(n): f"product {n}" for n in range(20)}
        self.broken: set[str] = set()
        schemas = {
            "products": make_subgraph_schema(
                PRODUCTS,
                {
                    "Query": {
                        "product": lambda _o, _i, id: self._product(id),
                        "top": lambda _o, _i, category: [self._product(n) for n in "123"],
                    },
                    "Mutation": {"rename": self._rename},
                },
            ),
            "opinions": make_subgraph_schema(
                OPINIONS,
                {"Query": {"opinions": lambda *_: 3}, "Product": {"score": self._score, "mine": self._mine}},
            ),
        }
        self.clients = {name: Counted(SchemaClient(schema)) for name, schema in schemas.items()}
        composed = compose([SubgraphSchema(name, f"http://{name}", sdl) for name, sdl in SDL.items()])
        assert composed.supergraph_sdl, composed.errors
        self.clock = Clock()
        self.store = CacheStore(max_bytes, 100_000, clock=self.clock)
        self.lookups: list[tuple[str, int, int]] = []
        bare = Gateway(composed.supergraph_sdl, self.clients)
        cached = CachedFetches(
            self.store,
            bare.supergraph.document,
            bare.schema,
            lambda _: rules or CacheRules(),
            lambda request: {
                n: request.client_headers[n] for n in sent.values() if n in request.client_headers
            },
            observe=lambda seen: self.lookups.append((seen.service, seen.hits, seen.misses)),
        )
        hooks = Hooks(request=(tell_cache_control, self._identify), fetch=(cached,))
        self.gateway = Gateway(composed.supergraph_sdl, self.clients, hooks=hooks)

    async def _identify(self, exchange: Any, proceed: Any) -> Any:
        if "user" in exchange.headers:
            exchange.identity = Identity(exchange.headers["user"])
        return await proceed()

    def _product(self, id: str) -> dict[str, str] | None:
        return {"id": id, "name": self.names[id]} if id in self.names else None

    def _rename(self, _o: object, _i: object, id: str, name: str) -> Any:
        self.names[id] = name
        return self._product(id)

    def _score(self, product: Mapping[str, Any], _: object) -> int:
        if product["id"] in self.broken:
            raise ValueError("no score")
        return 10 * int(product["id"])

    def _mine(self, product: Mapping[str, Any], _: object) -> str:
        return f"seen {len(self.clients['opinions'].asked)}"

    async def ask(self, query: str, *, headers: Mapping[str, str] | None = None, **variables: Any) -> Any:
        """Returns the whole response."""
        return await self.gateway.execute(GraphQLRequest(query, variables, headers=headers or {}))

    def counts(self) -> tuple[int, int]:
        """Returns how often each subgraph was asked."""
        return len(self.clients["products"].asked), len(self.clients["opinions"].asked)
