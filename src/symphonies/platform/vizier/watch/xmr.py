"""Process-behaviour charts: limits from the changes of a process, and four signals that it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import Literal

from symphonies.platform.vizier.watch.errors import HistoryInvalidError

_NATURAL = 2.66
"""Three standard deviations in mean moving ranges of two."""
_RANGE_LIMIT = 3.267
_RUN = 8

Rule = Literal["outside", "range", "run", "near limit"]


@dataclass(frozen=True)
class BehaviourChart:
    """An individuals and moving-range chart."""

    centre: float
    lower: float
    upper: float
    range_limit: float
    signals: tuple[tuple[int, Rule], ...]
    """Place of each value at which a rule speaks, and the rule."""


def behaviour_chart(values: Sequence[float], *, baseline: int | None = None) -> BehaviourChart:
    """Return the chart of a series, oldest first.

    The rules: a value outside the limits; a change above the range limit; eight in a row on one side of the
    centre; three of four beyond halfway to the same limit.

    Args:
        values: at least five.
        baseline: how many first values set the limits; None: all.

    Raises:
        HistoryInvalidError: fewer than five values set the limits.

    Source: Shewhart (1931); Wheeler, Understanding Variation (1993).
    """
    first = list(values[:baseline])
    if len(first) < 5:
        raise HistoryInvalidError(
            f"{len(first)} values are too few for limits.", hint="Give at least five values."
        )
    centre = fmean(first)
    mean_range = fmean(abs(after - before) for before, after in pairwise(first))
    reach = _NATURAL * mean_range
    limits = centre - reach, centre + reach
    signals = {
        *_outside(values, *limits),
        *_ranges(values, _RANGE_LIMIT * mean_range),
        *_runs(values, centre),
        *_near(values, centre, reach / 2),
    }
    return BehaviourChart(centre, *limits, _RANGE_LIMIT * mean_range, tuple(sorted(signals)))


def _outside(values: Sequence[float], lower: float, upper: float) -> list[tuple[int, Rule]]:
    return [(place, "outside") for place, value in enumerate(values) if not lower <= value <= upper]


def _ranges(values: Sequence[float], limit: float) -> list[tuple[int, Rule]]:
    moves = (abs(after - before) for before, after in pairwise(values))
    return [(place, "range") for place, move in enumerate(moves, start=1) if move > limit]


def _runs(values: Sequence[float], centre: float) -> list[tuple[int, Rule]]:
    found: list[tuple[int, Rule]] = []
    length, side = 0, 0
    for place, value in enumerate(values):
        now = (value > centre) - (value < centre)
        length = length + 1 if now and now == side else abs(now)
        side = now
        if length >= _RUN:
            found.append((place, "run"))
    return found


def _near(values: Sequence[float], centre: float, half: float) -> list[tuple[int, Rule]]:
    found: list[tuple[int, Rule]] = []
    for place in range(3, len(values)):
        last = values[place - 3 : place + 1]
        above, below = (sum(sign * (value - centre) > half for value in last) for sign in (1, -1))
        if max(above, below) >= 3:
            found.append((place, "near limit"))
    return found
