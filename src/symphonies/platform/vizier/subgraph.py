"""The Vizier in the supergraph: ``Query.briefing``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import GraphQLError

from symphonies.kernel import did_you_mean
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.briefing import Briefing, compose
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import Sentence, sentence

BRIEFED = "briefed"
"""Key of the request's extras: symphony id -> `Briefed`."""

SDL = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

type Query {
  "What changed and what matters on a symphony's first screen, for the viewer."
  briefing(symphony: ID!): Briefing!
}

"One headline and the facts it was made from."
type Briefing {
  headline: Sentence!
  facts: [Fact!]!
  "Metrics that policy hides from the viewer."
  withheld: [ID!]!
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
}

"A figure, what it is set against, and how much that matters."
type Fact {
  metric: ID!
  title: String!
  sentence: Sentence!
  value: Float!
  delta: Float
  "What the delta is measured against: plan, a year ago, the period before."
  reference: String
  "Whether the delta is good for the business; null where there is no direction."
  good: Boolean
  materiality: Float!
}
"""


@dataclass(frozen=True)
class Briefed:
    """The metrics a symphony's briefing speaks of."""

    heroes: tuple[str, ...]
    watch: tuple[str, ...]


class _Context(Protocol):
    @property
    def scope(self) -> Scope: ...
    @property
    def semantics(self) -> SemanticLayer: ...
    @property
    def extras(self) -> Mapping[str, Any]: ...


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of the subgraph, by type and field."""
    return {"Query": {"briefing": _briefing}}


async def _briefing(_source: object, info: Any, symphony: str) -> dict[str, Any]:
    context: _Context = info.context
    known: Mapping[str, Briefed] = context.extras[BRIEFED]
    if symphony not in known:
        raise GraphQLError(
            f"There is no symphony {symphony!r}. {did_you_mean(symphony, known)}",
            extensions={"code": "NAME_UNKNOWN"},
        )
    wanted = known[symphony]
    found = await asyncio.to_thread(compose, wanted.heroes, wanted.watch, context.semantics, context.scope)
    return _told(found)


def _told(briefing: Briefing) -> dict[str, Any]:
    return {
        "headline": _sentence(briefing.headline),
        "facts": [_fact(fact) for fact in briefing.facts],
        "withheld": list(briefing.withheld),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "metric": fact.metric,
        "title": fact.title,
        "sentence": _sentence(sentence(fact)),
        "value": fact.value,
        "delta": fact.delta,
        "good": fact.good,
        "materiality": fact.materiality,
        "reference": fact.reference[0] if fact.reference else None,
    }


def _sentence(said: Sentence) -> dict[str, Any]:
    return {"text": said.text, "spans": [{"text": span.text, "metric": span.metric} for span in said.spans]}
