"""Cash on every path and day, to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.flows import SWEEPS, Flows
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.lending import Borrowing, borrow, settled
from symphonies.suite.cfo.pinnacle.simulation.model import Model
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube
from symphonies.suite.cfo.pinnacle.simulation.pooling import Pooling
from symphonies.suite.cfo.pinnacle.simulation.rates import in_base, rate_of, usable


@dataclass(frozen=True)
class Paths:
    """One simulated future: closing = opening + flows + drawing + interest, exactly, in every cell."""

    position: Position
    draws: Draws
    grouping: Grouping
    change: Change
    flows: Flows
    borrowing: Borrowing
    closing: Cube
    """``[cells, horizon, paths]`` in the currency of the cell."""

    @cached_property
    def cash(self) -> Ints:
        """``[horizon, paths]``: money that may be used, in base cents."""
        return usable(self.position, self.draws, self.grouping, self.change, self.closing)

    def rate(self, currency: int) -> Floats | float:
        """Return units of base per unit of a currency: ``[horizon, paths]``, or 1 for the base."""
        return rate_of(self.position, self.draws, self.change, currency)

    def in_base(self, amounts: Ints, currency: int) -> Ints:
        """Return amounts ``[horizon, paths]`` in base cents."""
        return in_base(amounts, self.rate(currency))

    @cached_property
    def debt(self) -> Ints:
        """``[horizon, paths]``: what is owed to lenders, in base cents."""
        return self._lines(self.borrowing.drawn, np.ones(len(self.borrowing.drawn), np.bool_))

    @cached_property
    def undrawn(self) -> Ints:
        """``[horizon, paths]``: what revolving lines still offer, in base cents."""
        facilities = self.position.facilities
        days = np.arange(1, self.closing.shape[1] + 1)
        open_limit = np.where(days < facilities.matures[:, None], facilities.limit[:, None], 0)
        return self._lines((open_limit[:, :, None] - self.borrowing.drawn).clip(0), facilities.revolving)

    def _lines(self, amounts: Cube, chosen: NDArray[np.bool_]) -> Ints:
        total = np.zeros(self.closing.shape[1:], np.int64)
        currency = self.position.accounts.currency[self.position.facilities.account]
        for line in np.flatnonzero(chosen).tolist():
            total += self.in_base(amounts[line], int(currency[line]))
        return total


def run_paths(
    model: Model, change: Change, flows: Flows | None = None, raised: Mapping[int, Ints] | None = None
) -> Paths:
    """Simulate a change.

    Args:
        model: the drivers.
        change: what levers do.
        flows: when they are known already.
        raised: by cell, ``[horizon]``: how much more than policy asks for automatic lines are to keep there.
    """
    flows = model.flows(change) if flows is None else flows
    closing = _unlent(model, flows)
    borrowing = borrow(model.position, model.draws, model.grouping, closing, change, raised)
    return _closed(model, change, flows, borrowing, closing)


def run_accounts(model: Model, group: Paths) -> Paths:
    """Return what paths of the group come to on every account, pools swept and lines drawn as the group does.

    Args:
        model: the drivers, account by account.
        group: the group's paths.
    """
    flows, position = model.flows(group.change), model.position
    closing = _unlent(model, flows)
    borrowing = settled(model.position, model.grouping, group.borrowing.drawn, group.borrowing.paid)
    lent = (borrowing.drawing + borrowing.interest).cumsum(axis=1)
    sweeps = Pooling(position.entities, position.accounts, group.rate).swept(closing + lent)
    flows = Flows({**flows.parts, SWEEPS: sweeps}, flows.total + sweeps)
    return _closed(model, group.change, flows, borrowing, closing + sweeps.cumsum(axis=1))


def _unlent(model: Model, flows: Flows) -> Cube:
    """Return closing balances that know nothing of lines."""
    shape = (*flows.total.shape[:2], model.draws.settings.paths)
    closing = np.broadcast_to(flows.total, shape).cumsum(axis=1)
    closing += model.grouping.opening[:, None, None]
    return closing


def _closed(model: Model, change: Change, flows: Flows, borrowing: Borrowing, closing: Cube) -> Paths:
    for cell in np.unique(model.grouping.cell[model.position.facilities.account]).tolist():
        closing[cell] += (borrowing.drawing[cell] + borrowing.interest[cell]).cumsum(axis=0)
    return Paths(model.position, model.draws, model.grouping, change, flows, borrowing, closing)
