"""How long cash lasts: the time until it is first below the floor, told by fifths of the paths.

The day on which a certain share of paths has been below jumps by a month when a small change carries the
paths that graze the floor on one pay day over it. So paths are put in order of how long they last and each
fifth is told by its mean, a path that outlasts the horizon counting for the horizon: what carries a hundredth
of the paths over moves the mean of their fifth by a twentieth of the way at most.

Source: the restricted mean of a survival time, Royston and Parmar, "Restricted mean survival time", BMC
Medical Research Methodology 13:152, 2013.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.position import Floats, Ints

FIFTHS = 5
HALF = 0.5
"""A day's half: days are told whole."""


@dataclass(frozen=True)
class Lasting:
    """How long cash lasts on one fifth of the paths."""

    days: float
    """Mean, a path that lasts longer than the horizon counting for the horizon."""
    beyond: float
    """Share of its paths that last longer than the horizon: with any, ``days`` is the least."""
    horizon: int

    @property
    def known(self) -> float | None:
        """The days, None where they come to the whole horizon: then it is known to be more than that."""
        return self.days if self.horizon - self.days >= HALF else None


@dataclass(frozen=True)
class Runway:
    """The fifth of paths that falls below the floor first, the middle one and the one that lasts longest."""

    worst: Lasting
    middle: Lasting
    best: Lasting


def runway_of(cash: Ints, floor: int, opening: int) -> Runway:
    """Return how long cash lasts.

    Args:
        cash: ``[days, paths]`` at the end of each day.
        floor: the least that must be there.
        opening: what is there now.
    """
    lasted = np.sort(first_below(cash, floor, opening))
    fifths = np.array_split(lasted, FIFTHS) if len(lasted) >= FIFTHS else [lasted] * FIFTHS
    worst, middle, best = (_lasting(fifths[place], len(cash)) for place in (0, FIFTHS // 2, -1))
    return Runway(worst, middle, best)


def first_below(cash: Ints, floor: int, opening: int) -> Floats:
    """Return when each path is first below the floor, ``[paths]`` in days; infinite where it never is.

    Within the day on which it falls below, cash is taken to move evenly.
    """
    under = cash < floor
    day, path = under.argmax(axis=0), np.arange(cash.shape[1])
    before = np.where(day > 0, cash[day - 1, path], opening).astype(np.float64)
    gap = np.maximum(before - floor, 0.0)
    part = gap / np.maximum(before - cash[day, path], 1.0)
    if opening < floor:
        return np.zeros(cash.shape[1])
    return np.where(under.any(axis=0), day + np.minimum(part, 1.0), np.inf)


def _lasting(fifth: Floats, horizon: int) -> Lasting:
    return Lasting(float(np.minimum(fifth, horizon).mean()), float(np.isinf(fifth).mean()), horizon)
