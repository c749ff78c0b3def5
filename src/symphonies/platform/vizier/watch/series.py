"""Figures of one metric in one slice over time, and how such figures behave when nothing is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import Grain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


MATERIAL = 0.02
"""The share of the whole below which a slice is not looked at."""


class Family(StrEnum):
    """How a series behaves when nothing is wrong; each is calibrated by itself."""

    FLOW = "flow"
    """Sums of a period."""
    RATIO = "ratio"
    """A sum over a sum: surer the larger the lower one is."""
    LEVEL = "level"
    """Stocks, quantiles and all else: keeps its course."""
    PRICE = "price"
    """Rates of a market: goes on from where it was."""


@dataclass(frozen=True)
class Series:
    """Figures of one metric in one slice."""

    metric: str
    slice: tuple[tuple[str, str], ...]
    """Dimension path and value; empty: the whole."""
    label: str
    grain: Grain
    family: Family
    starts: tuple[date, ...]
    """First day of each period, oldest first, complete ones only."""
    values: NDArray[np.float64]
    """NaN where there is no figure."""
    weights: NDArray[np.float64] | None = None
    """The denominators of a ratio; its values then are the numerators."""
    counts: bool = False
    """Whether the values count things."""

    @property
    def sizes(self) -> NDArray[np.float64]:
        """How much each period weighs: its denominator, else its value."""
        return self.values if self.weights is None else self.weights
