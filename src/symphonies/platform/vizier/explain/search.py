"""The smallest set of slices that explains why actual values differ from expected ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

RISK = 0.5
SHARE = 0.001
_TAIL = 0.01
"""The share of deviations of a side that is passed over when the noise is measured."""


@dataclass(frozen=True)
class Slice:
    """A combination of values of some dimensions that moved as one."""

    values: tuple[tuple[int, int], ...]
    """Pairs of dimension number and value number, by dimension."""
    risk: float
    """1: everything in it moved, and by the same share; 0 and less: it is noise, or its parts differ."""
    change: float
    """Actual less expected, summed over it."""


def localise(
    codes: NDArray[np.int64],
    expected: NDArray[np.float64],
    actual: NDArray[np.float64],
    *,
    depth: int | None = None,
    risk: float = RISK,
    share: float = SHARE,
) -> tuple[Slice, ...]:
    """Return the slices that explain a change, in the order found; none where it is spread like noise.

    Leaves beyond what noise reaches on the quiet side are suspect. A slice explains if it holds nearly only
    suspect leaves, which moved by one share (the ripple effect); coarser slices are tried first, those with
    most change first, and what a slice explains is taken away before the next is sought.

    Args:
        codes: shape (leaves, dimensions): each leaf's value number in each dimension, from 0.
        expected: shape (leaves,): what was expected, not negative.
        actual: shape (leaves,): what came, not negative.
        depth: how many dimensions a slice may combine; None: all.
        risk: the least risk of a slice.
        share: the least part of all suspect change that a slice must explain.

    Source: Kalander, RiskLoc: Localization of Multi-dimensional Root Causes by Weighted Risk (2022); the cut
    between noise and suspects is a quantile of the quiet side here, not its extreme, so that noise that is
    strong but rare does not hide a cause.
    """
    import numpy as np

    left = _Leaves(codes, expected, actual)
    least = share * left.suspected
    found: list[Slice] = []
    while len(left.change) and left.suspected >= least > 0:
        best = _best_slice(left, depth or codes.shape[1], risk, least)
        if best is None:
            break
        found.append(best)
        inside = np.logical_and.reduce([left.codes[:, column] == value for column, value in best.values])
        left = left.without(inside)
    return tuple(found)


class _Leaves:
    """Leaves with how far they moved, which of them are suspect, and how much each weighs."""

    def __init__(
        self, codes: NDArray[np.int64], expected: NDArray[np.float64], actual: NDArray[np.float64]
    ) -> None:
        self.codes, self.expected, self.actual = codes, expected, actual
        self.change = actual - expected
        self.deviation = _deviation(expected, actual)
        cutoff = _cutoff(self.deviation)
        right = math.copysign(1.0, cutoff) > 0
        self.suspect = self.deviation > cutoff if right else self.deviation < cutoff
        self.weight = self._weights(cutoff)
        self.sign = -1.0 if self.change[self.suspect].sum() < 0 else 1.0

    def _weights(self, cutoff: float) -> NDArray[np.float64]:
        import numpy as np

        distance = np.where(self.suspect, np.abs(self.deviation), np.abs(cutoff - self.deviation))
        return np.where((self.expected == 0) & (self.actual == 0), 0.0, np.minimum(distance, 1.0))

    @property
    def suspected(self) -> float:
        """The suspect change that is not explained yet."""
        return float(self.sign * self.change[self.suspect].sum())

    def without(self, inside: NDArray[np.bool_]) -> _Leaves:
        """Return the leaves outside; what is suspect stays so."""
        rest = object.__new__(_Leaves)
        for name in ("codes", "expected", "actual", "change", "deviation", "suspect", "weight"):
            setattr(rest, name, getattr(self, name)[~inside])
        rest.sign = self.sign
        return rest


def _deviation(expected: NDArray[np.float64], actual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the symmetric relative difference, -2 to 2; 0 where both are 0."""
    import numpy as np

    total = expected + actual
    return np.divide(2 * (expected - actual), total, out=np.zeros_like(total), where=total != 0)


def _cutoff(deviation: NDArray[np.float64]) -> float:
    """Return the deviation that hardly any leaf of the quiet side reaches, mirrored to the other side.

    Noise goes both ways alike, so the side that reaches less far shows how far noise reaches.
    """
    import numpy as np

    sides = [np.sort(side[side > 0])[::-1] for side in (deviation, -deviation)]
    high, low = (float(side[int(len(side) * _TAIL)]) if len(side) else 0.0 for side in sides)
    return low if low < high else -high


def _best_slice(left: _Leaves, depth: int, risk: float, least: float) -> Slice | None:
    for layer in range(1, depth + 1):
        best: Slice | None = None
        for columns in combinations(range(left.codes.shape[1]), layer):
            for candidate in _candidates(left, columns, risk, least):
                if best is None or abs(candidate.change) > abs(best.change):
                    best = candidate
        if best is not None:
            return best
    return None


def _candidates(left: _Leaves, columns: tuple[int, ...], risk: float, least: float) -> Iterator[Slice]:
    """Yield the slice of these dimensions that explains most, if any has the risk."""
    import numpy as np

    rows = left.codes[:, columns]
    sizes = rows.max(axis=0) + 1
    group = np.ravel_multi_index(tuple(rows.T), tuple(sizes))
    explained = left.sign * np.bincount(group, left.change)
    wanted = np.flatnonzero((np.bincount(group, left.suspect) > 0) & (explained > least))
    if not len(wanted):
        return
    scores = _risk(left, group)
    passing = wanted[scores[wanted] > risk]
    if len(passing):
        top = int(passing[np.argmax(explained[passing])])
        values = np.unravel_index(top, tuple(sizes))
        pairs = tuple((column, int(value)) for column, value in zip(columns, values, strict=True))
        yield Slice(pairs, float(scores[top]), float(left.sign * explained[top]))


def _risk(left: _Leaves, group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each group's weight of suspect leaves less how far their common share fails to fit them."""
    import numpy as np

    suspect = np.bincount(group, left.weight * left.suspect)
    normal = np.bincount(group, left.weight * ~left.suspect) + 1
    count = len(suspect)
    kept = (left.expected != 0) & (left.actual != 0)
    inside = group[kept]
    expected, actual = left.expected[kept], left.actual[kept]
    sums = np.bincount(inside, expected, count), np.bincount(inside, actual, count)
    ratio = np.divide(sums[1], sums[0], out=np.zeros(count), where=sums[0] != 0)
    unfit = np.bincount(inside, np.abs(_deviation(expected * ratio[inside], actual)), count)
    moved = np.bincount(inside, np.abs(left.deviation[kept]), count)
    return suspect / (suspect + normal) - np.divide(unfit, moved, out=np.zeros(count), where=moved != 0)
