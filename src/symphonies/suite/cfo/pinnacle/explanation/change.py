"""What a change of a figure consists of: each driver's fair share.

A driver's share is its Shapley value: what it adds to those already changed, averaged over all orders in
which they could have been changed. The shares add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from symphonies.platform.learning import split_change
from symphonies.suite.cfo.pinnacle.explanation.rounding import whole
from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.simulation.engine import CashSimulation
from symphonies.suite.cfo.pinnacle.simulation.flows import Flows
from symphonies.suite.cfo.pinnacle.simulation.paths import Paths, run_paths

Figure = Callable[[Paths], int]
EXACT_UP_TO = 6
"""Beyond so many changed drivers, they are changed one after the other in the order of ``DRIVERS``."""
CUSTOMERS_SHOWN = 10


@dataclass(frozen=True)
class Part:
    """A share in a figure or in a change of it, in base cents."""

    name: str
    amount: int
    parts: tuple[Part, ...] = field(default=())
    """By customer, where the share is one of receipts; they add up to ``amount``."""


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
    moved = _expected_until(position, change, day)
    order = np.argsort(-np.abs(moved), kind="stable")[:CUSTOMERS_SHOWN]
    order = order[moved[order] != 0]
    total = float(moved.sum())
    if not len(order) or total == 0:
        return ()
    shares = [*(moved[order] / total * amount).tolist(), float((total - moved[order].sum()) / total * amount)]
    names = [*(position.customers.ids[row] for row in order.tolist()), "others"]
    return tuple(
        Part(name, cents)
        for name, cents in zip(names, whole(shares, amount), strict=True)
        if cents or name != "others"
    )


def _expected_until(position: Position, change: Change, day: int) -> np.ndarray:
    """Return by customer how expected receipts of invoices until ``day`` change, in base cents."""
    receivables = position.receivables
    owed = np.flatnonzero(receivables.amount > 0)
    reached = receivables.curves[:, : position.days].cumsum(axis=1)
    reached = np.concatenate([np.zeros((len(reached), 1)), reached], axis=1)
    delay = (change.invoice_delay + change.receipts_delay)[owed]
    curve, kept = receivables.curve[owed], change.invoice_factor[owed]
    # an invoice moved before day 1 is received on day 1
    after = reached[curve, (day - delay).clip(0, position.days)] * kept
    currency = position.accounts.currency[receivables.account[owed]]
    gained = receivables.amount[owed] * position.markets.spot[currency] * (after - reached[curve, day])
    return np.bincount(receivables.customer[owed], gained, minlength=len(position.customers.ids))
