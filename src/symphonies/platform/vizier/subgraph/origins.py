"""``Anomaly.began``: the first cause of what is unusual, as far as figures show it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.vizier.subgraph.anomalies import WATCH, WatchDesk
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.watch import Finding

SDL = """
extend type Anomaly {
  "Where it began; null where nothing upstream moved, and no slice holds the move."
  began: AnomalyOrigin
}

"The metric furthest upstream that moved, in the smallest slice that holds the move."
type AnomalyOrigin {
  metric: ID!
  title: String!
  "The slice; empty for all that the viewer may see."
  label: String!
  "First day of the first unusual period."
  since: String!
  "Metrics that could have moved it and did not."
  calm: [ID!]!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Anomaly": {"began": _began}}


async def _began(source: Mapping[str, Any], info: Any) -> dict[str, Any] | None:
    return await asyncio.to_thread(_traced, source["finding"], info.context)


def _traced(finding: Finding, context: Context) -> dict[str, Any] | None:
    desk: WatchDesk = context.extras[WATCH]
    layer = context.semantics
    found = desk.watcher.origin(finding, layer, context.scope)
    cause = found.cause
    if (cause.metric, cause.slice) == (finding.head.metric, finding.head.slice):
        return None
    return {
        "metric": cause.metric,
        "title": layer.catalog.metric(cause.metric).title,
        "label": cause.label,
        "since": cause.first_on.isoformat(),
        "calm": list(found.calm),
    }
