"""Which dimensions of a metric are worth a series for each of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from symphonies.platform.semantics import Dimension, Metric, SemanticLayer, Stock


def important_dimensions(metric: str, layer: SemanticLayer) -> list[str]:
    """Return the dimensions of a metric worth a series each: near ones, each column once, no persons."""
    catalog = layer.catalog
    leaves = catalog.leaf_metrics(metric)
    defining = {column for leaf in leaves if leaf.measure for column in leaf.measure.columns}
    if catalog.ratio(metric) is not None:
        # by what tells the numerator from the denominator, a share is all or nothing
        conditions = [leaf.measure.where for leaf in leaves if leaf.measure and leaf.measure.where]
        defining |= {column for condition in conditions for column in condition.columns}
    if any(leaf.stock is Stock.ACCUMULATE for leaf in leaves):
        # a balance by kind of movement is a sum that only grows
        facts = {leaf.fact for leaf in leaves}
        defining |= {
            column
            for metric_ in catalog.all_metrics
            if metric_.fact in facts and metric_.measure and metric_.measure.where
            for column in metric_.measure.where.columns
        }
    seen: set[tuple[str, str]] = set()
    kept: list[str] = []
    for each in sorted(catalog.dimensions_of(metric), key=lambda each: each.path.count(".")):
        place = (each.target.target, "") if each.target else (each.table, each.column)
        if _worth(each, defining) and place not in seen and not layer.catalog.names_people(each):
            seen.add(place)
            kept.append(each.path)
    return kept


def _worth(dimension: Dimension, defining: set[str]) -> bool:
    own = not dimension.steps and dimension.column in defining
    return (
        dimension.type == "string"
        and not own
        and dimension.settles_days is None
        and dimension.path.count(".") <= 1
    )


def hub_of(metrics: Iterable[Metric], layer: SemanticLayer) -> str:
    """Return the dimension most metrics have: the one that others are crossed with."""
    counts = Counter(
        path for metric in metrics for path in important_dimensions(metric.id, layer) if "." not in path
    )
    return counts.most_common(1)[0][0] if counts else ""


def country_of(metrics: Sequence[Metric], hub: str, layer: SemanticLayer) -> str | None:
    """Return the dimension that holds the country of some metrics' rows: the hub's, else the nearest."""
    catalog = layer.catalog
    found = [
        each.path
        for each in catalog.dimensions_of(metrics[0].id)
        if not each.expression
        and catalog.graph.tables[each.table].columns[each.column].is_country
        and all(catalog.reaches(metric.id, each.path) for metric in metrics)
    ]
    return min(found, key=lambda path: (path.split(".")[0] != hub, path.count("."), path), default=None)


def shared_dimensions(metrics: Sequence[Metric], layer: SemanticLayer) -> list[str]:
    """Return the dimensions that all of some metrics have and for which most of them are worth splitting."""
    counts = Counter(path for metric in metrics for path in important_dimensions(metric.id, layer))
    every = [path for path in counts if all(layer.catalog.reaches(metric.id, path) for metric in metrics)]
    return sorted(every, key=lambda path: (path.count("."), -counts[path]))
