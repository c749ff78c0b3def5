"""A metric as the catalogue holds it: checked, immutable, cheap to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from symphonies.kernel import Grain
from symphonies.platform.semantics.catalog.formula import Node
from symphonies.platform.semantics.catalog.measure import Measure


class MetricType(StrEnum):
    """Decides how a metric may be rolled up."""

    FLOW = "F"
    STOCK = "S"
    RATIO = "R"
    QUANTILE = "Q"
    DISTINCT = "D"
    MODEL = "X"


class Unit(StrEnum):
    """What a metric's figure counts."""

    MONEY = "money"
    RATIO = "ratio"
    DAYS = "days"
    COUNT = "count"
    MONTHS = "months"
    BPS = "bps"
    NUMBER = "number"
    DATE = "date"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    BAND = "band"
    NONE = "none"


class Stock(StrEnum):
    """How a stock is read off its fact."""

    ACCUMULATE = "accumulate"
    """Running sum since ever of the measure by time."""
    LAST = "last"
    """The rows of the last snapshot date inside the period."""
    INTERVAL = "interval"
    """The rows valid on the period's last day."""


@dataclass(frozen=True)
class Variant:
    """Another accepted way to define the same metric."""

    name: str
    title: str
    label: str
    text: str
    """Its measure or formula as declared."""

    def id_of(self, metric_id: str) -> str:
        """Return the id under which the catalogue keeps this definition of a metric."""
        return f"{metric_id}@{self.name}"


@dataclass(frozen=True)
class Metric:
    """One metric of the catalogue; either ``measure`` or ``formula`` is set."""

    id: str
    title: str
    description: str
    type: MetricType
    unit: Unit
    direction: Direction
    product: str
    owner: str
    freshness: timedelta
    default_grain: Grain
    fact: str | None = None
    """``product.table`` the measure aggregates."""
    time: str | None = None
    """The fact's column that dates a row; None: undated, true as of now."""
    measure: Measure | None = None
    stock: Stock | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    formula: Node | None = None
    text: str = ""
    """The measure or formula as declared."""
    dimensions: tuple[str, ...] | None = None
    """The dimension paths it is restricted to; None: all reachable ones."""
    target: str | None = None
    band: tuple[float, float] | None = None
    possible: tuple[float | None, float | None] | None = None
    """The least and the most a figure can be, in the metric's unit; None: no end."""
    synonyms: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    """What people say for it, understood only as a whole: nothing is found by a part of it."""
    framework: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    model: str | None = None
    """What tells it while no engine does, in words."""
    most: float | None = None
    """The greatest figure that is told: it stands for that much or more."""
    hidden: bool = False

    def stands_for_more(self, *figures: object) -> bool:
        """Return whether any of some figures of this metric is the greatest that is told."""
        return self.most is not None and any(
            isinstance(each, int | float) and each >= self.most for each in figures
        )

    @property
    def additive_over_groups(self) -> bool:
        """Whether the values of disjoint groups sum to the total."""
        if self.measure is not None:
            return self.measure.additive
        return self.type in (MetricType.FLOW, MetricType.STOCK)

    @property
    def additive_over_time(self) -> bool:
        """Whether the values of disjoint periods sum to the value of their union."""
        return self.measure is not None and self.measure.additive and self.stock is None
