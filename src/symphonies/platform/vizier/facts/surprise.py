"""How far a change lies from the usual ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, stdev

HABIT = 5
"""Fewer values than these make no habit that could be broken."""


def surprise(series: Sequence[float]) -> float:
    """Return how far the last change lies from the usual change, in standard deviations.

    Args:
        series: values oldest first; fewer than ``HABIT`` give 0.
    """
    if len(series) < HABIT:
        return 0.0
    changes = [after - before for before, after in pairwise(series)]
    spread = stdev(changes[:-1])
    if not math.isfinite(spread) or spread == 0:
        return 0.0
    return abs(changes[-1] - fmean(changes[:-1])) / spread
