"""What a recommendation is worth and what a decision brought, in sentences with linked figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symphonies.platform.vizier.advise import Decision, Gain, Recommendation, State, Undo
from symphonies.platform.vizier.narrate import figure
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.desk import whole_of
from symphonies.platform.vizier.subgraph.sentences import told_from

NOT_MONEY = "Its worth cannot be put in money."
UNDO = {
    Undo.WHOLLY: "Can be taken back wholly.",
    Undo.PARTLY: "Can be taken back only in part.",
    Undo.NOT: "Cannot be taken back.",
}


def told_worth(found: Recommendation, context: Context) -> dict[str, Any]:
    """Return what a recommendation is worth at a glance, and what it would bring in full."""
    proposal, money = found.proposal, Money(context)
    whole = whole_of(proposal, context)
    link = {"query": whole.query if whole else None, "page": proposal.page or None}
    metric = whole.subject.metric if whole else proposal.metric
    gain = proposal.gain
    glance = [NOT_MONEY] if gain is None else [money.signed(gain.expected), money.range(gain)]
    part = f"a part of {whole.subject.title}, {money.plain(whole.value)}" if whole else ""
    effect = [_effect(gain, money), *_basis(gain, part), *_terms(found, money)]
    return {
        "worth": [told_from(text, metric, **link) for text in glance],
        "effect": [told_from(text, metric, **link) for text in effect],
    }


def told_outcome(decision: Decision, context: Context) -> dict[str, Any] | None:
    """Return what a decision was to bring, and what it brought; None where nothing was predicted."""
    if decision.predicted is None or decision.state not in (State.APPROVED, State.MEASURED):
        return None
    money = Money(context)
    realised = decision.realised
    became = "not measured yet" if realised is None else f"{money.plain(realised)} realised"
    return told_from(f"{money.plain(decision.predicted)} predicted, {became}.", decision.metric)


class Money:
    """Writes amounts in the group's currency."""

    def __init__(self, context: Context) -> None:
        self._currency = context.semantics.company.currency

    def plain(self, value: float) -> str:
        """Return an amount."""
        return figure(value, "money", self._currency)

    def signed(self, value: float) -> str:
        """Return an amount with its sign."""
        return f"{'+' if value > 0 else ''}{self.plain(value)}"

    def range(self, gain: Gain) -> str:
        """Return the interval of a gain."""
        return f"Between {self.plain(gain.low)} and {self.plain(gain.high)} in 4 of 5 cases."


def _effect(gain: Gain | None, money: Money) -> str:
    if gain is None:
        return NOT_MONEY
    between = money.range(gain)
    return f"{money.signed(gain.expected)} expected, {between[:1].lower()}{between[1:]}"


def _basis(gain: Gain | None, part: str) -> Iterator[str]:
    """Yield where the expectation comes from."""
    if gain is None:
        return
    if gain.simulated:
        assumed = f"; it assumes that {gain.assumption}" if gain.assumption else ""
        yield f"Simulated by the engine that proposes it{assumed}."
        return
    told = [
        *([f"it is {part}"] if part else []),
        *([f"it assumes that {gain.assumption}"] if gain.assumption else []),
    ]
    yield f"Not simulated{': ' if told else ''}{'; '.join(told)}."


def _terms(found: Recommendation, money: Money) -> Iterator[str]:
    """Yield what it costs, whether it can be undone, what such decisions brought, and who proposes it."""
    proposal, delivered = found.proposal, found.lesson.delivered_ratio
    if proposal.cost > 0:
        yield f"It costs {money.plain(proposal.cost)}."
    yield UNDO[proposal.undo]
    if delivered is not None:
        yield f"Such decisions brought {figure(delivered, 'ratio')} of what was predicted."
    yield f"From {proposal.source}."
