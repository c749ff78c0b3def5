"""Dimensions a currency rule adds: figures in several currencies are never summed."""

from __future__ import annotations

from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.metric import Unit
from symphonies.platform.semantics.planning.currency import ENTITY, TRANSACTION
from symphonies.platform.semantics.query import MetricQuery

CURRENCY = "currency"
ENTITY_CURRENCY = "entity.currency"


def grouping(query: MetricQuery, catalog: Catalog) -> tuple[str, ...]:
    """Return the dimensions of a query, with the currency where one is needed to tell sums apart."""
    needed = None
    if query.currency == TRANSACTION:
        needed = CURRENCY
    elif query.currency == ENTITY and "entity" not in query.by:
        needed = ENTITY_CURRENCY
    money = any(catalog.metric(name).unit is Unit.MONEY for name in query.metrics)
    return (*query.by, needed) if needed and money and needed not in query.by else query.by
