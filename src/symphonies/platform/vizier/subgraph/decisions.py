"""``Query.decisions``: what was decided, as far as the viewer may see what it speaks of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from symphonies.platform.vizier.advise import Decision
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.desk import ADVICE, AdviceDesk, measure_due
from symphonies.platform.vizier.subgraph.worth import told_outcome

MOST = 500
"""How many decisions are told at most."""

SDL = """
type Query {
  "What was decided, the newest first: by the viewer, or on figures that the viewer may see."
  decisions(limit: Int! = 50): [Decision!]!
}

"Where a recommendation stands."
type Decision {
  recommendation: ID!
  "What was proposed, as it was shown; null where that was not kept."
  action: String
  "proposed, second (waits for a second person), approved, declined, snoozed or measured."
  state: ID!
  approvers: [String!]!
  "What approvers wrote to it."
  notes: [DecisionNote!]!
  reason: String
  until: String
  decidedAt: String
  predicted: Float
  realised: Float
  "Both in a sentence, each figure linked; null where nothing was predicted."
  outcome: Sentence
  measureOn: String
}

"What somebody wrote to a decision."
type DecisionNote {
  by: ID!
  text: String!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"decisions": _decisions}}


async def _decisions(_source: object, info: Any, limit: int) -> list[dict[str, Any]]:
    seen = await asyncio.to_thread(visible_decisions, info.context)
    return [told_decision(each, info.context) for each in seen[: max(1, min(limit, MOST))]]


def visible_decisions(context: Context) -> list[Decision]:
    """Return what was decided as far as the viewer may see it, the newest first; what is due is measured."""
    measure_due(context)
    desk: AdviceDesk = context.extras[ADVICE]
    return [_seen(each, context) for each in desk.ledger.decisions(MOST) if _may_see(each, context)]


def _may_see(decision: Decision, context: Context) -> bool:
    known = {each.id for each in context.semantics.catalog.all_metrics}
    return context.principal.id in decision.approvers or (
        decision.metric in known and context.semantics.sees(decision.metric, context.scope)
    )


def _seen(decision: Decision, context: Context) -> Decision:
    """Return a decision without amounts and notes where they may speak of rows hidden from the viewer."""
    narrowed = context.scope.is_narrowed
    if narrowed and context.principal.id not in decision.approvers:
        return replace(decision, predicted=None, realised=None, notes=())
    return decision


def told_decision(decision: Decision, context: Context) -> dict[str, Any]:
    """Return a decision as the graph tells it."""
    return {
        "recommendation": decision.proposal,
        "action": decision.action or None,
        "state": decision.state.value,
        "approvers": list(decision.approvers),
        "notes": [{"by": by, "text": text} for by, text in decision.notes],
        "reason": decision.reason or None,
        "until": decision.until and decision.until.isoformat(),
        "decidedAt": decision.decided_at and decision.decided_at.isoformat(),
        "predicted": decision.predicted,
        "realised": decision.realised,
        "outcome": told_outcome(decision, context),
        "measureOn": decision.measure_on and decision.measure_on.isoformat(),
    }
