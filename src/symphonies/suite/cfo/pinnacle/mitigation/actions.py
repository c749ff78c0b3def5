"""What an action is, and what it does to cash on every path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import Floats, Names


@dataclass(frozen=True)
class Practice:
    """What suppliers see of an action taken in full."""

    days_later: float
    """Mean over the amounts moved."""
    days_beyond_terms: float
    suppliers: Names


@dataclass(frozen=True)
class Effect:
    """An action taken in full, on the paths of one draw."""

    flows: dict[int, Floats]
    """Cell -> ``[horizon, paths]`` in cents of the cell's currency."""
    cost: Floats
    """``[paths]``, base cents; negative is a gain."""


@dataclass(frozen=True)
class Action:
    """Something to do, wholly, or in part where it may be divided."""

    key: str
    kind: str
    title: str
    """A sentence that starts with a verb, without figures."""
    owner: str
    """Empty where nobody is named."""
    day: int
    """When it is begun."""
    divisible: bool
    capacities: Names
    """What it uses up: actions that share one are together at most one whole."""
    evidence: Names
    """Ids of what it rests on."""
    assumption: str
    """What the effect rests on besides the simulation; empty when on nothing."""
    risk: str
    effect: Callable[[World], Effect]
    amount: float
    """Of the whole, base cents."""
    practice: Practice | None = None
