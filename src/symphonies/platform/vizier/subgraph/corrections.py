"""``Query.askCorrections`` and the mutations that review what people said they meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import SymphonyError
from symphonies.platform.vizier.ask import Correction, Corrections, CorrectionState, may_review
from symphonies.platform.vizier.subgraph.asking import ASK, AskDesk
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.refusals import refused

SDL = """
type Query {
  "What people said they meant by a phrase, the newest first; for those from whom nothing is hidden."
  askCorrections(state: ID): [AskCorrection!]!
  "How many corrections wait for a review; null for those who may not review."
  askCorrectionsWaiting: Int
}

extend type Mutation {
  "Let a phrase stand for what was meant by it, for all who may see that."
  approveAskCorrection(id: ID!): AskCorrection!
  "Let a phrase mean what it meant before, with the reason."
  rejectAskCorrection(id: ID!, reason: String!): AskCorrection!
}

"A phrase, and the figure or split that a person meant by it."
type AskCorrection {
  id: ID!
  said: String!
  metric: ID
  "The path of a dimension, where a split was meant."
  dimension: ID
  "What was meant, as people call it."
  means: String!
  "What the phrase was read as, as people call it; null where it was not understood, or asked about."
  readAs: String
  "The question in which it was said first."
  question: String!
  "Who meant it."
  people: [ID!]!
  "When it was said first, ISO 8601."
  saidAt: String!
  "proposed, approved or rejected."
  state: ID!
  decidedBy: ID
  decidedAt: String
  "Why it was rejected."
  reason: String
  "Why the viewer may not approve it; null where they may."
  approveRefusal: String
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Query": {"askCorrections": _corrections, "askCorrectionsWaiting": _waiting},
        "Mutation": {"approveAskCorrection": _approve, "rejectAskCorrection": _reject},
    }


async def _corrections(_source: object, info: Any, state: str | None = None) -> list[dict[str, Any]]:
    if state is not None and state not in list(CorrectionState):
        known = ", ".join(CorrectionState)
        raise GraphQLError(
            f"{state!r} is no state of a correction; write one of {known}.",
            extensions={"code": "ARGUMENT_INVALID"},
        )
    wanted = None if state is None else CorrectionState(state)
    kept, context = _kept(info.context), info.context
    return [
        _told(each, context) for each in await _told_errors(lambda: kept.to_review(context.scope, wanted))
    ]


async def _waiting(_source: object, info: Any) -> int | None:
    desk: AskDesk = info.context.extras[ASK]
    kept, scope = desk.asker.corrections, info.context.scope
    if kept is None or not may_review(scope):
        return None
    return len(await asyncio.to_thread(kept.to_review, scope, CorrectionState.PROPOSED))


async def _approve(_source: object, info: Any, id: str) -> dict[str, Any]:
    kept, context = _kept(info.context), info.context
    return _told(await _told_errors(lambda: kept.approve(id, context.scope)), context)


async def _reject(_source: object, info: Any, id: str, reason: str) -> dict[str, Any]:
    kept, context = _kept(info.context), info.context
    return _told(await _told_errors(lambda: kept.reject(id, context.scope, reason)), context)


def _kept(context: Context) -> Corrections:
    desk: AskDesk = context.extras[ASK]
    if desk.asker.corrections is None:
        raise GraphQLError("Corrections are not kept here.", extensions={"code": "NAME_UNKNOWN"})
    return desk.asker.corrections


async def _told_errors(work: Callable[[], Any]) -> Any:
    try:
        return await asyncio.to_thread(work)
    except SymphonyError as error:
        raise refused(error) from error


def _told(found: Correction, context: Context) -> dict[str, Any]:
    refusal = _kept(context).refusal(found, context.principal.id)
    return {
        "id": found.id,
        "said": found.said,
        "metric": found.metric,
        "dimension": found.dimension,
        "means": _called(found.metric or found.dimension or "", context),
        "readAs": found.read_as and _called(found.read_as, context),
        "question": found.question,
        "people": list(found.people),
        "saidAt": found.said_at and found.said_at.isoformat(),
        "state": found.state.value,
        "decidedBy": found.decided_by,
        "decidedAt": found.decided_at and found.decided_at.isoformat(),
        "reason": found.reason or None,
        "approveRefusal": refusal or None,
    }


def _called(name: str, context: Context) -> str:
    """Return a metric by its title, and a split by its own name: region, not entity.region."""
    titles = {each.id: each.title for each in context.semantics.catalog.all_metrics}
    return titles.get(name) or f"by {name.rpartition('.')[2].replace('_', ' ')}"
