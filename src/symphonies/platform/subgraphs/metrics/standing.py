"""How the products behind a metric stand: connected, fresh, trusted; and where its figures come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symphonies.platform.semantics import Metric
from symphonies.platform.subgraphs.context import Lineage, ProductStatus
from symphonies.platform.subgraphs.metrics.definition import duration

_TRUST_WORST_FIRST = ("failed", "warning", "unknown", "verified")


def fact_products(leaves: Sequence[Metric]) -> tuple[str, ...]:
    """Return the products whose tables the leaves of a metric are computed from."""
    return tuple(dict.fromkeys(leaf.fact.partition(".")[0] for leaf in leaves if leaf.fact is not None))


def freshness_of(metric: Metric, statuses: Sequence[ProductStatus]) -> Mapping[str, Any]:
    """Return the ``Freshness`` of figures as fresh as their oldest source."""
    loaded = [status.loaded_at for status in statuses if status.loaded_at is not None]
    newest = [status.newest_on for status in statuses if status.newest_on is not None]
    told = [status.fresh for status in statuses if status.fresh is not None]
    return {
        "loadedAt": min(loaded).isoformat().replace("+00:00", "Z") if loaded else None,
        "newestOn": min(newest).isoformat() if newest else None,
        "target": duration(metric.freshness),
        "fresh": all(told) if told else None,
    }


def trust_of(statuses: Sequence[ProductStatus]) -> Mapping[str, Any]:
    """Return the ``Trust`` of figures as trustworthy as their worst source."""
    levels = {str(status.trust) for status in statuses} or {"unknown"}
    level = next(each for each in _TRUST_WORST_FIRST if each in levels)
    reasons = list(dict.fromkeys(reason for status in statuses for reason in status.reasons))
    return {"level": level.upper(), "reasons": reasons}


def lineage_of(leaves: Sequence[Metric], lineage: Lineage) -> list[Mapping[str, Any]]:
    """Return the ``LineageNode`` values of a metric, facts first, then towards the sources."""
    upstream: dict[tuple[str, str | None], list[str]] = {}
    for leaf in leaves:
        if leaf.fact is None:
            continue
        columns = sorted(leaf.measure.columns) if leaf.measure is not None else []
        for column in columns or [None]:
            upstream.setdefault((leaf.fact, column), [])
            for edge in lineage(leaf.fact, column):
                source = f"{edge.from_table}.{edge.from_column}" if edge.from_column else edge.from_table
                found = upstream.setdefault((edge.to_table, edge.to_column), [])
                if source not in found:
                    found.append(source)
    return [
        {"table": table, "column": column, "upstream": ends} for (table, column), ends in upstream.items()
    ]
