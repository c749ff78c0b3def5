"""What an action is, and what it does to cash on every path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    rows: tuple[int, ...]
    """The payments that are moved, each to the latest day that terms allow."""


EVIDENCE = 50
"""How many ids are named at most."""


@dataclass(frozen=True)
class Effect:
    """An action taken in full, on the paths of one draw."""

    moves: Moves
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
    """Who would do it: a person whom the books name, else a role."""
    day: int
    """When it is begun."""
    until: int
    """When it is over; ``day`` for what is done at once, a day beyond the horizon for what lasts."""
    divisible: bool
    capacities: Names
    """What it uses up: actions that share one are together at most one whole."""
    evidence: Names
    """Ids of what it rests on, the weightiest first: invoices, bills, a line, rates or a currency."""
    assumption: str
    """What the effect rests on besides the simulation; empty when on nothing."""
    risk: str
    effect: Callable[[World], Effect]
    amount: float
    """Of the whole, base cents."""
    practice: Practice | None = None
    customer: int = -1
    """Row of the customer it is about; -1 for none."""


def weightiest(ids: Names, rows: Ints, weight: Floats) -> Names:
    """Return the ids of some rows, the weightiest first, each once."""
    order = rows[np.argsort(-weight, kind="stable")].tolist()
    return tuple(dict.fromkeys(ids[row] for row in order))[:EVIDENCE]
