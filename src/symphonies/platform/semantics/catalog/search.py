"""Find metrics by what people call them."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, utils

from symphonies.platform.semantics.catalog.metric import Metric

_CUTOFF = 60.0


def search_metrics(metrics: Iterable[Metric], text: str, limit: int) -> tuple[Metric, ...]:
    """Return the metrics that fit a text best, best first.

    A title, id or synonym that equals the text comes first, then those that contain its words,
    then near misses.
    """
    wanted = utils.default_process(text)
    if not wanted:
        return tuple(metrics)[:limit]
    scored = [(_score(metric, wanted), metric) for metric in metrics if not metric.hidden]
    found = [(score, metric) for score, metric in scored if score >= _CUTOFF]
    found.sort(key=lambda pair: (-pair[0], pair[1].id))
    return tuple(metric for _, metric in found[:limit])


def _score(metric: Metric, wanted: str) -> float:
    names = [metric.title, metric.id.replace(".", " "), metric.id.split(".", 1)[1], *metric.synonyms]
    processed = [utils.default_process(name) for name in names]
    if wanted in processed:
        return 200.0
    words = set(wanted.split())
    if any(words <= set(name.split()) for name in processed):
        return 150.0
    best = max(fuzz.WRatio(wanted, name) for name in processed)
    told = 65.0 if words <= set(utils.default_process(metric.description).split()) else 0.0
    return max(best if best >= 75 else 0.0, told)
