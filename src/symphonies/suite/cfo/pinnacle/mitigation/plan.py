"""A plan: what to do, what each step brings, and how often the floor then holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Practice


class Verdict(StrEnum):
    """Whether the floor can be promised."""

    MET = "met"
    UNREACHABLE = "unreachable"
    """No set of the known actions keeps the floor so often; the plan comes as near as it can."""


@dataclass(frozen=True)
class Rule:
    """A standing order: every week lines are drawn or repaid to stay so far over the floor."""

    buffer: int
    """Base cents."""
    line: str
    every_days: int


@dataclass(frozen=True)
class Step:
    """One action of a plan. Money in base cents; the interval holds eight of ten paths."""

    action: Action
    share: float
    """How much of the action is done, 0 to 1."""
    gain: int
    """Mean of what it adds on each path's lowest day without the plan."""
    low: int
    high: int
    gain_chance: float
    """On how many paths it adds anything there."""
    cost: int
    """Mean; negative is a gain."""

    @property
    def practice(self) -> Practice | None:
        """What suppliers see."""
        return self.action.practice


@dataclass(frozen=True)
class Contender:
    """A way of planning, measured on paths that it was not made on."""

    name: str
    chance: float
    """Of keeping the floor throughout."""
    cost: int
    """Mean, base cents."""


@dataclass(frozen=True)
class Plan:
    """What is proposed."""

    confidence: float
    verdict: Verdict
    steps: tuple[Step, ...]
    rule: Rule | None
    before: float
    """Chance of keeping the floor with no action, in the fresh draw."""
    chance: float
    """Chance of keeping it with the plan, in a fresh draw that nothing was chosen on."""
    cost: int
    """Mean in the fresh draw, base cents."""
    winner: str
    contenders: tuple[Contender, ...]
    foresight: int | None
    """Mean cost had each path's future been known; None where that cannot be told."""
    paths: int
    """Of the fresh draw."""

    @property
    def regret(self) -> int | None:
        """What not knowing the future costs by the yardstick of perfect foresight, base cents."""
        return None if self.foresight is None else self.cost - self.foresight
