"""Contracts and metrics -> the subgraphs of a company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from symphonies.platform.lakehouse import Contract
from symphonies.platform.semantics import Catalog
from symphonies.platform.subgraphs.model import GraphModel, build_model
from symphonies.platform.subgraphs.platform import PlatformFields
from symphonies.platform.subgraphs.ports import RowEngine
from symphonies.platform.subgraphs.product import ProductFields
from symphonies.platform.subgraphs.sdl import metric_fields, metrics_sdl, product_sdl
from symphonies.platform.subgraphs.serving import ServedSubgraph

PLATFORM_SUBGRAPH = "metrics"
"""The subgraph with the generic metric field, the viewer, the company and the products."""


class Declared(Protocol):
    """A product as the lakehouse finds it."""

    @property
    def contract(self) -> Contract:
        """Its contract."""
        ...


@dataclass(frozen=True)
class Subgraph:
    """One part of the supergraph: compose ``sdl``, route to ``client``."""

    name: str
    sdl: str
    client: ServedSubgraph
    """A subgraph client for the gateway; its ``execute`` serves the same over HTTP."""


def build_subgraphs(
    products: Sequence[Declared], catalog: Catalog, engine: RowEngine
) -> tuple[Subgraph, ...]:
    """Build the subgraph of every product, and the platform's own.

    Args:
        products: The products; their contracts name the entity types.
        catalog: The metrics of all products.
        engine: The store; only read.

    Raises:
        GraphNameTakenError: Two contracts name the same entity, or one takes a platform name.
    """
    contracts = [product.contract for product in products]
    sdl = metrics_sdl()
    platform = ServedSubgraph(PLATFORM_SUBGRAPH, sdl, [], PlatformFields(catalog, contracts))
    query = platform.schema.query_type
    model = build_model(contracts, {*platform.schema.type_map, *(query.fields if query else ())})
    built = [_product_subgraph(contract.id, model, catalog, engine) for contract in contracts]
    return (*(each for each in built if each is not None), Subgraph(PLATFORM_SUBGRAPH, sdl, platform))


def _product_subgraph(
    product: str, model: GraphModel, catalog: Catalog, engine: RowEngine
) -> Subgraph | None:
    """Return the subgraph of a product; None where it has neither entities nor metrics."""
    metrics = metric_fields([metric.id for metric in catalog.metrics if metric.product == product])
    entities = [entity.name for entity in model.of_product(product)]
    if not metrics and not entities:
        return None
    foreign = [name for name in model.entities if model.list_fields(product, name) and name not in entities]
    titles = {name: _title(catalog, metric_id) for name, metric_id in metrics.items()}
    sdl = product_sdl(model, product, titles)
    fields = ProductFields(product, model, engine, catalog, metrics)
    return Subgraph(product, sdl, ServedSubgraph(product, sdl, [*entities, *foreign], fields))


def _title(catalog: Catalog, metric_id: str) -> str:
    metric = catalog.metric(metric_id)
    return f"{metric.title}. {metric.description}".strip()
