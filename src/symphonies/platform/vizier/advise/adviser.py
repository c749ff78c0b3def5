"""What to recommend to one reader now: rules and engines propose, decisions decide what is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.advise.decision import Decision
from symphonies.platform.vizier.advise.ledger import Ledger, Lesson
from symphonies.platform.vizier.advise.playbook import Playbook, propose
from symphonies.platform.vizier.advise.proposal import Proposal, WorthOf, best
from symphonies.platform.vizier.facts import Advice, Fact, Subject

Proposer = Callable[[Sequence[Fact]], Iterable[Proposal]]
"""An engine that proposes actions for what is so; it answers for the reader's rights."""


@dataclass(frozen=True)
class Recommendation:
    """A proposal with where it stands.

    Attributes:
        proposal: what to do.
        decision: where it stands.
        lesson: what earlier decisions of its kind teach.
        needs_two: whether two must approve it.
        due_on: by when it should be done.
    """

    proposal: Proposal
    decision: Decision
    lesson: Lesson
    needs_two: bool
    due_on: date

    @property
    def value(self) -> float:
        """Its rank, learned acceptance included."""
        return self.proposal.value(self.lesson.acceptance)


def recommend(
    facts: Sequence[Fact],
    playbook: Playbook,
    ledger: Ledger,
    worth_of: WorthOf,
    today: date,
    *,
    symphony: str,
    proposers: Iterable[Proposer] = (),
) -> list[Recommendation]:
    """Return the open recommendations, the most valuable first; equal proposals are one.

    Where an engine proposes the same as a rule, with figures of its own, the rule is silent, unless somebody
    has approved it already and a second person is to.

    Args:
        facts: what is so, as the reader may see it.
        playbook: the symphony's rules.
        ledger: what was decided.
        worth_of: tells a metric's figure under the reader's rights.
        today: the day.
        symphony: on whose page they stand.
        proposers: engines that propose too.
    """
    proposals = list(propose(playbook, facts, worth_of, symphony))
    for proposer in proposers:
        proposals += proposer(facts)
    superfluous = {key for proposal in proposals for key in proposal.instead_of}
    proposals = [each for each in proposals if each.key not in superfluous or ledger.waits(each)]
    lessons = ledger.lessons()
    found = []
    for proposal in best(proposals, lambda key: lessons.get(key, Lesson()).acceptance):
        decision = ledger.decision(proposal)
        if decision.is_open(today):
            lesson = lessons.get(proposal.key, Lesson())
            due_on = today + timedelta(days=proposal.within_days)
            found.append(Recommendation(proposal, decision, lesson, ledger.needs_two(proposal), due_on))
    return found


def as_fact(
    recommendation: Recommendation, subject: Subject, place: int = 1, query: MetricQuery | None = None
) -> Advice:
    """Return a recommendation as a fact a text may tell; without a gain where that cannot be put in money.

    Args:
        recommendation: what to do.
        subject: the metric in which its effect shows.
        place: its place among all, the most valuable first.
        query: what gives the figure of which its gain is a part.
    """
    proposal = recommendation.proposal
    gain = proposal.gain
    return Advice(
        subject=subject,
        confidence=proposal.confidence,
        query=query,
        origin=proposal.source,
        page=proposal.page or None,
        action=proposal.action,
        gain=None if gain is None else gain.expected,
        low=None if gain is None else gain.low,
        high=None if gain is None else gain.high,
        owner=proposal.owner,
        due_on=recommendation.due_on,
        recommendation=proposal.id,
        place=place,
        said=proposal.said,
    )
