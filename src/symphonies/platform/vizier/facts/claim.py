"""A claim: one figure that a fact entitles a text to print, and what the figure is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symphonies.platform.vizier.facts.subject import Slice


class Against(StrEnum):
    """What a value is set against."""

    PLAN = "plan"
    YEAR = "year"
    """The same period a year before."""
    PERIOD = "period"
    """The period before."""
    VISIT = "visit"
    """What the reader saw last."""


class Role(StrEnum):
    """What a figure is to its fact."""

    VALUE = "value"
    REFERENCE = "reference"
    GAP = "gap"
    """Value less reference, in the metric's unit."""
    RELATIVE = "relative"
    """Gap over reference, as a ratio."""
    PART = "part"
    """What a slice adds to a change."""
    LOW = "low"
    HIGH = "high"
    CHANCE = "chance"
    COVERAGE = "coverage"
    LIMIT = "limit"
    WHEN = "when"


@dataclass(frozen=True)
class Claim:
    """One figure.

    Attributes:
        value: in ``unit``; ratios as ratios, dates as days since 1970-01-01.
        unit: the unit of this figure, which may differ from the metric's.
        role: what it is.
        against: for gaps and references, what the value was set against.
        scope: for parts, the slice it belongs to.
        sign: 1 or -1 where a direction belongs to the figure that its own sign does not tell.
    """

    value: float
    unit: str
    role: Role
    against: Against | None = None
    scope: tuple[Slice, ...] = ()
    sign: int = 0
