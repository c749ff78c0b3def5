"""A proposal: something to do, what it is worth, and how sure that is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WorthOf = Callable[[str], float | None]
"""Metric id -> its newest figure under the reader's rights; None where there is none."""


class Undo(StrEnum):
    """Whether an action can be taken back."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True)
class Gain:
    """What an action is worth, in the group's currency.

    Attributes:
        expected: the middle.
        low: lower end of the 80 % interval.
        high: upper end.
        simulated: whether an engine simulated it; else it rests on an assumption alone.
        assumption: which one, in words; empty when it rests on none.
        part_of: the metric of which it is a part; empty where an engine worked it out.
    """

    expected: float
    low: float
    high: float
    simulated: bool = False
    assumption: str = ""
    part_of: str = ""


@dataclass(frozen=True)
class Proposal:
    """Something to do.

    Attributes:
        key: what is proposed, the same from day to day; equal keys are one proposal.
        action: a sentence that starts with a verb, without figures.
        symphony: on whose page it stands.
        owner: who would do it.
        evidence: ids of the facts it rests on.
        metric: the metric in which its effect shows.
        gain: what it is worth; None where that cannot be put in money.
        confidence: how likely the gain comes about, 0..1.
        cost: in the group's currency.
        undo: whether it can be taken back.
        within_days: by when it should be done.
        measured_after_days: after how long its effect is measured.
        source: the rule or engine that proposes it.
        page: address of the page where an engine shows it; empty for a rule.
        said: code of a language -> action and owner in it.
        instead_of: keys of proposals that it makes superfluous.
    """

    key: str
    action: str
    symphony: str
    owner: str
    evidence: tuple[str, ...]
    metric: str
    gain: Gain | None
    confidence: float
    cost: float = 0.0
    undo: Undo = Undo.PARTLY
    within_days: int = 14
    measured_after_days: int = 30
    source: str = ""
    page: str = ""
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    instead_of: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A short id made from the key."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:12]

    def value(self, acceptance: float = 1.0) -> float:
        """Return its rank: expected gain times confidence times acceptance, less its cost.

        Args:
            acceptance: how often such proposals were taken up, 0..1.
        """
        gain = 0.0 if self.gain is None else self.gain.expected
        return gain * self.confidence * acceptance - self.cost


def best(proposals: list[Proposal], acceptance: Callable[[str], float]) -> list[Proposal]:
    """Return proposals, the most valuable first, one for each key: that which is worth most."""
    chosen: dict[str, Proposal] = {}
    for proposal in proposals:
        known = chosen.get(proposal.key)
        if known is None or proposal.value() > known.value():
            chosen[proposal.key] = proposal
    return sorted(chosen.values(), key=lambda each: each.value(acceptance(each.key)), reverse=True)
