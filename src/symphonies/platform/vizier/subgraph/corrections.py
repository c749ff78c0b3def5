"""``Query.askCorrections`` and the mutations that review what people said they meant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import SymphonyError
from symphonies.platform.vizier.ask import Correction, Corrections, CorrectionState
from symphonies.platform.vizier.subgraph.asking import ASK, AskDesk
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.refusals import refused

SDL = """
type Query {
  "What people said they meant by a phrase, the newest first; for those from whom nothing is hidden."
  askCorrections(state: ID): [AskCorrection!]!
}

extend type Mutation {
  "Let a phrase stand for what was meant by it, for all who may see that."
  approveAskCorrection(id: ID!): AskCorrection!
  rejectAskCorrection(id: ID!): AskCorrection!
}

"A phrase, and the figure or split that a person meant by it."
type AskCorrection {
  id: ID!
  said: String!
  metric: ID
  "The path of a dimension, where a split was meant."
  dimension: ID
  "The question in which it was said first."
  question: String!
  "Who meant it."
  people: [ID!]!
  "proposed, approved or rejected."
  state: ID!
  decidedBy: ID
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Query": {"askCorrections": _corrections},
        "Mutation": {"approveAskCorrection": _approve, "rejectAskCorrection": _reject},
    }


async def _corrections(_source: object, info: Any, state: str | None = None) -> list[dict[str, Any]]:
    if state is not None and state not in list(CorrectionState):
        return []
    wanted = None if state is None else CorrectionState(state)
    kept, scope = _kept(info.context), info.context.scope
    return [_told(each) for each in await _told_errors(lambda: kept.to_review(scope, wanted))]


async def _approve(_source: object, info: Any, id: str) -> dict[str, Any]:
    kept, scope = _kept(info.context), info.context.scope
    return _told(await _told_errors(lambda: kept.decide(id, scope, approved=True)))


async def _reject(_source: object, info: Any, id: str) -> dict[str, Any]:
    kept, scope = _kept(info.context), info.context.scope
    return _told(await _told_errors(lambda: kept.decide(id, scope, approved=False)))


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


def _told(found: Correction) -> dict[str, Any]:
    return {
        "id": found.id,
        "said": found.said,
        "metric": found.metric,
        "dimension": found.dimension,
        "question": found.question,
        "people": list(found.people),
        "state": found.state.value,
        "decidedBy": found.decided_by,
    }
