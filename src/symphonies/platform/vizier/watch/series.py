"""Figures of one metric in one slice over time, and how such figures behave when nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.days import Days

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
    STANDING = "standing ratio"
    """A stock over another one, or over a sum: what is in it stays there for several periods."""
    LEVEL = "level"
    """Stocks, quantiles and all else: keeps its course."""
    PRICE = "price"
    """Rates of a market: goes on from where it was."""

    @property
    def is_ratio(self) -> bool:
        """Whether figures are one sum over another."""
        return self in (Family.RATIO, Family.STANDING)

    @property
    def stands(self) -> bool:
        """Whether what is in one period is mostly in the next one too."""
        return self in (Family.LEVEL, Family.STANDING)


@dataclass(frozen=True, eq=False)
class Parts:
    """Sums of squares over the rows behind each period, shape (periods,): they tell few large from many."""

    values: NDArray[np.float64]
    """Of the values."""
    weights: NDArray[np.float64] | None = None
    """Of the denominators of a ratio."""
    products: NDArray[np.float64] | None = None
    """Of a row's value and its denominator."""

    def of(self, kept: NDArray[np.bool_]) -> Parts:
        """Return the parts of some of several series."""
        return self.each(lambda part: part[kept])

    def around(self, rate: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum of squares of what each row's value lies from a rate of its denominator."""
        if self.weights is None or self.products is None:
            return self.values
        import numpy as np

        return np.maximum(self.values - 2 * rate * self.products + rate**2 * self.weights, 0.0)

    def each(self, change: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Parts:
        """Return the parts with all sums changed in one way."""
        if self.weights is None or self.products is None:
            return Parts(change(self.values))
        return Parts(change(self.values), change(self.weights), change(self.products))


def stacked(every: Sequence[Parts]) -> Parts | None:
    """Return the parts of several series side by side, shape (series, periods); None of none."""
    import numpy as np

    if not every:
        return None
    values = np.stack([each.values for each in every])
    weights = [each.weights for each in every if each.weights is not None]
    products = [each.products for each in every if each.products is not None]
    return Parts(values, np.stack(weights), np.stack(products)) if weights and products else Parts(values)


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
    parts: Parts | None = None
    """Where the rows are known."""
    possible: tuple[float, float] | None = None
    """Beyond which no figure can be; None: not declared."""
    days: Days | None = None
    """Of flows by day, where something is known of the days."""

    @property
    def sizes(self) -> NDArray[np.float64]:
        """How much each period weighs: its denominator, else its value."""
        return self.values if self.weights is None else self.weights
