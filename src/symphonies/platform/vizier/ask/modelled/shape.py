"""What a model fills: a metric query in the catalogue's own words."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from symphonies.kernel import Grain
from symphonies.platform.semantics import Comparison

Text = Field(max_length=200)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskedValues(_Part):
    """Only, or all without, some values of a dimension."""

    dimension: str = Text
    values: list[str] = Field(min_length=1, max_length=20)
    without: bool = False


class AskedTop(_Part):
    """Only the first groups by figure."""

    n: int = Field(ge=1, le=100)
    lowest: bool = False


class AskedThreshold(_Part):
    """Only rows whose figure passes a value."""

    op: Literal["<", "<=", ">", ">="]
    value: float


class AskedQuery(_Part):
    """A question as a query over the catalogue."""

    metrics: list[str] = Field(default=[], max_length=6)
    by: list[str] = Field(default=[], max_length=4)
    grain: Grain | None = None
    first_day: date | None = None
    last_day: date | None = None
    where: list[AskedValues] = Field(default=[], max_length=8)
    compare: list[Comparison] = Field(default=[], max_length=3)
    top: AskedTop | None = None
    threshold: AskedThreshold | None = None
    share: bool = False
    intent: Literal["figure", "why", "forecast"] = "figure"
    cannot: str | None = Field(default=None, max_length=500)
