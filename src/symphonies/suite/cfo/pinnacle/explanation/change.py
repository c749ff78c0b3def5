"""What a change of a figure consists of: each driver's fair share.

A driver's share is its Shapley value: what it adds to those already changed, averaged over all orders in
which they could have been changed. The shares add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from symphonies.platform.learning import split_change
from symphonies.suite.cfo.pinnacle.explanation.customers import expected_until, less, shared_by
from symphonies.suite.cfo.pinnacle.explanation.part import Part
from symphonies.suite.cfo.pinnacle.explanation.rounding import whole
from symphonies.suite.cfo.pinnacle.levers.change import Change, neutral
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation.engine import CashSimulation
from symphonies.suite.cfo.pinnacle.simulation.flows import Flows
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths, run_paths

Figure = Callable[[Paths], int]
EXACT_UP_TO = 6
"""Beyond so many changed drivers, they are changed one after the other in the order of ``DRIVERS``."""


def explain_change(simulation: CashSimulation, change: Change, figure: Figure, day: int) -> tuple[Part, ...]:
    """Return the drivers' shares in what a change does to a figure.

    Args:
        simulation: the baseline.
        change: what is changed.
        figure: what is explained, such as the median low point.
        day: receipts are split by customer by what is received until the end of this day.
    """
    model = simulation.by_currency
    after = model.flows(change)
    drivers = _drivers(model.baseline, after, change)
    known: dict[frozenset[str], int] = {}

    def value(changed: frozenset[str]) -> int:
        if changed not in known:
            known[changed] = figure(_partly(simulation, change, after, changed))
        return known[changed]

    total = value(frozenset(drivers)) - value(frozenset())
    exact = len(drivers) <= EXACT_UP_TO
    shares = list(split_change(drivers, value).values()) if exact else _one_by_one(drivers, value)
    amounts = whole(shares, total) if drivers else []
    return tuple(
        Part(name, amount, _customers(simulation.position, change, amount, day) if name == "receipts" else ())
        for name, amount in zip(drivers, amounts, strict=True)
    )


def _drivers(before: Flows, after: Flows, change: Change) -> list[str]:
    """Return what a change moves: drivers of flows, then exchange rates, then interest rates."""
    moved = [name for name in before.parts if after.parts[name] is not before.parts[name]]
    moved = [name for name in moved if np.any(after.parts[name] != before.parts[name])]
    if np.any(change.fx_factor != 1):
        moved.append("exchange rates")
    if np.any(change.rate_shift != 0):
        moved.append("interest rates")
    return moved


def _partly(simulation: CashSimulation, change: Change, after: Flows, changed: frozenset[str]) -> Paths:
    model, nothing = simulation.by_currency, simulation.nothing
    flows = model.baseline.replaced({name: after.parts[name] for name in changed if name in after.parts})
    part = replace(
        change,
        fx_factor=change.fx_factor if "exchange rates" in changed else nothing.fx_factor,
        rate_shift=change.rate_shift if "interest rates" in changed else nothing.rate_shift,
    )
    return run_paths(model, part, flows)


def _one_by_one(drivers: Sequence[str], value: Callable[[frozenset[str]], int]) -> list[float]:
    values = [value(frozenset(drivers[:count])) for count in range(len(drivers) + 1)]
    return [float(after - before) for before, after in pairwise(values)]


def _customers(position: Position, change: Change, amount: int, day: int) -> tuple[Part, ...]:
    """Split a change of receipts by customer, in proportion to their expected receipts until ``day``."""
    after, before = (expected_until(position, each, day) for each in (change, neutral(position)))
    return shared_by(less(after, before), amount)
