"""A figure out of its usual range, and in which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from symphonies.platform.vizier.facts.claim import Claim, Role
from symphonies.platform.vizier.facts.fact import Fact


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
