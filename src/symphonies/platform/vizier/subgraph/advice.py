"""``Query.recommendations``, ``Query.decisions`` and the mutations that decide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import SymphonyError, did_you_mean
from symphonies.platform.vizier.advise import (
    Decision,
    Ledger,
    Playbook,
    Proposer,
    Recommendation,
    recommend,
    worth_in,
)
from symphonies.platform.vizier.facts import Fact, levels
from symphonies.platform.vizier.narrate import Style, Tone
from symphonies.platform.vizier.subgraph.briefing import told_fact
from symphonies.platform.vizier.subgraph.context import BRIEFED, Briefed, Context

ADVICE = "advice"
"""Key of the request's extras: `AdviceDesk`."""
MOST = 500
"""How many decisions are told at most."""

SDL = """
type Query {
  "What to do, the most valuable first, as far as the viewer may see what it rests on."
  recommendations(symphony: ID!): [Recommendation!]!
  "What was decided, the newest first: by the viewer, or on figures that the viewer may see."
  decisions(limit: Int! = 50): [Decision!]!
}

type Mutation {
  "Approve a recommendation; a large one needs a second person."
  approveRecommendation(symphony: ID!, id: ID!): Decision!
  declineRecommendation(symphony: ID!, id: ID!, reason: String!): Decision!
  "Put a recommendation off to a later day, ISO 8601."
  snoozeRecommendation(symphony: ID!, id: ID!, until: String!): Decision!
}

"Something to do, what it is worth, and where it stands."
type Recommendation {
  id: ID!
  action: String!
  owner: String!
  "By when, ISO 8601."
  dueOn: String!
  "What it is worth; null where that cannot be put in money."
  gain: Gain
  confidence: Float!
  cost: Float!
  currency: String!
  "wholly, partly or not."
  undo: ID!
  "The facts it rests on."
  evidence: [ID!]!
  "Those of them that were read from the figures, as sentences."
  grounds: [Fact!]!
  "The metric in which its effect shows."
  metric: ID!
  "The rule or engine that proposes it."
  source: String!
  needsTwo: Boolean!
  decision: Decision!
  "How often such recommendations are taken up, learned from decisions."
  acceptance: Float!
  "What such decisions brought over what they were to bring; null before any was measured."
  deliveredRatio: Float
}

"A gain in the group's currency with its 80 % interval."
type Gain {
  expected: Float!
  low: Float!
  high: Float!
  simulated: Boolean!
  "What it rests on, where no engine simulated it."
  assumption: String
}

"Where a recommendation stands."
type Decision {
  recommendation: ID!
  "What was proposed, as it was shown; null where that was not kept."
  action: String
  "proposed, second (waits for a second person), approved, declined, snoozed or measured."
  state: ID!
  approvers: [String!]!
  reason: String
  until: String
  decidedAt: String
  predicted: Float
  realised: Float
  measureOn: String
}
"""


@dataclass(frozen=True)
class AdviceDesk:
    """What advice needs of the application.

    Attributes:
        ledger: what was decided.
        playbooks: symphony id -> its rules.
        proposers: symphony id -> makes the engines that propose for a request's context.
    """

    ledger: Ledger
    playbooks: Mapping[str, Playbook]
    proposers: Mapping[str, Callable[[Context], list[Proposer]]]


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Query": {"recommendations": _recommendations, "decisions": _decisions},
        "Mutation": {
            "approveRecommendation": _approve,
            "declineRecommendation": _decline,
            "snoozeRecommendation": _snooze,
        },
    }


async def _recommendations(_source: object, info: Any, symphony: str) -> list[dict[str, Any]]:
    context: Context = info.context
    found, facts = await asyncio.to_thread(_open, context, symphony)
    known = {each.id: each for each in facts}
    plain = Style(tone=Tone.PLAIN)
    return [
        _told(each, context.semantics.company.currency)
        | {"grounds": [told_fact(known[one], plain) for one in each.proposal.evidence if one in known]}
        for each in found
    ]


async def _decisions(_source: object, info: Any, limit: int) -> list[dict[str, Any]]:
    context: Context = info.context
    found = await asyncio.to_thread(_ledger(context).decisions, MOST)
    seen = [_seen(each, context) for each in found if _may_see(each, context)]
    return [_decision(each) for each in seen[: max(1, min(limit, MOST))]]


def _may_see(decision: Decision, context: Context) -> bool:
    known = {each.id for each in context.semantics.catalog.all_metrics}
    return context.principal.id in decision.approvers or (
        decision.metric in known and context.semantics.sees(decision.metric, context.scope)
    )


def _seen(decision: Decision, context: Context) -> Decision:
    """Return a decision without its amounts where they may speak of rows that are hidden from the viewer."""
    narrowed = any(table.row_filter is not None for table in context.scope.tables.values())
    if narrowed and context.principal.id not in decision.approvers:
        return replace(decision, predicted=None, realised=None)
    return decision


async def _approve(_source: object, info: Any, symphony: str, id: str) -> dict[str, Any]:
    def decide(context: Context, wanted: Recommendation) -> Decision:
        before = worth_in(context.semantics, context.scope)(wanted.proposal.metric)
        return _ledger(context).approve(wanted.proposal, context.principal.id, before)

    return await _decide(info.context, symphony, id, decide)


async def _decline(
    _source: object,
    info: Any,
    symphony: str,
    id: str,
    reason: str,
) -> dict[str, Any]:
    def decide(context: Context, wanted: Recommendation) -> Decision:
        return _ledger(context).decline(wanted.proposal, context.principal.id, reason)

    return await _decide(info.context, symphony, id, decide)


async def _snooze(
    _source: object,
    info: Any,
    symphony: str,
    id: str,
    until: str,
) -> dict[str, Any]:
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        message = f"{until!r} is no day; write it as 2026-11-30."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"}) from error

    def decide(context: Context, wanted: Recommendation) -> Decision:
        return _ledger(context).snooze(wanted.proposal, context.principal.id, day)

    return await _decide(info.context, symphony, id, decide)


async def _decide(
    context: Context, symphony: str, wanted: str, decide: Callable[[Context, Recommendation], Decision]
) -> dict[str, Any]:
    def run() -> Decision:
        proposed, _ = _open(context, symphony)
        found = next((each for each in proposed if each.proposal.id == wanted), None)
        if found is None:
            raise GraphQLError(
                f"There is no open recommendation {wanted!r} for you.", extensions={"code": "NAME_UNKNOWN"}
            )
        try:
            return decide(context, found)
        except SymphonyError as error:
            message = " ".join(filter(None, (error.message, error.hint)))
            raise GraphQLError(message, extensions={"code": error.code}) from error

    return _decision(await asyncio.to_thread(run))


def _open(context: Context, symphony: str) -> tuple[list[Recommendation], Sequence[Fact]]:
    """Return the open recommendations and the facts they rest on.

    The rules look at every metric they name, as the viewer may see it.
    """
    desk: AdviceDesk = context.extras[ADVICE]
    known: Mapping[str, Briefed] = context.extras[BRIEFED]
    if symphony not in known:
        raise GraphQLError(
            f"There is no symphony {symphony!r}. {did_you_mean(symphony, known)}",
            extensions={"code": "NAME_UNKNOWN"},
        )
    playbook = desk.playbooks[symphony]
    named = sorted({rule.when.metric for rule in playbook.rules.values()})
    facts = levels(named, context.semantics, context.scope).facts
    found = recommend(
        facts,
        playbook,
        desk.ledger,
        worth_in(context.semantics, context.scope),
        context.semantics.company.as_of,
        symphony=symphony,
        proposers=desk.proposers[symphony](context) if symphony in desk.proposers else (),
    )
    return found, facts


def _ledger(context: Context) -> Ledger:
    desk: AdviceDesk = context.extras[ADVICE]
    return desk.ledger


def _told(found: Recommendation, currency: str) -> dict[str, Any]:
    proposal, gain = found.proposal, found.proposal.gain
    return {
        "id": proposal.id,
        "action": proposal.action,
        "owner": proposal.owner,
        "dueOn": found.due_on.isoformat(),
        "gain": None
        if gain is None
        else {
            "expected": gain.expected,
            "low": gain.low,
            "high": gain.high,
            "simulated": gain.simulated,
            "assumption": gain.assumption or None,
        },
        "confidence": proposal.confidence,
        "cost": proposal.cost,
        "currency": currency,
        "undo": proposal.undo.value,
        "evidence": list(proposal.evidence),
        "metric": proposal.metric,
        "source": proposal.source,
        "needsTwo": found.needs_two,
        "decision": _decision(found.decision),
        "acceptance": found.lesson.acceptance,
        "deliveredRatio": found.lesson.delivered_ratio,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "recommendation": decision.proposal,
        "action": decision.action or None,
        "state": decision.state.value,
        "approvers": list(decision.approvers),
        "reason": decision.reason or None,
        "until": decision.until and decision.until.isoformat(),
        "decidedAt": decision.decided_at and decision.decided_at.isoformat(),
        "predicted": decision.predicted,
        "realised": decision.realised,
        "measureOn": decision.measure_on and decision.measure_on.isoformat(),
    }
