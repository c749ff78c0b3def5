"""The supergraph of an instance: product subgraphs and the Vizier's, composed and ready to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from symphonies.app.wiring import Instance
from symphonies.federation import (
    Gateway,
    GatewayOptions,
    Limits,
    SchemaClient,
    SubgraphClient,
    SubgraphSchema,
    compose,
    make_subgraph_schema,
)
from symphonies.kernel import SymphonyError
from symphonies.platform.subgraphs import ServedSubgraph, build_subgraphs
from symphonies.platform.vizier import SDL as VIZIER_SDL
from symphonies.platform.vizier import resolvers

VIZIER = "vizier"


class CompositionFailedError(SymphonyError):
    """The subgraphs do not make one schema."""

    code: ClassVar[str] = "COMPOSITION_FAILED"


@dataclass(frozen=True)
class Supergraph:
    """The composed schema and the gateway that serves it."""

    sdl: str
    gateway: Gateway
    subgraphs: Mapping[str, ServedSubgraph]
    """The products' subgraphs and the platform's, each servable on its own."""


def build_supergraph(instance: Instance) -> Supergraph:
    """Compose every subgraph of the instance.

    Raises:
        CompositionFailedError: naming each reason with its subgraph.
    """
    parts = build_subgraphs(instance.products, instance.catalog, instance.lakehouse.engine)
    clients: dict[str, SubgraphClient] = {part.name: part.client for part in parts}
    clients[VIZIER] = SchemaClient(make_subgraph_schema(VIZIER_SDL, resolvers()))
    schemas = [SubgraphSchema(part.name, f"inprocess://{part.name}", part.sdl) for part in parts]
    composed = compose([*schemas, SubgraphSchema(VIZIER, f"inprocess://{VIZIER}", VIZIER_SDL)])
    if composed.supergraph_sdl is None:
        reasons = "; ".join(map(str, composed.errors[:5]))
        raise CompositionFailedError(f"The subgraphs do not compose: {reasons}", hint="Mend the named contract.")
    told = instance.settings.federation
    limits = Limits(tokens=told.max_tokens, depth=told.max_depth, aliases=told.max_aliases)
    options = GatewayOptions(limits=limits, timeout_s=told.timeout_s)
    gateway = Gateway(composed.supergraph_sdl, clients, options)
    return Supergraph(composed.supergraph_sdl, gateway, {part.name: part.client for part in parts})
