"""Series of one kind side by side, so that they are judged by arithmetic on whole matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from symphonies.kernel import Grain
from symphonies.platform.vizier.watch.days import Days, stacked_days
from symphonies.platform.vizier.watch.series import Family, Parts, Series, stacked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Block:
    """Series of the same grain, family and periods; matrices have the shape (series, periods)."""

    members: tuple[Series, ...]
    values: NDArray[np.float64]
    weights: NDArray[np.float64] | None
    counts: NDArray[np.bool_]
    """Shape (series,)."""
    wholes: Mapping[str, NDArray[np.float64]]
    """The values of each metric's whole, where it is among the series."""
    parts: Parts | None = None
    """Of all series, where the rows behind them are known; matrices of the same shape."""
    days: Days | None = None
    """Of all series, where something is known of the days."""

    @property
    def grain(self) -> Grain:
        """How long a period is."""
        return self.members[0].grain

    @property
    def family(self) -> Family:
        """How the series behave."""
        return self.members[0].family

    @property
    def starts(self) -> tuple[date, ...]:
        """First day of each period."""
        return self.members[0].starts

    def of(self, kept: NDArray[np.bool_]) -> Block:
        """Return some of the series."""
        members = tuple(each for each, keep in zip(self.members, kept, strict=True) if keep)
        weights = None if self.weights is None else self.weights[kept]
        parts = None if self.parts is None else self.parts.of(kept)
        days = None if self.days is None else self.days.of(kept)
        return Block(members, self.values[kept], weights, self.counts[kept], self.wholes, parts, days)


def blocks(every: Sequence[Series]) -> Iterator[Block]:
    """Yield all series in blocks."""
    import numpy as np

    def kind(series: Series) -> tuple[str, str, str, int, bool, bool, bool]:
        return (
            series.grain.value, series.family.value, series.starts[0].isoformat() if series.starts else "",
            len(series.starts), series.weights is None, series.parts is None, series.days is None,
        )  # fmt: skip

    for _, group in groupby(sorted(every, key=kind), key=kind):
        members = tuple(group)
        weights = None
        if members[0].weights is not None:
            weights = np.stack([each.weights for each in members if each.weights is not None])
        counts = np.array([each.counts for each in members])
        wholes = {each.metric: each.values for each in members if not each.slice}
        parts = stacked([each.parts for each in members if each.parts is not None])
        days = stacked_days([each.days for each in members if each.days is not None])
        values = np.stack([each.values for each in members])
        yield Block(members, values, weights, counts, wholes, parts, days)
