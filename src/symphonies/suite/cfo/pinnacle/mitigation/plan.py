"""A plan: what to do, what each step brings, and how often the floor then holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Measure, Practice


class Verdict(StrEnum):
    """Whether the floor can be promised."""

    NEEDLESS = "needless"
    """It is kept as often as asked with no action; what steps there are only earn money."""
    MET = "met"
    UNREACHABLE = "unreachable"
    """No plan that was found keeps it so often; this one comes nearest."""


@dataclass(frozen=True)
class Rule:
    """A standing order: every week a line is drawn or repaid to stay so far over the floor."""

    line: str
    """Id of the facility."""
    title: str
    owner: str
    buffer: int
    """Base cents."""
    every_days: int
    peak: int
    """Mean of the most that is drawn, base cents."""
    peak_high: int
    """Nine of ten paths draw less at the most."""
    drawn_chance: float
    """On how many paths it is drawn at all."""
    gain: int
    """Mean of what is drawn on each path's lowest day without the plan, base cents."""
    low: int
    high: int
    cost: int
    """Mean interest, base cents."""


@dataclass(frozen=True)
class Step:
    """One action of a plan. Money in base cents; the interval holds eight of ten paths."""

    action: Measure
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

    @property
    def amount(self) -> float:
        """What is moved, base cents."""
        return self.share * self.action.amount


@dataclass(frozen=True)
class Bundle:
    """All steps of one kind together, with what they do together. Money as of a step."""

    kind: str
    steps: tuple[Step, ...]
    gain: int
    low: int
    high: int
    gain_chance: float
    cost: int


@dataclass(frozen=True)
class Contender:
    """A way of planning, measured on paths that it was not made on."""

    name: str
    chance: float
    """Of keeping the floor throughout."""
    cost: int
    """Mean, base cents."""


@dataclass(frozen=True)
class Promise:
    """What was asked for, and which way of planning answered."""

    confidence: float
    verdict: Verdict
    winner: str
    contenders: tuple[Contender, ...]


@dataclass(frozen=True)
class SupplierPractice:
    """How suppliers are paid within the horizon, as shares of the amounts whose terms are known."""

    late_before: float
    """Paid after the last day of terms with no action."""
    late_after: float
    moved: int
    """What is paid later than with no action, base cents."""
    days_later: float
    """Mean over what is moved."""


@dataclass(frozen=True)
class Plan:
    """What is proposed."""

    promise: Promise
    steps: tuple[Step, ...]
    """The most helpful first."""
    bundles: tuple[Bundle, ...]
    """The same by kind."""
    rule: Rule | None
    before: float
    """Chance of keeping the floor with no action, in the fresh draw."""
    chance: float
    """Chance of keeping it with the plan, in a fresh draw that nothing was chosen on."""
    missing: int
    """What more there would have to be on each lowest day for the floor to be kept as often as asked."""
    cost: int
    """Mean in the fresh draw, base cents."""
    foresight: int | None
    """Mean cost had each path's future been known; None where that cannot be told."""
    regret: int | None
    """What not knowing it costs, on the same paths."""
    practice: SupplierPractice | None
    """None where no payment to a supplier has terms."""
    paths: int
    """Of the fresh draw."""

    @property
    def error(self) -> float:
        """Standard error of the chance."""
        return float((self.chance * (1 - self.chance) / self.paths) ** 0.5)


@dataclass(frozen=True)
class Mitigation:
    """A plan, and what its steps do to cash on any draw of the future."""

    plan: Plan
    actions: tuple[Action, ...]
    """Of the steps, in their order."""
