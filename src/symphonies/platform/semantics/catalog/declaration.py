"""The schema of ``metrics.yaml``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from symphonies.kernel import Grain
from symphonies.platform.semantics.catalog.metric import Direction, MetricType, Stock, Unit

METRIC_ID = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$"


def _duration(value: object) -> object:
    if isinstance(value, str) and (match := re.fullmatch(r"(\d+)\s*([mhd])", value.strip())):
        return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[match[2]]: int(match[1])})
    return value


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VariantDeclaration(_Declared):
    """Another accepted definition of the metric."""

    title: str
    label: str = ""
    formula: str | None = None
    measure: str | None = None
    """Over the same fact and rows as the metric itself."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.measure is None) == (self.formula is None):
            raise ValueError("needs either a measure or a formula")
        return self


class MetricDeclaration(_Declared):
    """One metric as its owner writes it."""

    title: str
    description: str = Field(min_length=3)
    type: MetricType
    unit: Unit
    direction: Direction = Direction.NONE
    fact: str | None = None
    time: str | None = None
    measure: str | None = None
    where: str | None = None
    stock: Stock | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    formula: str | None = None
    dimensions: tuple[str, ...] | None = None
    default_grain: Grain = Grain.MONTH
    target: str | None = None
    band: tuple[float, float] | None = None
    possible: tuple[float | None, float | None] | None = None
    owner: str | None = None
    freshness: Annotated[timedelta, BeforeValidator(_duration)] | None = None
    synonyms: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    """What people say for it, each understood only as a whole: ``what customers owe us``."""
    framework: dict[str, str] = {}
    variants: dict[str, VariantDeclaration] = {}
    model: str | None = None
    """What tells it while no engine does, in words."""
    most: float | None = None
    """The greatest figure that is told: it stands for that much or more."""
    hidden: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.measure is None) == (self.formula is None):
            raise ValueError("needs either a measure or a formula")
        if self.measure is not None and self.fact is None:
            raise ValueError("a measure needs its fact")
        if self.formula is not None:
            for name in ("fact", "where", "stock", "valid_from", "valid_to", "time"):
                if getattr(self, name) is not None:
                    raise ValueError(f"{name} belongs to a measure; a formula has none")
            if any(variant.measure for variant in self.variants.values()):
                raise ValueError("a variant with a measure needs a metric with a measure")
        elif self.type is MetricType.STOCK and self.stock is None:
            raise ValueError("a stock needs stock: accumulate, last or interval")
        if self.stock is not None and self.type not in (MetricType.STOCK, MetricType.MODEL):
            raise ValueError("only types S and X are stocks")
        if (self.stock is Stock.INTERVAL) != (self.valid_from is not None):
            raise ValueError("valid_from belongs to stock: interval, and is required there")
        if self.band is not None and self.band[0] > self.band[1]:
            raise ValueError("band must be [low, high]")
        if self.possible is not None:
            least, most = self.possible
            if least is not None and most is not None and least > most:
                raise ValueError("possible must be [least, most]; null leaves an end open")
        return self


class DimensionDeclaration(_Declared):
    """A dimension computed from the columns of one fact."""

    fact: str
    sql: str
    title: str = ""
    order: tuple[str, ...] = ()


class MetricsFile(_Declared):
    """A whole ``metrics.yaml``."""

    metrics: dict[Annotated[str, Field(pattern=METRIC_ID)], MetricDeclaration] = {}
    dimensions: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], DimensionDeclaration] = {}
    words: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$")], tuple[str, ...]] = {}
    """What else people call a dimension, by its name or path, or a value of it: ``renewed.true``."""
    sizes: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$")], str] = {}
    """The metric by which one of a dimension is big: what ``the biggest customers`` are ranked by."""
