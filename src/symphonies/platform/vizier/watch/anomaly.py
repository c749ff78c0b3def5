"""An unusual stretch of one series, as it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.series import Family
from symphonies.platform.vizier.watch.stretches import Kind

FEW_ROWS = 20.0


@dataclass(frozen=True)
class Anomaly:
    """An unusual stretch of one metric in one slice."""

    metric: str
    slice: tuple[tuple[str, str], ...]
    """Dimension path and value; empty: the whole."""
    label: str
    kind: Kind
    grain: Grain
    family: Family
    first_on: date
    """First day of its first period."""
    last_on: date
    """First day of its last period."""
    usual: float
    """What the figure would have been; a ratio's before its constant factor."""
    actual: float
    told_on: date
    """First day of the first period whose figures are told."""
    value: float
    """The figure told."""
    low: float
    """Lower end of what was to be expected of it."""
    high: float
    """Upper end."""
    score: float
    """How far out, in usual spreads."""
    chance: float
    """How likely so far out is by chance alone, all slices of the metric looked at counted."""
    excess: float = 0.0
    """What it adds up to beyond the usual, over the line where there is one."""
    told_until: date | None = None
    """First day of the last period whose figures are told, where they are told together."""
    sure: bool = True
    """Whether it stands by itself; else it only tells more of what does."""
    lasts: bool = False
    """Whether it still goes on."""
    rows: float | None = None
    """Of a ratio: over how many rows of about one size the figures told are; None: not known."""

    @property
    def few(self) -> bool:
        """Whether so few rows stand behind a ratio that one more would change it."""
        return self.rows is not None and self.rows < FEW_ROWS

    @property
    def difference(self) -> float:
        """The figure less the usual one."""
        return self.actual - self.usual
