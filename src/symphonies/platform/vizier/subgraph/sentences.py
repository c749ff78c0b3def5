"""Sentences as the graph tells them: each figure with its metric, its fact, and what gives it elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.ask import Figure, Saying, all_linked
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Sentence, Span


def told_sentence(said: Sentence, facts: Iterable[Fact] = ()) -> dict[str, Any]:
    """Return a sentence as the graph tells it.

    Args:
        said: the sentence.
        facts: those its figures come from.
    """
    facts = list(facts)
    queries = {fact.id: fact.query for fact in facts if fact.query is not None}
    pages = {fact.id: fact.page for fact in facts if fact.page is not None}

    def asked(figure: Span) -> str | None:
        # what a gain is a part of is not always the metric in which it shows
        query = queries.get(figure.fact or "")
        return figure.metric if figure.metric is None or query is None else query.metrics[0]

    spans = [
        {
            "text": each.text,
            "metric": asked(each),
            "fact": each.fact,
            "query": told_query(queries.get(each.fact or "")),
            "page": pages.get(each.fact or ""),
        }
        for each in said.spans
    ]
    return {"text": said.text, "spans": spans}


def told_answer(text: str, figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Return the sentence of an answer as spans."""
    spans, done = [], 0
    for each in figures:
        spans += [{"text": text[done : each.start]}] if each.start > done else []
        spans, done = [*spans, told_figure(text[each.start : each.end], each)], each.end
    return [*spans, {"text": text[done:]}] if done < len(text) else spans


def told_saying(said: Saying) -> dict[str, Any]:
    """Return a text whose figures were linked while it was written."""
    return {"text": said.text, "spans": told_answer(said.text, said.figures)}


def told_from(
    text: str, metric: str, *, query: MetricQuery | None = None, page: str | None = None
) -> dict[str, Any]:
    """Return a text all of whose figures come from one place: a metric, its query or an engine's page."""
    return {"text": text, "spans": told_answer(text, all_linked(text, metric, query=query, page=page))}


def told_figure(printed: str, found: Figure) -> dict[str, Any]:
    """Return a figure as a span: as it is printed, and what gives it elsewhere."""
    return {"text": printed, "metric": found.metric, "query": told_query(found.query), "page": found.page}


def told_query(query: MetricQuery | None) -> str | None:
    """Return what a query asks the field ``metric`` for, as JSON of its arguments.

    None without a query, and for one that the field cannot be asked: of several metrics, of the smallest
    groups, of groups that meet a condition.
    """
    if query is None or len(query.metrics) > 1 or query.having or (query.top and query.top.lowest):
        return None
    (metric,) = query.metrics
    told: dict[str, Any] = {
        "id": metric,
        "by": list(query.by),
        "grain": query.grain and query.grain.name,
        "period": query.period
        and {"from": query.period.start.isoformat(), "to": query.period.last_day.isoformat()},
        "where": [
            {"dimension": each.dimension, "op": each.op.name, "values": list(each.values)}
            for each in query.where
        ],
        "compare": [each.name for each in query.compare],
        "currency": query.currency,
        "calendar": query.calendar,
        "variant": query.variants.get(metric),
        "top": query.top and query.top.n,
        "rest": query.top.rest if query.top else None,
        "share": query.share or None,
    }
    return json.dumps({name: value for name, value in told.items() if value not in (None, [])})
