"""Typed facts: everything a text may say, with its value, unit, scope, period, confidence and source.

Every number a text prints is a claim of a fact; nothing else is ever printed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.facts.claim import Against, Claim, Role
from symphonies.platform.vizier.facts.subject import Slice, Subject


@dataclass(frozen=True)
class Reference:
    """A value to set another against."""

    kind: Against
    value: float


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What all facts have.

    Attributes:
        subject: what it speaks of.
        confidence: 1 for what was counted, less for what was estimated.
        query: the metric query whose answer it is; None where an engine made it.
        origin: who says so: ``semantics`` or the engine's name with its version.
        page: address of the page where an engine shows it.
    """

    kind: ClassVar[str]
    subject: Subject
    confidence: float = 1.0
    query: MetricQuery | None = None
    origin: str = "semantics"
    page: str | None = None

    @property
    def key(self) -> str:
        """What this fact is about, the same from one period to the next."""
        where = ",".join(f"{part.dimension}={part.value}" for part in self.subject.scope)
        return f"{self.kind}:{self.subject.metric}[{where}]"

    @property
    def id(self) -> str:
        """This very fact."""
        span = self.subject.span.period
        return f"{self.key}@{span.start.isoformat()}/{span.end.isoformat()}"

    @property
    def good(self) -> bool | None:
        """Whether it is good for the business; None where that cannot be said."""
        return None

    def claims(self) -> Iterator[Claim]:
        """Yield every figure this fact entitles a text to print."""
        yield from ()


@dataclass(frozen=True, kw_only=True)
class Level(Fact):
    """The value of a metric, and what it is set against.

    Attributes:
        value: in the metric's unit.
        references: the best one first: plan, a year ago, the period before, the last visit.
        surprise: how unusual the last change is, in standard deviations of the changes before it.
    """

    kind: ClassVar[str] = "level"
    value: float
    references: tuple[Reference, ...] = ()
    surprise: float = 0.0

    @property
    def reference(self) -> Reference | None:
        """What the value is best set against."""
        return self.references[0] if self.references else None

    def against(self, kind: Against) -> Reference | None:
        """Return the reference of a kind."""
        return next((found for found in self.references if found.kind is kind), None)

    @property
    def delta(self) -> float | None:
        """The value less its best reference, in the metric's unit."""
        return None if self.reference is None else self.value - self.reference.value

    @property
    def good(self) -> bool | None:
        """Whether the delta is good for the business; None where there is no direction."""
        return None if self.delta is None else self.subject.is_good(self.delta)

    def claims(self) -> Iterator[Claim]:
        """Yield the value, each reference, and each gap in the unit and in percent."""
        yield Claim(self.value, self.subject.unit, Role.VALUE)
        for found in self.references:
            gap = self.value - found.value
            yield Claim(found.value, self.subject.unit, Role.REFERENCE, against=found.kind)
            yield Claim(gap, self.subject.unit, Role.GAP, against=found.kind)
            if found.value and self.subject.unit != "date":
                yield Claim(gap / abs(found.value), "ratio", Role.RELATIVE, against=found.kind)


@dataclass(frozen=True, kw_only=True)
class Portion(Fact):
    """What part of a whole one slice is.

    Attributes:
        ratio: of the whole.
    """

    kind: ClassVar[str] = "portion"
    ratio: float

    def claims(self) -> Iterator[Claim]:
        """Yield the part."""
        yield Claim(self.ratio, "ratio", Role.PART, scope=self.subject.scope)


@dataclass(frozen=True, kw_only=True)
class Tally(Fact):
    """How many slices there are, or are left: of no place in particular.

    Attributes:
        count: how many.
    """

    kind: ClassVar[str] = "tally"
    count: int

    def claims(self) -> Iterator[Claim]:
        """Yield the number."""
        yield Claim(float(self.count), "count", Role.VALUE)


class Shape(StrEnum):
    """In which way a figure is unusual."""

    LEVEL = "level"
    """Out of its range."""
    TREND = "trend"
    """Leading away from it."""
    SWINGS = "swings"
    """Swinging more than it did; the figures are relative changes from week to week."""
    MISSING = "missing"
    """Not there."""
    IMPOSSIBLE = "impossible"
    """Beyond what it can be."""


@dataclass(frozen=True, kw_only=True)
class Unusual(Fact):
    """A metric outside its usual range.

    Attributes:
        value: what was seen.
        low: lower end of what was to be expected.
        high: upper end.
        since: the first day it was so.
        chance: how likely so far out is by chance alone.
        shape: in which way it is unusual.
        few: whether it is a ratio over so few cases that one more would change it.
    """

    kind: ClassVar[str] = "unusual"
    value: float
    low: float
    high: float
    since: date
    chance: float
    shape: Shape = Shape.LEVEL
    few: bool = False

    @property
    def unit(self) -> str:
        """The unit of the figures: the metric's, but of swings a ratio."""
        return "ratio" if self.shape is Shape.SWINGS else self.subject.unit

    @property
    def good(self) -> bool | None:
        """Whether it lies beyond the good end of the range; nothing where that is not the question."""
        if self.shape not in (Shape.LEVEL, Shape.TREND):
            return None
        return self.subject.is_good(self.value - (self.low + self.high) / 2)

    def claims(self) -> Iterator[Claim]:
        """Yield the value where there is one, the range's ends and the first day."""
        if self.shape is not Shape.MISSING:
            yield Claim(self.value, self.unit, Role.VALUE)
        yield Claim(self.low, self.unit, Role.LOW)
        yield Claim(self.high, self.unit, Role.HIGH)
        yield Claim(float((self.since - date(1970, 1, 1)).days), "date", Role.WHEN)


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one slice adds to a change, in the metric's unit."""

    scope: tuple[Slice, ...]
    value: float


@dataclass(frozen=True)
class Mover:
    """A metric that moved another one."""

    metric: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Driver(Fact):
    """Why a metric changed: what slices add to the change.

    Attributes:
        change: the whole change, in the metric's unit.
        against: what the metric was set against.
        shares: the slices that explain it, the largest first; where no single cause stands out, those that
            did most, or none.
        single: whether the slices explain it; else no single cause stands out.
        upstream: metrics that moved first and are known to drive this one.
        base: what the metric was before; None where that is not known.
        surprise: how unusual the change is, in standard deviations of the changes before it.
    """

    kind: ClassVar[str] = "driver"
    change: float
    against: Against
    shares: tuple[Share, ...] = ()
    single: bool = True
    upstream: tuple[Mover, ...] = ()
    base: float | None = None
    surprise: float = 0.0

    @property
    def good(self) -> bool | None:
        """Whether the change is good."""
        return self.subject.is_good(self.change)

    @property
    def explained(self) -> float:
        """The part of the change that the slices add up to, as a ratio."""
        return math.fsum(share.value for share in self.shares) / self.change if self.change else 0.0

    def claims(self) -> Iterator[Claim]:
        """Yield the change, each slice's part of it, and the part explained."""
        yield Claim(self.change, self.subject.unit, Role.GAP, against=self.against)
        for share in self.shares:
            yield Claim(share.value, self.subject.unit, Role.PART, scope=share.scope)
            if self.change:
                yield Claim(share.value / self.change, "ratio", Role.PART, scope=share.scope)
        if self.shares:
            yield Claim(self.explained, "ratio", Role.PART)


@dataclass(frozen=True, kw_only=True)
class Outlook(Fact):
    """Where a metric is going.

    Attributes:
        value: the middle of what may come.
        low: lower end of the band.
        high: upper end of the band.
        level: how often the band is to hold, as a ratio.
        coverage: how often such bands held in the backtest; None when none was run.
        now: the value today.
        is_lowest: whether it is the least that may come, not where things end.
    """

    kind: ClassVar[str] = "outlook"
    value: float
    low: float
    high: float
    level: float
    coverage: float | None = None
    now: float | None = None
    is_lowest: bool = False

    @property
    def good(self) -> bool | None:
        """Whether it goes the good way."""
        return None if self.now is None else self.subject.is_good(self.value - self.now)

    def claims(self) -> Iterator[Claim]:
        """Yield the middle, the ends, how often the band holds and held, and the way from now."""
        yield Claim(self.value, self.subject.unit, Role.VALUE)
        yield Claim(self.low, self.subject.unit, Role.LOW)
        yield Claim(self.high, self.subject.unit, Role.HIGH)
        yield Claim(self.level, "ratio", Role.CHANCE)
        if self.coverage is not None:
            yield Claim(self.coverage, "ratio", Role.COVERAGE)
        if self.now is not None:
            yield Claim(self.now, self.subject.unit, Role.REFERENCE, against=Against.PERIOD)
            yield Claim(self.value - self.now, self.subject.unit, Role.GAP, against=Against.PERIOD)


@dataclass(frozen=True, kw_only=True)
class Chance(Fact):
    """How likely a metric passes a limit.

    Attributes:
        probability: as a ratio.
        limit: the limit, in the metric's unit.
        below: whether the risk is to fall below it; else to rise above it.
        limit_title: what the limit is called; languages know ``floor``.
    """

    kind: ClassVar[str] = "chance"
    probability: float
    limit: float
    below: bool
    limit_title: str

    def claims(self) -> Iterator[Claim]:
        """Yield the probability and the limit."""
        yield Claim(self.probability, "ratio", Role.CHANCE, sign=-1 if self.below else 1)
        yield Claim(self.limit, self.subject.unit, Role.LIMIT)


@dataclass(frozen=True, kw_only=True)
class Advice(Fact):
    """Something to do.

    Attributes:
        action: what, as a sentence that starts with a verb and has no figures.
        gain: expected gain, in money of ``subject.currency``; None where it cannot be put in money.
        low: lower end of the gain's 80 % interval.
        high: upper end.
        owner: who would do it.
        due_on: by when.
    """

    kind: ClassVar[str] = "advice"
    action: str
    gain: float | None
    low: float | None
    high: float | None
    owner: str
    due_on: date | None = None
    recommendation: str = field(default="")
    """The recommendation's id."""
    place: int = 1
    """Its place among the recommendations, the most valuable first."""
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Code of a language -> action and owner in it."""

    def words(self, language: str) -> tuple[str, str]:
        """Return action and owner in a language, where they were told in it."""
        return self.said.get(language, (self.action, self.owner))

    @property
    def good(self) -> bool | None:
        """Advice is good."""
        return True

    @property
    def key(self) -> str:
        """The action, the same from day to day."""
        return f"{self.kind}:{self.recommendation or self.action}"

    def claims(self) -> Iterator[Claim]:
        """Yield the gain, its interval and the day."""
        if self.gain is not None and self.low is not None and self.high is not None:
            yield Claim(self.gain, "money", Role.VALUE)
            yield Claim(self.low, "money", Role.LOW)
            yield Claim(self.high, "money", Role.HIGH)
        if self.due_on is not None:
            yield Claim(float((self.due_on - date(1970, 1, 1)).days), "date", Role.WHEN)
