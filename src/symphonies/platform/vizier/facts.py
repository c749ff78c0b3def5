"""Typed facts: what a metric is, what it is set against, and how much that matters.

Every number a text may print is a field of a fact; nothing else is ever printed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev

from symphonies.platform.semantics import Direction


@dataclass(frozen=True)
class Fact:
    """One metric in one period, for one principal."""

    metric: str
    title: str
    unit: str
    currency: str | None
    direction: Direction
    period_start: date
    value: float
    target: float | None = None
    previous_year: float | None = None
    previous_period: float | None = None
    surprise: float = 0.0
    """How unusual the last change is, in standard deviations of the changes before it."""

    @property
    def reference(self) -> tuple[str, float] | None:
        """What the value is best set against: the plan, else last year, else the period before."""
        if self.target is not None:
            return "plan", self.target
        if self.previous_year is not None:
            return "a year ago", self.previous_year
        if self.previous_period is not None:
            return "the period before", self.previous_period
        return None

    @property
    def delta(self) -> float | None:
        """The value less its reference, in the metric's unit."""
        return None if self.reference is None else self.value - self.reference[1]

    @property
    def good(self) -> bool | None:
        """Whether the delta is good for the business; None where there is no direction."""
        if not self.delta or self.direction not in (Direction.UP, Direction.DOWN):
            return None
        return (self.delta > 0) == (self.direction is Direction.UP)

    @property
    def materiality(self) -> float:
        """A rank: unusual changes first, then far from the reference; bad news weighs half more."""
        reference = self.reference
        relative = 0.0
        if reference is not None and reference[1]:
            relative = min(abs((self.value - reference[1]) / reference[1]), 1.0)
        weight = 1.5 if self.good is False else 1.0
        return weight * (min(self.surprise, 4.0) + 4.0 * relative)


def surprise(series: Sequence[float]) -> float:
    """Return how far the last change lies from the usual change, in standard deviations.

    Args:
        series: values oldest first; fewer than five give 0, for there is no habit to break.
    """
    if len(series) < 5:
        return 0.0
    changes = [after - before for before, after in pairwise(series)]
    spread = stdev(changes[:-1])
    if not math.isfinite(spread) or spread == 0:
        return 0.0
    return abs(changes[-1] - fmean(changes[:-1])) / spread
