"""Metrics of the catalogue as the graph shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from symphonies.platform.semantics import Catalog, Dimension, Metric


def definition_of(metric: Metric, catalog: Catalog) -> Mapping[str, Any]:
    """Return a ``MetricDefinition``."""
    return {
        "id": metric.id,
        "title": metric.title,
        "description": metric.description,
        "formula": metric.text,
        "type": metric.type.name,
        "unit": metric.unit.value,
        "direction": metric.direction.name,
        "owner": metric.owner,
        "product": metric.product,
        "defaultGrain": metric.default_grain.name,
        "dimensions": lambda: [_dimension(each, catalog) for each in catalog.dimensions_of(metric.id)],
        "target": metric.target,
        "variants": [
            {"name": each.name, "title": each.title, "label": each.label, "formula": each.text}
            for each in metric.variants.values()
        ],
        "synonyms": list(metric.synonyms),
        "model": metric.model,
        "most": metric.most,
    }


def _dimension(dimension: Dimension, catalog: Catalog) -> Mapping[str, Any]:
    table = catalog.graph.tables.get(dimension.table)
    column = table.columns.get(dimension.column) if table else None
    meaning = column.meaning if column else dimension.title
    return {"name": dimension.path, "title": dimension.title, "description": meaning}


def duration(span: timedelta) -> str:
    """Return a time span as contracts write it: ``26h``, ``15m`` or ``7d``."""
    seconds = int(span.total_seconds())
    if seconds % 86400 == 0:
        return f"{seconds // 86400}d"
    return f"{seconds // 3600}h" if seconds % 3600 == 0 else f"{seconds // 60}m"
