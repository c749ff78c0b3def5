"""Credit lines that are drawn and repaid every evening, and what moving rates cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Flags, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import DAYS_A_YEAR, Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube
from symphonies.suite.cfo.pinnacle.simulation.steering import Steering


@dataclass(frozen=True)
class Borrowing:
    """What lines add to cash, day by day."""

    drawn: Cube
    """``[facilities, horizon, paths]``: what is owed every evening, in the facility's currency."""
    paid: Cube
    """``[facilities, horizon, paths]``: interest and fees other than those already planned, on the days after
    month ends."""
    drawing: Cube
    """``[cells, horizon, paths]``: draws less repayments."""
    interest: Cube
    """``[cells, horizon, paths]``: what is paid, below zero."""


def borrow(
    position: Position,
    draws: Draws,
    grouping: Grouping,
    closing: Cube,
    change: Change,
    raised: Mapping[int, Ints] | None = None,
) -> Borrowing:
    """Run the lines over closing balances that know nothing of them.

    Args:
        position: whose lines.
        draws: the chance.
        grouping: which accounts are one cell.
        closing: ``[cells, horizon, paths]``.
        change: what levers do.
        raised: by cell, ``[horizon]``: how much more than policy asks for automatic lines are to keep there.
    """
    facilities, (_, horizon, paths) = position.facilities, closing.shape
    drawn = np.zeros((len(facilities.ids), horizon, paths), np.int64)
    paid = np.zeros_like(drawn)
    pays = month_ends(position, horizon)
    moved = {line: _rate_moves(position, draws, change, line) for line in range(len(facilities.ids))}
    for line in np.flatnonzero(~facilities.automatic).tolist():
        owed = np.arange(1, horizon + 1) < facilities.matures[line]
        drawn[line] = np.where(owed, facilities.drawn[line], 0)[:, None]
        accrued = drawn[line] * moved[line] / DAYS_A_YEAR
        if np.any(accrued):
            paid[line] = _settled(accrued, pays)
    if lines := [line for line in _cheapest_first(position) if facilities.automatic[line]]:
        known = closing - booked(position, grouping, paid).cumsum(axis=1) if np.any(paid) else closing
        Steering(position, draws, grouping, change, lines, moved, pays, raised or {}).run(known, drawn, paid)
    return settled(position, grouping, drawn, paid)


def settled(position: Position, grouping: Grouping, drawn: Cube, paid: Cube) -> Borrowing:
    """Return what lines that are known add to the cells of a grouping; others' draws are in plans already."""
    steps = np.zeros_like(drawn)
    for line in np.flatnonzero(position.facilities.automatic).tolist():
        steps[line] = np.diff(drawn[line], axis=0, prepend=position.facilities.drawn[line])
    return Borrowing(drawn, paid, booked(position, grouping, steps), booked(position, grouping, -paid))


def booked(position: Position, grouping: Grouping, amounts: Cube) -> Cube:
    """Return amounts by facility on the cells of their accounts."""
    cube = np.zeros((len(grouping.currency), *amounts.shape[1:]), np.int64)
    for line, account in enumerate(position.facilities.account.tolist()):
        cube[grouping.cell[account]] += amounts[line]
    return cube


def month_ends(position: Position, horizon: int) -> Flags:
    """Return which days of the horizon are the last of a month."""
    days = (position.cut + timedelta(days=day) for day in range(2, horizon + 2))
    return np.array([day.day == 1 for day in days])


def _cheapest_first(position: Position) -> list[int]:
    facilities, level = position.facilities, np.append(position.markets.rate_level, 0.0)
    return np.argsort(facilities.margin + level[facilities.reference], kind="stable").tolist()


def _rate_moves(position: Position, draws: Draws, change: Change, line: int) -> Floats:
    """Return ``[horizon, paths]``: how far the line's price is from today's."""
    reference = int(position.facilities.reference[line])
    if reference < 0:
        return np.zeros((draws.settings.horizon, draws.settings.paths))
    return draws.rates[reference] + change.rate_shift[reference]


def _settled(accrued: Floats, pays: Flags) -> Ints:
    """Return what accrued, paid on the day after each month end."""
    paid = np.zeros(accrued.shape, np.int64)
    begin = 0
    for day in np.flatnonzero(pays[:-1]).tolist():
        paid[day + 1] = np.rint(accrued[begin : day + 1].sum(axis=0)).astype(np.int64)
        begin = day + 1
    return paid
