"""What an explanation holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symphonies.kernel import Period


class Method(StrEnum):
    """How contributions were computed; all of them add up to the change."""

    ADDITIVE = "additive"
    """The metric is a sum over groups: each group's own change."""
    MIX_AND_RATE = "mix and rate"
    """A ratio of sums: each group's change of weight, and of its own ratio."""
    SHAPLEY = "shapley"
    """Anything else: how much each group pulls the figure, after less before."""


@dataclass(frozen=True)
class Contribution:
    """What one group did for the change."""

    values: tuple[tuple[str, str | None], ...]
    """Dimension path and value, by dimension; None: rows without a value."""
    label: str
    before: float | None
    """The group's own figure; None: no rows."""
    after: float | None
    amount: float
    """In the metric's unit."""
    mix: float | None = None
    """The part by weight, for ratios."""
    rate: float | None = None
    """The part by the group's own ratio, for ratios."""


@dataclass(frozen=True)
class Breakdown:
    """All groups of one dimension, the largest contribution first; their amounts sum to the change."""

    dimension: str
    title: str
    method: Method
    contributions: tuple[Contribution, ...]
    surprise: float
    """How differently the groups are spread after than before, 0 to 1 (Jensen-Shannon divergence, base 2)."""
    concentration: float
    """How far all movement, up and down, is in one group: 0 when all moved alike, 1 when only one did."""


@dataclass(frozen=True)
class Driver:
    """A slice, of one dimension or more, that moved as one."""

    values: tuple[tuple[str, str | None], ...]
    label: str
    amount: float
    share: float
    """Of the change; above 1 where others moved against it."""


@dataclass(frozen=True)
class Cause:
    """A metric upstream, and what its own change did for this one by the declared cascade."""

    metric: str
    title: str
    change: float
    """In that metric's unit."""
    effect: float
    """In this metric's unit; the middle of the interval."""
    effect_low: float
    effect_high: float
    """The 95 % interval, from how both moved together before."""
    strength: float
    """How far it moved, in usual spreads of its changes."""
    supports: bool
    """Whether it moved this metric the way it went, beyond doubt; else it is counter-evidence."""
    why: str


@dataclass(frozen=True)
class Explanation:
    """Why a figure of one period differs from that of another."""

    metric: str
    title: str
    unit: str
    currency: str | None
    before_period: Period
    after_period: Period
    before: float
    after: float
    breakdowns: tuple[Breakdown, ...]
    """The most telling dimension first."""
    drivers: tuple[Driver, ...]
    """The smallest set of slices found to explain the change; empty when there is no single cause."""
    causes: tuple[Cause, ...]
    """Upstream metrics, those that support the change first."""
    notes: tuple[str, ...]

    @property
    def change(self) -> float:
        """The figure after less the figure before."""
        return self.after - self.before

    @property
    def single_cause(self) -> bool:
        """Whether one small set of slices explains most of the change."""
        return bool(self.drivers)
