"""One draw of the company's future, as actions see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from symphonies.suite.cfo.pinnacle.levers import Change, neutral
from symphonies.suite.cfo.pinnacle.position import Flags, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Flows, Paths, Settings, borrow, run_paths
from symphonies.suite.cfo.pinnacle.simulation.draws import Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping

ACTIONS = "actions"
"""Name of the driver that carries what a plan moves."""


@dataclass(frozen=True)
class Moves:
    """What is done to cash, by cell, in cents of its currency."""

    flows: Mapping[int, Floats] = field(default_factory=dict)
    """``[horizon, paths]``: what comes in, less what leaves."""
    raised: Mapping[int, Floats] = field(default_factory=dict)
    """``[horizon]``: how much more a line that runs by itself is told to keep."""

    def plus(self, other: Moves, share: float = 1.0) -> Moves:
        """Return both together, a share of the other."""
        return Moves(_sum(self.flows, other.flows, share), _sum(self.raised, other.raised, share))


def _sum(one: Mapping[int, Floats], other: Mapping[int, Floats], share: float) -> dict[int, Floats]:
    total = dict(one)
    for cell, part in other.items():
        total[cell] = total[cell] + share * part if cell in total else share * part
    return total


class World:
    """A simulation, what happens in it when nothing is done, and what it makes of what is done.

    Args:
        position: the company.
        settings: how many paths, how far, which chance.
        change: what levers do to the company before any action; None: nothing.
    """

    def __init__(self, position: Position, settings: Settings, change: Change | None = None) -> None:
        self.position = position
        self.change = change or neutral(position)
        self.simulation = CashSimulation(position, settings)
        self.paths: Paths = self.simulation.paths(None if self.change.is_neutral else self.change)
        self.floor = int(position.entities.minimum.sum())

    @property
    def draws(self) -> Draws:
        """The chance behind it."""
        return self.paths.draws

    @property
    def grouping(self) -> Grouping:
        """Which accounts are one cell."""
        return self.paths.grouping

    @property
    def shape(self) -> tuple[int, int]:
        """Days and paths."""
        return self.paths.cash.shape[0], self.paths.cash.shape[1]

    @cached_property
    def cash(self) -> Floats:
        """``[horizon, paths]`` over the floor when nothing is done, base cents."""
        return (self.paths.cash - self.floor).astype(np.float64)

    @cached_property
    def spot(self) -> Floats:
        """``[currencies]``: units of base per unit at the cut."""
        return self.position.markets.spot * self.change.fx_factor

    @cached_property
    def pays_on(self) -> Ints:
        """``[outflows]``: the day on which each payment leaves when nothing is done."""
        return (self.position.outflows.day + self.change.outflow_delay).clip(1)

    @cached_property
    def latest(self) -> Ints:
        """``[outflows]``: the last day on which each payment may leave within terms, and never sooner."""
        return np.maximum(self.position.outflows.latest + self._tightened, self.pays_on)

    @cached_property
    def due(self) -> Ints:
        """``[outflows]``: the last day of terms, also where we pay later."""
        return self.position.outflows.due + self._tightened

    @property
    def _tightened(self) -> Ints:
        # who is to be paid sooner has shorter terms; paying later of our own accord moves no terms
        return np.minimum(self.change.outflow_delay, 0)

    def empty(self) -> Floats:
        """Return flows of nothing: ``[horizon, paths]``."""
        return np.zeros(self.shape)

    def pay_day(self, invoice: int) -> Ints:
        """Return on which day index an open invoice is paid on each path; ``days`` later, beyond it never."""
        drawn = self.simulation.by_currency.receipts.pay_days.of(invoice).astype(np.int64)
        delay = int(self.change.invoice_delay[invoice]) + self.change.receipts_delay
        last = self.position.days
        return np.where(drawn < last, (drawn + delay).clip(0, last), drawn) if delay else drawn

    def owed(self, invoice: int) -> float:
        """Return what an open invoice brings when it is paid, cents."""
        amount = float(self.position.receivables.amount[invoice])
        return float(np.rint(amount * self.change.invoice_factor[invoice]))

    def payment(self, outflow: int) -> Floats | float:
        """Return what a payment comes to on each path, cents."""
        place = self._uncertain.get(outflow)
        amount = float(self.position.outflows.amount[outflow]) * float(self.change.outflow_factor[outflow])
        return np.rint(amount if place is None else self._drawn(place) * amount)

    @cached_property
    def _uncertain(self) -> dict[int, int]:
        rows = self.simulation.by_currency.payments.uncertain.tolist()
        return {row: place for place, row in enumerate(rows)}

    def _drawn(self, place: int) -> Floats:
        payments = self.simulation.by_currency.payments
        return payments.drawn[payments.factor[place]]

    @cached_property
    def automatic(self) -> Flags:
        """``[cells]``: whether a line runs by itself there."""
        lines, found = self.position.facilities, np.zeros(len(self.grouping.currency), np.bool_)
        found[self.grouping.cell[lines.account[lines.automatic]]] = True
        return found

    def level(self, moves: Moves) -> Floats:
        """Return what moves add to usable cash if lines do only as told, ``[horizon, paths]``, base cents."""
        total = self._added(moves.flows)
        for cell, raised in moves.raised.items():
            total += raised[:, None] * self.paths.rate(int(self.grouping.currency[cell]))
        return total

    def _added(self, flows: Mapping[int, Floats]) -> Floats:
        total = self.empty()
        for cell, flow in flows.items():
            if self.grouping.free[cell]:
                total += flow.cumsum(axis=0) * self.paths.rate(int(self.grouping.currency[cell]))
        return total

    def answered(self, moves: Moves) -> Floats:
        """Return what moves add to usable cash once lines that run by themselves have answered them."""
        total = self._added(moves.flows)
        return total + self._lent(moves) if self.automatic.any() else total

    def _lent(self, moves: Moves) -> Floats:
        """Return what lines that run by themselves add more or less."""
        cube = self._unlent
        if moves.flows:
            cube = cube.copy()
            for cell, flow in moves.flows.items():
                cube[cell] += np.rint(flow.cumsum(axis=0)).astype(np.int64)
        found = borrow(self.position, self.draws, self.grouping, cube, self.change, _cents(moves.raised))
        total, known = self.empty(), self.paths.borrowing
        for cell in np.flatnonzero(self.automatic & self.grouping.free).tolist():
            more = (found.drawing[cell] - known.drawing[cell]) + (found.interest[cell] - known.interest[cell])
            total += more.cumsum(axis=0) * self.paths.rate(int(self.grouping.currency[cell]))
        return total

    @cached_property
    def _unlent(self) -> Ints:
        """``[cells, horizon, paths]``: closing balances that know nothing of lines."""
        lent = self.paths.borrowing.drawing + self.paths.borrowing.interest
        return self.paths.closing - lent.cumsum(axis=1)

    def simulated(self, moves: Moves) -> Floats:
        """Return cash over the floor with what is done, everything run again, ``[horizon, paths]``."""
        cube = np.zeros((len(self.grouping.currency), *self.shape), np.int64)
        for cell, flow in moves.flows.items():
            cube[cell] = np.rint(flow).astype(np.int64)
        known = self.paths.flows
        moved = Flows({**known.parts, ACTIONS: cube}, known.total + cube)
        paths = run_paths(self.simulation.by_currency, self.change, moved, _cents(moves.raised))
        return (paths.cash - self.floor).astype(np.float64)


def _cents(raised: Mapping[int, Floats]) -> dict[int, Ints]:
    return {cell: np.rint(part).astype(np.int64) for cell, part in raised.items()}
