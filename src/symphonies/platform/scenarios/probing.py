"""Which lever moves a result most, and how hard one must pull to reach a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from symphonies.platform.scenarios.levers import Lever

Judge = Callable[[Sequence[Lever]], float]
"""Returns the figure under levers."""
PRECISION = 1e-3


@dataclass(frozen=True)
class Effect:
    """What a lever does to a figure when it is moved on its own."""

    lever: Lever
    change: float


def sensitivity(judge: Judge, levers: Iterable[Lever], base: Sequence[Lever] = ()) -> tuple[Effect, ...]:
    """Move each lever on its own, on top of ``base``; the strongest effect comes first."""
    start = judge(base)
    effects = [Effect(lever, judge([*base, lever]) - start) for lever in levers]
    return tuple(sorted(effects, key=lambda effect: -abs(effect.change)))


def severity_to_reach(reached: Callable[[float], bool], most: float = 4.0) -> float | None:
    """Return the least severity (1 is the scenario as it stands) at which something is reached.

    It is assumed that more severity never undoes it. None when even ``most`` does not reach it.
    """
    if reached(0.0):
        return 0.0
    if not reached(most):
        return None
    low, high = 0.0, most
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
