"""The supergraph of an instance: those of products, the Vizier and symphonies, composed and ready to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from graphql import GraphQLSchema, graphql

from symphonies.app.telemetry import measuring_hooks
from symphonies.app.wiring import Instance
from symphonies.app.wiring_symphonies import symphony_schemas, symphony_subgraphs
from symphonies.federation import (
    Gateway,
    GatewayOptions,
    Limits,
    SchemaClient,
    Shaped,
    SubgraphClient,
    SubgraphSchema,
    Telemetry,
    compose,
    make_subgraph_schema,
)
from symphonies.kernel import SymphonyError
from symphonies.platform.lakehouse import DuckDBEngine, Product
from symphonies.platform.semantics import load_catalog
from symphonies.platform.subgraphs import (
    LEARNING,
    LEARNING_SDL,
    RequestContext,
    Subgraph,
    build_subgraphs,
    learning_schema,
)
from symphonies.platform.vizier import SDL as VIZIER_SDL
from symphonies.platform.vizier import events, resolvers

VIZIER = "vizier"
ADDRESS = "http://127.0.0.1:8020/subgraphs"
"""Where the subgraphs answer unless settings say otherwise, for a router that stands in front."""


class CompositionFailedError(SymphonyError):
    """The subgraphs do not make one schema."""

    code: ClassVar[str] = "COMPOSITION_FAILED"


@dataclass(frozen=True)
class Supergraph:
    """The composed schema and the gateway that serves it."""

    sdl: str
    gateway: Gateway
    subgraphs: Mapping[str, ServableSubgraph]
    """Every subgraph, servable on its own."""
    clients: Mapping[str, SubgraphClient]
    """How the gateway reaches them."""

    async def close(self) -> None:
        """Close the connections to subgraphs in other processes."""
        await self.gateway.subscriptions.close()
        for client in self.clients.values():
            if isinstance(client, Shaped):
                await client.close()


class ServableSubgraph(Protocol):
    """A subgraph that takes operations as text."""

    async def execute(
        self,
        query: str,
        variables: Mapping[str, Any],
        context: RequestContext,
        operation_name: str | None = None,
    ) -> Mapping[str, Any]:
        """Return the GraphQL answer of one operation."""
        ...


@dataclass(frozen=True)
class SchemaSubgraph:
    """A graphql-core schema, served as text."""

    schema: GraphQLSchema

    async def execute(
        self,
        query: str,
        variables: Mapping[str, Any],
        context: RequestContext,
        operation_name: str | None = None,
    ) -> Mapping[str, Any]:
        """Return the GraphQL answer of one operation."""
        result = await graphql(
            self.schema,
            query,
            context_value=context,
            variable_values=dict(variables),
            operation_name=operation_name,
        )
        return result.formatted


def build_supergraph(
    instance: Instance,
    elsewhere: Mapping[str, SubgraphClient] | None = None,
    telemetry: Telemetry | None = None,
) -> Supergraph:
    """Compose every subgraph of the instance and put a gateway in front.

    Args:
        instance: the product.
        elsewhere: clients of subgraphs that run in other processes, by name.
        telemetry: measures the gateway's work.

    Raises:
        CompositionFailedError: naming each reason with its subgraph.
    """
    parts = build_subgraphs(instance.products, instance.catalog, instance.lakehouse.engine)
    schemas = _schemas(instance)
    clients: dict[str, SubgraphClient] = {part.name: part.client for part in parts}
    clients |= {name: SchemaClient(schema) for name, schema in schemas.items()} | dict(elsewhere or {})
    sdl = compose_sdl(parts)
    told = instance.settings.federation
    limits = Limits(tokens=told.max_tokens, depth=told.max_depth, aliases=told.max_aliases)
    options = GatewayOptions(limits=limits, timeout_s=told.timeout_s, suggestions="everybody")
    hooks = measuring_hooks(telemetry, told.subgraphs)
    gateway = Gateway(sdl, clients, options, hooks=hooks)
    return Supergraph(sdl, gateway, _servable(parts, schemas), clients)


def local_subgraphs(instance: Instance) -> dict[str, ServableSubgraph]:
    """Return every subgraph of the instance by name, each servable on its own."""
    parts = build_subgraphs(instance.products, instance.catalog, instance.lakehouse.engine)
    return _servable(parts, _schemas(instance))


def _schemas(instance: Instance) -> dict[str, GraphQLSchema]:
    """Return the executable schemas of the Vizier, of learning and of the symphonies, by subgraph."""
    own = {VIZIER: make_subgraph_schema(VIZIER_SDL, resolvers(), {}, events()), LEARNING: learning_schema()}
    return own | symphony_schemas(instance)


def _servable(parts: Sequence[Subgraph], schemas: Mapping[str, GraphQLSchema]) -> dict[str, ServableSubgraph]:
    served: dict[str, ServableSubgraph] = {part.name: part.client for part in parts}
    return served | {name: SchemaSubgraph(schema) for name, schema in schemas.items()}


def declared_sdl(products: Sequence[Product]) -> str:
    """Return the supergraph schema that products compose to, without a store.

    Raises:
        CompositionFailedError: naming each reason with its subgraph.
    """
    return compose_sdl(build_subgraphs(products, load_catalog(products), DuckDBEngine()))


def compose_sdl(parts: Sequence[Subgraph]) -> str:
    """Return the supergraph schema of the products' subgraphs, the Vizier's and the symphonies'.

    Raises:
        CompositionFailedError: naming each reason with its subgraph.
    """
    texts = {part.name: part.sdl for part in parts} | {VIZIER: VIZIER_SDL, LEARNING: LEARNING_SDL}
    texts |= {name: part.SDL for name, part in symphony_subgraphs().items()}
    composed = compose([SubgraphSchema(name, f"{ADDRESS}/{name}", sdl) for name, sdl in texts.items()])
    if composed.supergraph_sdl is None:
        reasons = "; ".join(map(str, composed.errors[:5]))
        raise CompositionFailedError(
            f"The subgraphs do not compose: {reasons}", hint="Mend the named contract."
        )
    return composed.supergraph_sdl
