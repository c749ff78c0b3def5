"""``Anomaly.began``: the first cause of what is unusual, or that there is no single one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.explain import slices_of
from symphonies.platform.vizier.narrate import load_language, place
from symphonies.platform.vizier.subgraph.anomalies import WATCH, WatchDesk
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.moved import told_origin
from symphonies.platform.vizier.watch import Anomaly, Finding

SDL = '''
extend type Anomaly {
  "Where it began, or what there is instead of a single cause; null where the item says it itself."
  began: AnomalyOrigin
}

"""
The metric furthest upstream that moved, in the smallest slice that holds the move. Where there is no single
cause it is the metric as a whole, with the slices that share its move and what else moved upstream.
"""
type AnomalyOrigin {
  "The same in words, each metric linked."
  sentence: Sentence!
  "Whether one cause stands out."
  single: Boolean!
  metric: ID!
  title: String!
  "The slice; empty for all that the viewer may see."
  label: String!
  "First day of the first unusual period."
  since: String!
  "Metrics that could have moved it and did not."
  calm: [ID!]!
  "Slices that moved alike, the largest move first; none of them holds most of it."
  parts: [String!]!
  "Titles of other metrics upstream that moved by themselves, no later: each may have done it too."
  rivals: [String!]!
}
'''


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Anomaly": {"began": _began}}


def place_of(each: Anomaly, layer: SemanticLayer) -> str:
    """Return what the slice of an anomaly is called; empty for all there is."""
    return place(slices_of(each.metric, each.slice, each.label, layer), load_language())


async def _began(source: Mapping[str, Any], info: Any) -> dict[str, Any] | None:
    return await asyncio.to_thread(_traced, source["finding"], info.context)


def _traced(finding: Finding, context: Context) -> dict[str, Any] | None:
    desk: WatchDesk = context.extras[WATCH]
    layer = context.semantics
    found = desk.watcher.origin(finding, layer, context.scope)
    cause = found.cause
    if found.single and (cause.metric, cause.slice) == (finding.head.metric, finding.head.slice):
        return None
    return {
        "sentence": told_origin(found, layer),
        "metric": cause.metric,
        "title": layer.catalog.metric(cause.metric).title,
        "label": place_of(cause, layer),
        "since": cause.first_on.isoformat(),
        "calm": list(found.calm),
        "single": found.single,
        "parts": [place_of(each, layer) for each in found.parts],
        "rivals": [layer.catalog.metric(each.metric).title for each in found.rivals],
    }
