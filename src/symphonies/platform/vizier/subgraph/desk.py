"""What advice needs of the application, and a request's recommendations with what the viewer may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isclose

from graphql import GraphQLError

from symphonies.kernel import did_you_mean
from symphonies.platform.records import RecordChangedError
from symphonies.platform.security import Decide, Matter, Principal, Ruling, Scope
from symphonies.platform.semantics import MetricQuery, SemanticLayer
from symphonies.platform.vizier.advise import (
    Ledger,
    Playbook,
    Proposal,
    Proposer,
    Recommendation,
    as_fact,
    effect_of,
    recommend,
    worth_in,
)
from symphonies.platform.vizier.brief import FactSource
from symphonies.platform.vizier.facts import Fact, Level, LevelMemory, levels, subject_of
from symphonies.platform.vizier.subgraph.context import BRIEFED, LEVELS, Briefed, Context

ADVICE = "advice"
"""Key of the request's extras: `AdviceDesk`."""
PART = "You see only a part of what this is worth; somebody who sees all of it has to decide."
NOT_YOURS = "The policies do not let you decide on this."


@dataclass(frozen=True)
class AdviceDesk:
    """What advice needs of the application.

    Attributes:
        ledger: what was decided.
        playbooks: symphony id -> its rules.
        proposers: symphony id -> makes the engines that propose for a request's context.
        rule: whether somebody may decide on a matter.
        widened: the same request by somebody who sees everything: tells what a proposal is worth as a whole.
    """

    ledger: Ledger
    playbooks: Mapping[str, Playbook]
    proposers: Mapping[str, Callable[[Context], list[Proposer]]]
    rule: Callable[[Principal, Decide, Matter], Ruling]
    widened: Callable[[Context], Context]


@dataclass(frozen=True)
class Matters:
    """The open recommendations of a request.

    Attributes:
        desk: what advice needs of the application.
        context: the request.
        found: as the viewer sees them, the most valuable first.
        facts: what they rest on.
        whole: by id, as somebody sees them from whom nothing is hidden.
    """

    desk: AdviceDesk
    context: Context
    found: Sequence[Recommendation]
    facts: Sequence[Fact]
    whole: Mapping[str, Proposal]

    def needs_two(self, one: Recommendation) -> bool:
        """Whether it is so large, as a whole, that two must approve it."""
        return self.desk.ledger.needs_two(self.whole.get(one.proposal.id, one.proposal))

    def refusal(self, one: Recommendation, act: Decide) -> str:
        """Return why the viewer may not do something about a recommendation; empty where they may."""
        proposal = one.proposal
        all_of_it = self.whole.get(proposal.id)
        sees_whole = all_of_it is not None and _same_worth(proposal, all_of_it)
        matter = _matter(all_of_it or proposal, whole=sees_whole)
        if self.desk.rule(self.context.principal, act, matter).allowed:
            return ""
        return NOT_YOURS if sees_whole else PART


def open_matters(context: Context, symphony: str) -> Matters:
    """Return the open recommendations of a symphony's page for the viewer.

    Raises:
        GraphQLError: there is no such symphony.
    """
    desk: AdviceDesk = context.extras[ADVICE]
    known: Mapping[str, Briefed] = context.extras[BRIEFED]
    if symphony not in known:
        raise GraphQLError(
            f"There is no symphony {symphony!r}. {did_you_mean(symphony, known)}",
            extensions={"code": "NAME_UNKNOWN"},
        )
    measure_due(context)
    found, facts = _open(desk, context, symphony)
    wide = desk.widened(context)
    same = wide.scope.fingerprint == context.scope.fingerprint
    whole = found if same else _open(desk, wide, symphony)[0]
    return Matters(desk, context, found, facts, {each.proposal.id: each.proposal for each in whole})


def measure_due(context: Context) -> None:
    """Measure the decisions whose day the data have reached, by all there is."""
    desk: AdviceDesk = context.extras[ADVICE]
    wide = desk.widened(context)
    effect = effect_of(wide.semantics, worth_in(wide.semantics, wide.scope))
    # whoever looks at the same moment measures the same
    with suppress(RecordChangedError):
        desk.ledger.measure(wide.semantics.company.as_of, effect)


def advice_facts(context: Context, symphony: str) -> FactSource:
    """Return the source of a briefing's advice."""
    desk: AdviceDesk = context.extras[ADVICE]

    def facts(layer: SemanticLayer, _scope: Scope, _metrics: Sequence[str]) -> Iterable[Fact]:
        found, _ = _open(desk, context, symphony)
        return [
            as_fact(each, subject_of(each.proposal.metric, layer), place, _query(each.proposal, context))
            for place, each in enumerate(found, start=1)
        ]

    return facts


def whole_of(proposal: Proposal, context: Context) -> Level | None:
    """Return the figure of which a proposal's gain is a part; None where an engine worked it out."""
    if proposal.gain is None or not proposal.gain.part_of:
        return None
    memory: LevelMemory | None = context.extras.get(LEVELS)
    found = levels([proposal.gain.part_of], context.semantics, context.scope, memory=memory).facts
    return found[0] if found else None


def _query(proposal: Proposal, context: Context) -> MetricQuery | None:
    whole = whole_of(proposal, context)
    return None if whole is None else whole.query


def _open(desk: AdviceDesk, context: Context, symphony: str) -> tuple[list[Recommendation], Sequence[Fact]]:
    """Return the open recommendations and the facts they rest on.

    The rules look at every metric they name, as the viewer may see it.
    """
    playbook = desk.playbooks[symphony]
    named = sorted({rule.when.metric for rule in playbook.rules.values()})
    memory: LevelMemory | None = context.extras.get(LEVELS)
    facts = levels(named, context.semantics, context.scope, memory=memory).facts
    found = recommend(
        facts,
        playbook,
        desk.ledger,
        worth_in(context.semantics, context.scope, memory),
        context.semantics.company.as_of,
        symphony=symphony,
        proposers=desk.proposers[symphony](context) if symphony in desk.proposers else (),
    )
    return found, facts


def _same_worth(one: Proposal, other: Proposal) -> bool:
    if one.gain is None or other.gain is None:
        return one.gain is other.gain
    ends = zip(
        (one.gain.expected, one.gain.low, one.gain.high),
        (other.gain.expected, other.gain.low, other.gain.high),
        strict=True,
    )
    return all(isclose(mine, theirs, rel_tol=1e-9, abs_tol=0.005) for mine, theirs in ends)


def _matter(proposal: Proposal, *, whole: bool) -> Matter:
    gain = 0.0 if proposal.gain is None else abs(proposal.gain.expected)
    return Matter(
        id=proposal.id,
        symphony=proposal.symphony,
        product=proposal.metric.partition(".")[0],
        metric=proposal.metric,
        owner=proposal.owner,
        amount=round(max(gain, proposal.cost)),
        undo=proposal.undo.value,
        whole=whole,
    )
