"""``Query.ask``: a question in plain language, answered, asked back, or refused with its reason."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any

from symphonies.kernel import Kept
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.ask import Answer, Asker, Chart, Reading, Working, query_to_dict
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.sentences import told_answer, told_from

ASK = "ask"
"""Key of the request's extras: `AskDesk`."""
REMEMBERED = 2_000
"""How many conversations are remembered; the one longest not used is forgotten first."""

SDL = """
type Query {
  "An answer to a question in plain language; a follow-up names the conversation of the answer before."
  ask(question: String!, conversation: ID): Answer!
}

"An answer, a question back, or a refusal with its reason."
type Answer {
  "answer, ask or refusal."
  kind: ID!
  "figure, why, what_if or forecast."
  intent: ID!
  question: String!
  sentence: String!
  "The sentence, its figures linked."
  spans: [Span!]!
  "Name it in a follow-up."
  conversation: ID!
  "How sure it is that this was meant, 0 to 1."
  confidence: Float!
  columns: [AnswerColumn!]!
  rows: [AnswerRow!]!
  chart: AnswerChart
  how: AnswerHow
  "The metric query that was run, as JSON; other surfaces give the same figures for it."
  query: String
  "Of a question back: what to choose from, as whole questions."
  choices: [String!]!
  "Of a refusal: what can be asked instead."
  suggestions: [String!]!
  notes: [String!]!
  "The same, each figure linked."
  remarks: [Sentence!]!
  "Of a refusal: the kind of reason."
  because: String
}

"One column of an answer."
type AnswerColumn {
  name: ID!
  title: String!
  "The metric, for figures."
  metric: ID
  unit: String
  currency: String
}

"One row of an answer, a cell for each column."
type AnswerRow {
  cells: [AnswerCell!]!
}

"A figure or a name; both null where nothing is known."
type AnswerCell {
  number: Float
  text: String
}

"How to draw the rows."
type AnswerChart {
  "figure, line, bar, stacked or table."
  kind: ID!
  title: String!
  "The column along the axis."
  x: ID
  "The columns of figures."
  series: [ID!]!
  "The column that gives each line or part."
  split: ID
  "The range around the first series."
  band: AnswerBand
  unit: String!
  currency: String
}

"A range in which 4 of 5 cases lie: the columns of its ends."
type AnswerBand {
  low: ID!
  high: ID!
}

"How an answer was worked out."
type AnswerHow {
  "In plain words."
  words: [String!]!
  "The same, each figure linked."
  sentences: [Sentence!]!
  "The steps of the semantic layer."
  plan: [String!]!
  "Only for those from whom nothing is hidden."
  sql: String
  "The tables the figures are read from."
  lineage: [String!]!
  "Where the figures of an engine can be looked into."
  pages: [ProductPage!]!
}

"A page of the product."
type ProductPage {
  title: String!
  "Within the product."
  address: String!
}
"""


@dataclass
class Conversations:
    """What was understood last in each conversation; kept in memory, for one process."""

    _known: Kept[tuple[str, str], Reading] = field(default_factory=lambda: Kept(REMEMBERED))

    def last(self, principal: str, conversation: str | None) -> Reading | None:
        """Return the last reading of somebody's conversation; None for a new or forgotten one."""
        return self._known.get((principal, conversation or ""))

    def keep(self, principal: str, conversation: str | None, reading: Reading) -> str:
        """Keep a reading and return the id of its conversation."""
        name = conversation or token_urlsafe(9)
        self._known.put((principal, name), reading)
        return name


@dataclass(frozen=True)
class AskDesk:
    """What asking needs of the application."""

    asker: Asker
    conversations: Conversations = field(default_factory=Conversations)


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"ask": _ask}}


async def _ask(_source: object, info: Any, question: str, conversation: str | None = None) -> dict[str, Any]:
    context: Context = info.context
    desk: AskDesk = context.extras[ASK]
    before = desk.conversations.last(context.principal.id, conversation)
    answer = await asyncio.to_thread(desk.asker.ask, question, context.scope, before)
    kept = desk.conversations.keep(context.principal.id, conversation, answer.reading)
    return told(answer, kept, context.semantics)


def told(answer: Answer, conversation: str, layer: SemanticLayer) -> dict[str, Any]:
    """Return an answer as the graph tells it."""
    keys = answer.query.by if answer.query is not None else ()
    return {
        "kind": answer.kind,
        "intent": answer.intent,
        "question": answer.question,
        "sentence": answer.sentence,
        "spans": told_answer(answer.sentence, answer.figures),
        "conversation": conversation,
        "confidence": answer.confidence,
        "columns": [_column(name, answer, layer) for name in answer.columns],
        "rows": [
            {"cells": [_cell(row.get(name), name in keys) for name in answer.columns]} for row in answer.rows
        ],
        "chart": answer.chart and _chart(answer.chart),
        "how": answer.working and _how(answer.working, answer),
        "query": answer.query and json.dumps(query_to_dict(answer.query)),
        "choices": list(answer.choices),
        "suggestions": list(answer.suggestions),
        "notes": list(answer.notes),
        "remarks": [_linked(each, answer) for each in answer.notes],
        "because": answer.because,
    }


def _column(name: str, answer: Answer, layer: SemanticLayer) -> dict[str, Any]:
    """Return a column with what people call it; columns of engines have names of their own."""
    base, _, suffix = name.partition("__")
    metrics = answer.query.metrics if answer.query is not None else ()
    if base in metrics:
        metric = layer.catalog.metric(base)
        title = metric.title if not suffix else f"{metric.title}, {suffix.replace('_', ' ')}"
        currency = answer.chart.currency if answer.chart and metric.unit == "money" else None
        unit = "ratio" if suffix == "share" else str(metric.unit)
        return {"name": name, "title": title, "metric": base, "unit": unit, "currency": currency}
    return {"name": name, "title": base.replace(".", " ").replace("_", " ").capitalize()}


def _cell(value: object, is_key: bool) -> dict[str, Any]:
    """Return a value as people read it; keys of groups as all surfaces write them."""
    if value is None:
        return {"text": None}
    if isinstance(value, bool):
        return {"text": str(value).lower() if is_key else ("yes" if value else "no")}
    if isinstance(value, int | float):
        return {"number": float(value)}
    return {"text": value.isoformat() if isinstance(value, date | datetime) else str(value)}


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "kind": chart.kind,
        "title": chart.title,
        "x": chart.x,
        "series": list(chart.series),
        "split": chart.split,
        "band": chart.band and dict(zip(("low", "high"), chart.band, strict=True)),
        "unit": chart.unit,
        "currency": chart.currency,
    }


def _linked(text: str, answer: Answer) -> dict[str, Any]:
    """Return what is said beside an answer: its figures come from where those of the answer do."""
    if not answer.figures:
        return {"text": text, "spans": []}
    first = answer.figures[0]
    return told_from(text, first.metric, query=answer.query or first.query, page=first.page)


def _how(working: Working, answer: Answer) -> dict[str, Any]:
    return {
        "words": list(working.words),
        "sentences": [_linked(each, answer) for each in working.words],
        "plan": list(working.plan),
        "sql": working.sql,
        "lineage": list(working.lineage),
        "pages": [{"title": page.title, "address": page.address} for page in working.pages],
    }
