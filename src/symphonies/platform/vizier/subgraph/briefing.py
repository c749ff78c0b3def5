"""``Query.briefing``: what changed and what matters, as facts and as sentences."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.vizier.brief import Briefing, Reasons, Sources, compose, reasons_by
from symphonies.platform.vizier.facts import Fact, Level, materiality, value_of
from symphonies.platform.vizier.foresight import coming_facts
from symphonies.platform.vizier.narrate import (
    Length,
    Style,
    Tone,
    load_language,
    sentence,
)
from symphonies.platform.vizier.rewrite import Rewriter
from symphonies.platform.vizier.subgraph.anomalies import WATCH, WatchDesk, unusual_facts
from symphonies.platform.vizier.subgraph.context import (
    BRIEFED,
    FORESIGHT,
    LEVELS,
    REWRITER,
    Briefed,
    Context,
    words_of,
)
from symphonies.platform.vizier.subgraph.desk import advice_facts
from symphonies.platform.vizier.subgraph.readers import READERS, ReaderDesk, reader_of, view_of
from symphonies.platform.vizier.subgraph.refusals import refused
from symphonies.platform.vizier.subgraph.sentences import told_query, told_sentence
from symphonies.platform.vizier.subgraph.why import WHY, Awaited, WhyDesk

SDL = '''
type Query {
  """
  What changed and what matters on a symphony's first screen, for the viewer.
  Length, tone and language are as the viewer chose where they are not given.
  A language is one the installation knows, such as en or de.
  """
  briefing(symphony: ID!, length: BriefingLength, tone: BriefingTone, language: ID): Briefing!
}

"How much is told."
enum BriefingLength { BRIEF NORMAL FULL }

"How changes are told: as distances, or as movements."
enum BriefingTone { PLAIN VIVID }

"One headline, the sections of the text, and the facts they were made from."
type Briefing {
  "Whether all reasons are worked out; ask again in some seconds while they are not."
  ready: Boolean!
  "ISO 639-1 code of the text's language."
  language: ID!
  "When the viewer was here before, null for a first visit."
  lastVisitAt: String
  headline: Sentence!
  sections: [BriefingSection!]!
  facts: [Fact!]!
  "Metrics that policy hides from the viewer."
  withheld: [ID!]!
}

"A titled part of the text."
type BriefingSection {
  "changed, why, coming or do."
  name: ID!
  title: String!
  sentences: [Sentence!]!
  "The language model whose words these are, found to say no more than the facts; null: made here."
  model: String
}

"A sentence; its spans with a metric are figures that link to their definition."
type Sentence {
  text: String!
  spans: [Span!]!
}

"A piece of a sentence."
type Span {
  text: String!
  metric: ID
  "The fact the figure comes from."
  fact: ID
  "What gives the figure on every other surface: arguments of the field metric, as JSON."
  query: String
  "Address of the page where an engine shows the figure."
  page: String
}

"Something that is so, with the figure it is remembered by."
type Fact {
  id: ID!
  "level, unusual, driver, outlook, chance or advice."
  kind: ID!
  metric: ID!
  title: String!
  "The period, as the company's calendar names it."
  period: String!
  "The part of the company; empty for all that the viewer may see."
  scope: [FactScope!]!
  "1 for what was counted, less for what was estimated."
  confidence: Float!
  "Who says so: the semantic layer, or an engine with its version."
  origin: String!
  "What gives the figure on every other surface: arguments of the field metric, as JSON."
  query: String
  sentence: Sentence!
  value: Float
  delta: Float
  "What the delta is measured against: plan, year, period or visit."
  reference: String
  "Whether it is good for the business; null where there is no direction."
  good: Boolean
  materiality: Float!
}

"One value of one dimension."
type FactScope {
  dimension: ID!
  value: String!
  label: String!
}
'''


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"briefing": _briefing}}


async def _briefing(_source: object, info: Any, symphony: str, **wanted: str | None) -> dict[str, Any]:
    context: Context = info.context
    known: Mapping[str, Briefed] = context.extras[BRIEFED]
    if symphony not in known:
        raise GraphQLError(
            f"There is no symphony {symphony!r}. {did_you_mean(symphony, known)}",
            extensions={"code": "NAME_UNKNOWN"},
        )
    return await asyncio.to_thread(_composed, context, symphony, known[symphony], wanted)


def _composed(
    context: Context, symphony: str, briefed: Briefed, wanted: Mapping[str, str | None]
) -> dict[str, Any]:
    why: WhyDesk = context.extras[WHY]
    readers: ReaderDesk = context.extras[READERS]
    style, awaited = _style(context, readers, wanted), Awaited(why)
    found = _compose(context, symphony, briefed, style, awaited.reasons)
    why.begin(awaited.missing, context.semantics, context.scope)
    readers.told.put((context.principal.id, symphony), found)
    visit = readers.memory.before(context.principal.id, symphony, view_of(context))
    return _told(found, Style(style.length, Tone.PLAIN, style.language)) | {
        "ready": not awaited.missing and all(each.is_ready() for each in context.extras.get(FORESIGHT, ())),
        "language": style.language.code,
        "lastVisitAt": visit and visit.at.isoformat(),
    }


def brief_whole(context: Context, symphony: str, style: Style) -> Briefing:
    """Return a symphony's briefing with all its reasons and anomalies, however long they take to find."""
    why: WhyDesk = context.extras[WHY]
    watch: WatchDesk = context.extras[WATCH]
    watch.watcher.look(context.semantics, context.scope)
    known: Mapping[str, Briefed] = context.extras[BRIEFED]
    return _compose(context, symphony, known[symphony], style, reasons_by(why.explainer, why.personal))


def _compose(context: Context, symphony: str, briefed: Briefed, style: Style, reasons: Reasons) -> Briefing:
    facts = {
        "watch": unusual_facts(context),
        "foresight": coming_facts(context.extras.get(FORESIGHT, ())),
        "advice": advice_facts(context, symphony),
    }
    found = compose(
        briefed.heroes,
        briefed.watch,
        context.semantics,
        context.scope,
        reader=reader_of(context, symphony, briefed),
        style=style,
        sources=Sources(facts, reasons, context.extras.get(LEVELS)),
    )
    rewriter: Rewriter | None = context.extras.get(REWRITER)
    return found if rewriter is None else rewriter.rewrite(found, context.principal.id, style.language)


def _style(context: Context, readers: ReaderDesk, wanted: Mapping[str, str | None]) -> Style:
    chosen = readers.styles.of(context.principal.id)
    length, tone = wanted.get("length"), wanted.get("tone")
    try:
        spoken = load_language(wanted.get("language") or chosen.language, words_of(context))
    except NotFoundError as error:
        raise refused(error) from error
    return Style(Length[length] if length else chosen.length, Tone[tone] if tone else chosen.tone, spoken)


def _told(briefing: Briefing, style: Style) -> dict[str, Any]:
    return {
        "headline": told_sentence(briefing.headline, briefing.facts),
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "model": section.model,
                "sentences": [told_sentence(each, briefing.facts) for each in section.sentences],
            }
            for section in briefing.text.sections
        ],
        "facts": [told_fact(fact, style) for fact in briefing.facts],
        "withheld": list(briefing.withheld),
    }


def told_fact(fact: Fact, style: Style) -> dict[str, Any]:
    """Return a fact as the graph tells it."""
    level = fact if isinstance(fact, Level) else None
    return {
        "id": fact.id,
        "kind": fact.kind,
        "metric": fact.subject.metric,
        "title": fact.subject.title,
        "period": fact.subject.span.label,
        "scope": [
            {"dimension": part.dimension, "value": part.value, "label": part.label}
            for part in fact.subject.scope
        ],
        "confidence": fact.confidence,
        "origin": fact.origin,
        "query": told_query(fact.query),
        "sentence": told_sentence(sentence(fact, style), [fact]),
        "value": value_of(fact),
        "delta": level.delta if level else None,
        "good": fact.good,
        "materiality": materiality(fact),
        "reference": level.reference.kind.value if level and level.reference else None,
    }
