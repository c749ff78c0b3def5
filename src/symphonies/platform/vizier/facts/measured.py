"""What was counted: a metric's value beside others, a part of a whole, how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from symphonies.platform.vizier.facts.claim import Against, Claim, Role
from symphonies.platform.vizier.facts.fact import Fact


@dataclass(frozen=True)
class Reference:
    """A value to set another against."""

    kind: Against
    value: float


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
