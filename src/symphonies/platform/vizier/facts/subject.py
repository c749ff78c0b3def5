"""What a fact speaks of: a metric, a slice of the company, a period."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Direction


@dataclass(frozen=True)
class Slice:
    """One value of one dimension."""

    dimension: str
    value: str
    label: str
    """As people call it."""
    title: str = ""
    """What the dimension is called; said before a label that does not tell it, such as a code."""
    person: bool = False
    """Whether the label names a person, of whom it is said what they are."""


@dataclass(frozen=True)
class Timespan:
    """A period as the company's calendar names it."""

    period: Period
    grain: Grain
    label: str
    """As the calendar names it, in English; used where the days alone do not tell the name."""
    several: bool = False
    """Whether it holds several periods of the grain, told together."""


@dataclass(frozen=True)
class Subject:
    """A metric in a part of the company over a period.

    Attributes:
        metric: the metric's id.
        title: its name in the catalogue.
        unit: its unit, as the catalogue names it.
        currency: ISO 4217 code, for money.
        direction: which way is good.
        span: the period.
        scope: the part of the company; empty for all that the reader may see.
        synonyms: other names of the metric.
        most: a figure as large as this stands for more than it; None where there is no such end.
    """

    metric: str
    title: str
    unit: str
    currency: str | None
    direction: Direction
    span: Timespan
    scope: tuple[Slice, ...] = ()
    synonyms: tuple[str, ...] = ()
    most: float | None = None

    def is_good(self, change: float) -> bool | None:
        """Return whether a change in this metric is good; None where no direction says so."""
        if not change or self.direction not in (Direction.UP, Direction.DOWN):
            return None
        return (change > 0) == (self.direction is Direction.UP)
