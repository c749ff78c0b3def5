"""``Query.recommendations``: what to do, what it is worth, and what the viewer may do about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from symphonies.platform.security import Decide
from symphonies.platform.vizier.advise import Recommendation
from symphonies.platform.vizier.narrate import Style, Tone
from symphonies.platform.vizier.subgraph.briefing import told_fact
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.decisions import told_decision
from symphonies.platform.vizier.subgraph.desk import Matters, open_matters
from symphonies.platform.vizier.subgraph.worth import told_worth

SDL = """
type Query {
  "What to do, the most valuable first, as far as the viewer may see what it rests on."
  recommendations(symphony: ID!): [Recommendation!]!
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
  "The same at a glance, each figure linked: the gain, then its range; or that it cannot be put in money."
  worth: [Sentence!]!
  "What it would bring, on what that rests, what it costs and whether it can be undone, each figure linked."
  effect: [Sentence!]!
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
  "Whether it is so large, as a whole, that two must approve it."
  needsTwo: Boolean!
  "Why the viewer may not approve it; null where they may."
  approveRefusal: String
  "Why the viewer may neither decline it nor put it off; null where they may."
  declineRefusal: String
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
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"recommendations": _recommendations}}


async def _recommendations(_source: object, info: Any, symphony: str) -> list[dict[str, Any]]:
    return await asyncio.to_thread(_found, info.context, symphony)


def _found(context: Context, symphony: str) -> list[dict[str, Any]]:
    matters = open_matters(context, symphony)
    known = {each.id: each for each in matters.facts}
    plain = Style(tone=Tone.PLAIN)
    return [
        _told(each, matters)
        | {"grounds": [told_fact(known[one], plain) for one in each.proposal.evidence if one in known]}
        for each in matters.found
    ]


def _told(found: Recommendation, matters: Matters) -> dict[str, Any]:
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
        "currency": matters.context.semantics.company.currency,
        "undo": proposal.undo.value,
        "evidence": list(proposal.evidence),
        "metric": proposal.metric,
        "source": proposal.source,
        "needsTwo": matters.needs_two(found),
        "approveRefusal": matters.refusal(found, Decide.APPROVE) or None,
        "declineRefusal": matters.refusal(found, Decide.DECLINE) or None,
        "decision": told_decision(found.decision, matters.context),
        "acceptance": found.lesson.acceptance,
        "deliveredRatio": found.lesson.delivered_ratio,
        **told_worth(found, matters.context),
    }
