"""``Query.anomalies`` and the mutations on its items: what is unusual, since when, why, and who knows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import Clock, SymphonyError
from symphonies.platform.records import Records
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier.brief import FactSource
from symphonies.platform.vizier.explain import Explanation
from symphonies.platform.vizier.facts import Fact
from symphonies.platform.vizier.narrate import sentence
from symphonies.platform.vizier.subgraph.background import Background
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.moved import told_change, told_elsewhere, told_upstream
from symphonies.platform.vizier.subgraph.refusals import refused
from symphonies.platform.vizier.subgraph.sentences import told_query, told_sentence
from symphonies.platform.vizier.subgraph.why import WHY, WhyDesk
from symphonies.platform.vizier.watch import Finding, Inbox, Item, State, Watcher, fact_of, question_of

WATCH = "watch"
"""Key of the request's extras: `WatchDesk`."""

SDL = """
type Query {
  "What is unusual in what the viewer may see, one item for each cause, the surest first, at most so many."
  anomalies(first: Int): Anomalies!
  "One of them; null where it is not, or no longer, unusual for the viewer."
  anomaly(id: ID!): Anomaly
}

"A look over all metrics; the first one takes a while, and is made while others go on."
type Anomalies {
  "Whether the look is made; ask again in some seconds while it is not."
  ready: Boolean!
  items: [Anomaly!]!
}

extend type Mutation {
  "Note that the viewer deals with an item."
  acknowledgeAnomaly(id: ID!): Anomaly!
  "Put an item off until an instant, in ISO 8601 with its offset."
  snoozeAnomaly(id: ID!, until: String!): Anomaly!
  "Take the level of an item that lasts for the usual one from its first day on; the item closes."
  acceptAnomaly(id: ID!): Anomaly!
}

"One thing that is unusual."
type Anomaly {
  id: ID!
  "pending, firing, acknowledged, snoozed, accepted or resolved."
  state: ID!
  "Who acknowledged, snoozed or accepted it."
  by: ID
  metric: ID!
  title: String!
  "The slice where it shows most clearly; empty for all that the viewer may see."
  scope: [AnomalyScope!]!
  "level for what lasts, spike for what passed, trend, swings, missing or impossible."
  kind: ID!
  "Whether it goes on, so that its level can be accepted."
  lasts: Boolean!
  "First day of the first unusual period."
  since: String!
  "The period of the figures, as the company's calendar names it."
  period: String!
  value: Float!
  "Lower end of what was to be expected."
  low: Float!
  "Upper end of what was to be expected."
  high: Float!
  unit: String!
  currency: String
  "What gives the figure on every other surface: arguments of the field metric, as JSON."
  query: String
  "How likely so far out is by chance alone."
  chance: Float!
  good: Boolean
  sentence: Sentence!
  "Other metrics that show the same."
  also: [ID!]!
  "The same in words, each metric linked; null without any."
  elsewhere: Sentence
  "Why, against as many periods before; null where that cannot be worked out."
  cause: AnomalyCause
}

"One value of one dimension."
type AnomalyScope {
  dimension: ID!
  value: String!
  label: String!
}

"What moved the figure."
type AnomalyCause {
  "How far it moved, from what to what, each figure linked."
  sentence: Sentence!
  "What each slice did for it, each figure linked."
  parts: [Sentence!]!
  "By what upstream it moved, and by what not beyond doubt, each metric linked."
  ways: [Sentence!]!
  change: Float!
  "The slices that moved as one; empty when there is no single cause."
  contributions: [AnomalyContribution!]!
  "Metrics upstream that moved it, in words."
  upstream: [String!]!
  "Titles of metrics upstream that could have moved it, and did not, or not beyond doubt."
  against: [String!]!
  notes: [String!]!
}

"What one slice did for the change, in the metric's unit."
type AnomalyContribution {
  label: String!
  amount: Float!
  "Of the change; above 1 where others moved against it."
  share: Float!
}
"""


@dataclass(frozen=True)
class WatchDesk:
    """What watching needs of the application."""

    watcher: Watcher
    records: Records
    clock: Clock
    background: Background = field(default_factory=Background)
    """Where looks are made."""

    def begin(self, context: Context) -> None:
        """Begin a look in the background, unless it is under way."""
        self.background.begin(context.scope.audience, partial(self._look, context))

    def _look(self, context: Context) -> None:
        found = self.watcher.look(context.semantics, context.scope)
        # a look spans months by itself: what it finds needs no second one to be told
        self.inbox(context).update([each.id for each in found], self.clock.now(), confirm=1)

    def inbox(self, context: Context) -> Inbox:
        """Return the inbox of those who see what the viewer sees."""
        return Inbox(self.records, context.scope.audience)


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Query": {"anomalies": _anomalies, "anomaly": _anomaly},
        "Mutation": {"acknowledgeAnomaly": _acknowledge, "snoozeAnomaly": _snooze, "acceptAnomaly": _accept},
        "Anomaly": {"cause": _cause},
    }


async def _anomalies(_source: object, info: Any, first: int | None = None) -> dict[str, Any]:
    return await asyncio.to_thread(_found, info.context, first)


def _found(context: Context, first: int | None = None) -> dict[str, Any]:
    desk: WatchDesk = context.extras[WATCH]
    found = desk.watcher.known(context.semantics, context.scope)
    if found is None:
        desk.begin(context)
        return {"ready": False, "items": []}
    items = {item.id: item for item in desk.inbox(context).open()}
    return {"ready": True, "items": [_told(each, items.get(each.id), context) for each in found[:first]]}


async def _anomaly(_source: object, info: Any, id: str) -> dict[str, Any] | None:
    found = await asyncio.to_thread(_found, info.context)
    return next((each for each in found["items"] if each["id"] == id), None)


async def _acknowledge(_source: object, info: Any, id: str) -> dict[str, Any]:
    def note(inbox: Inbox, desk: WatchDesk, by: str, _finding: Finding) -> Item:
        return inbox.acknowledge(id, by=by, at=desk.clock.now())

    return await _changed(info.context, id, note)


async def _snooze(_source: object, info: Any, id: str, until: str) -> dict[str, Any]:
    try:
        instant = datetime.fromisoformat(until)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        message = f"{until!r} is no instant; write it as 2026-11-30T08:00:00+00:00."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"})

    def put_off(inbox: Inbox, desk: WatchDesk, by: str, _finding: Finding) -> Item:
        return inbox.snooze(id, by=by, at=desk.clock.now(), until=instant)

    return await _changed(info.context, id, put_off)


async def _accept(_source: object, info: Any, id: str) -> dict[str, Any]:
    def take(inbox: Inbox, desk: WatchDesk, by: str, finding: Finding) -> Item:
        return inbox.accept(finding, by=by, at=desk.clock.now())

    return await _changed(info.context, id, take)


async def _changed(
    context: Context, id: str, change: Callable[[Inbox, WatchDesk, str, Finding], Item]
) -> dict[str, Any]:
    def run() -> dict[str, Any]:
        desk: WatchDesk = context.extras[WATCH]
        inbox = desk.inbox(context)
        found = desk.watcher.known(context.semantics, context.scope) or ()
        finding = next((each for each in found if each.id == id), None)
        try:
            if finding is None:
                raise inbox.over(id)
            item = change(inbox, desk, context.principal.id, finding)
        except SymphonyError as error:
            raise refused(error) from error
        return _told(finding, item, context)

    return await asyncio.to_thread(run)


async def _cause(source: Mapping[str, Any], info: Any) -> dict[str, Any] | None:
    return await asyncio.to_thread(_explained, source["finding"], info.context)


def _explained(finding: Finding, context: Context) -> dict[str, Any] | None:
    why: WhyDesk = context.extras[WHY]
    layer = context.semantics
    asked = question_of(finding, layer)
    try:
        found = why.explainer.explain(asked, layer, context.scope)
    except SymphonyError:
        # no figure before, or nothing that may be taken apart: then no cause is claimed
        return None
    return told_change(found, asked, layer) | told_upstream(found) | _cause_told(found)


def _cause_told(found: Explanation) -> dict[str, Any]:
    return {
        "change": found.change,
        "contributions": [
            {"label": each.label, "amount": each.amount, "share": each.share} for each in found.drivers
        ],
        "upstream": [f"{each.title}: {each.why}" for each in found.causes if each.supports],
        "against": [each.title for each in found.causes if not each.supports],
        "notes": list(found.notes),
    }


def _told(finding: Finding, item: Item | None, context: Context) -> dict[str, Any]:
    fact, head = fact_of(finding, context.semantics), finding.head
    return {
        "finding": finding,
        "id": finding.id,
        "state": (item.state if item else State.FIRING).value,
        "by": item and item.by,
        "metric": head.metric,
        "title": fact.subject.title,
        "scope": [
            {"dimension": part.dimension, "value": part.value, "label": part.label}
            for part in fact.subject.scope
        ],
        "kind": head.kind.value,
        "lasts": head.lasts,
        "since": head.first_on.isoformat(),
        "period": fact.subject.span.label,
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "unit": str(fact.subject.unit),
        "currency": fact.subject.currency,
        "chance": head.chance,
        "good": fact.good,
        "query": told_query(fact.query),
        "sentence": told_sentence(sentence(fact), [fact]),
        "also": list(finding.metrics[1:]),
        "elsewhere": told_elsewhere(finding.metrics[1:], context.semantics),
    }


def unusual_facts(context: Context) -> FactSource:
    """Return the source of a briefing's unusual facts; it waits for no look that was not made yet."""
    desk: WatchDesk | None = context.extras.get(WATCH)
    found = () if desk is None else desk.watcher.known(context.semantics, context.scope) or ()

    def facts(layer: SemanticLayer, _scope: Scope, metrics: Sequence[str]) -> Iterable[Fact]:
        return [fact_of(each, layer) for each in found if set(metrics) & set(each.metrics)]

    return facts
