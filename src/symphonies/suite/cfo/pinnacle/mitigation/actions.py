"""What an action is, and what it does to cash on every path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Names


@dataclass(frozen=True)
class Practice:
    """What suppliers see of an action taken in full."""

    days_later: float
    """Mean over the amounts moved."""
    days_beyond_terms: float
    """Mean over the amounts moved of the days that are added after the last day of terms."""
    suppliers: Names


EVIDENCE = 50
"""How many ids are named at most."""


@dataclass(frozen=True)
class Effect:
    """An action taken in full, on the paths of one draw."""

    moves: Moves
    cost: Floats
    """``[paths]``, base cents; negative is a gain."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What people are told of something to do."""

    key: str
    kind: str
    title: str
    """A sentence that starts with a verb, without figures."""
    owner: str
    """Who would do it: a person whom the books name, else a role."""
    day: int
    """When it is begun."""
    until: int
    """When it is over; ``day`` for what is done at once, a day beyond the horizon for what lasts."""
    evidence: Names
    """Ids of what it rests on, the weightiest first: invoices, bills, a line, rates or a currency."""
    assumption: str
    """What the effect rests on besides the simulation; empty when on nothing."""
    risk: str
    amount: float
    """Of the whole, base cents."""
    practice: Practice | None = None
    customer: str = ""
    """Name of the customer it is about; empty for none."""


@dataclass(frozen=True, kw_only=True)
class Action(Measure):
    """Something to do, wholly, or in part where it may be divided."""

    divisible: bool
    capacities: Names
    """What it uses up: actions that share one are together at most one whole."""
    effect: Callable[[World], Effect]
    retimed: tuple[int, ...] = ()
    """The payments that it moves, each to the latest day that terms allow."""

    def measure(self) -> Measure:
        """Return what is told of it alone."""
        return Measure(**{each.name: getattr(self, each.name) for each in fields(Measure)})


def weightiest(ids: Names, rows: Ints, weight: Floats) -> Names:
    """Return the ids of some rows, the weightiest first, each once."""
    order = rows[np.argsort(-weight, kind="stable")].tolist()
    return tuple(dict.fromkeys(ids[row] for row in order))[:EVIDENCE]
