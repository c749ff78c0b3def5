"""The mutations that decide on recommendations, each only by those whom the policies let."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import SymphonyError
from symphonies.platform.security import Decide
from symphonies.platform.vizier.advise import Decision, DecisionForbiddenError, Recommendation, worth_in
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.decisions import told_decision
from symphonies.platform.vizier.subgraph.desk import Matters, open_matters
from symphonies.platform.vizier.subgraph.refusals import refused

SDL = """
type Mutation {
  "Approve a recommendation, with a note where there is something to keep; a large one needs a second person."
  approveRecommendation(symphony: ID!, id: ID!, note: String! = ""): Decision!
  declineRecommendation(symphony: ID!, id: ID!, reason: String!): Decision!
  "Put a recommendation off to a later day, ISO 8601."
  snoozeRecommendation(symphony: ID!, id: ID!, until: String!): Decision!
}
"""


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {
        "Mutation": {
            "approveRecommendation": _approve,
            "declineRecommendation": _decline,
            "snoozeRecommendation": _snooze,
        }
    }


async def _approve(_source: object, info: Any, symphony: str, id: str, note: str) -> dict[str, Any]:
    def decide(matters: Matters, wanted: Recommendation) -> Decision:
        # as it will be measured: by all there is, whoever approves
        wide = matters.desk.widened(matters.context)
        before = worth_in(wide.semantics, wide.scope)(wanted.proposal.metric)
        return matters.desk.ledger.approve(wanted.proposal, matters.context.principal.id, before, note)

    return await _decide(info.context, symphony, id, Decide.APPROVE, decide)


async def _decline(_source: object, info: Any, symphony: str, id: str, reason: str) -> dict[str, Any]:
    def decide(matters: Matters, wanted: Recommendation) -> Decision:
        return matters.desk.ledger.decline(wanted.proposal, matters.context.principal.id, reason)

    return await _decide(info.context, symphony, id, Decide.DECLINE, decide)


async def _snooze(_source: object, info: Any, symphony: str, id: str, until: str) -> dict[str, Any]:
    try:
        day = date.fromisoformat(until)
    except ValueError as error:
        message = f"{until!r} is no day; write it as 2026-11-30."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"}) from error

    def decide(matters: Matters, wanted: Recommendation) -> Decision:
        return matters.desk.ledger.snooze(wanted.proposal, matters.context.principal.id, day)

    return await _decide(info.context, symphony, id, Decide.SNOOZE, decide)


async def _decide(
    context: Context,
    symphony: str,
    wanted: str,
    act: Decide,
    decide: Callable[[Matters, Recommendation], Decision],
) -> dict[str, Any]:
    def run() -> Decision:
        matters = open_matters(context, symphony)
        found = next((each for each in matters.found if each.proposal.id == wanted), None)
        if found is None:
            raise GraphQLError(
                f"There is no open recommendation {wanted!r} for you.", extensions={"code": "NAME_UNKNOWN"}
            )
        try:
            _must_be_let(matters, found, act)
            return decide(matters, found)
        except SymphonyError as error:
            raise refused(error) from error

    return told_decision(await asyncio.to_thread(run), context)


def _must_be_let(matters: Matters, found: Recommendation, act: Decide) -> None:
    refusal = matters.refusal(found, act)
    if refusal:
        raise DecisionForbiddenError(refusal, hint=f"Ask whom it concerns: {found.proposal.owner}.")
