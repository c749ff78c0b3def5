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


@dataclass(frozen=True)
class Borrowing:
    """What lines add to cash, day by day."""

    drawn: Cube
    """``[facilities, horizon, paths]``: what is owed every evening, in the facility's currency."""
    drawing: Cube
    """``[cells, horizon, paths]``: draws less repayments."""
    interest: Cube
    """``[cells, horizon, paths]``: interest and fees other than those already planned; paid at month ends."""


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
        raised: by cell, ``[horizon]``: how much more than its minimum an automatic line is to keep there.
    """
    facilities, (cells, horizon, paths) = position.facilities, closing.shape
    drawn = np.empty((len(facilities.ids), horizon, paths), np.int64)
    drawing = np.zeros((cells, horizon, paths), np.int64)
    interest = np.zeros((cells, horizon, paths), np.int64)
    pays = month_ends(position, horizon)
    for line in _cheapest_first(position):
        cell = int(grouping.cell[facilities.account[line]])
        moved = _rate_moves(position, draws, change, line)
        if facilities.automatic[line]:
            own = closing[cell] + (drawing[cell] + interest[cell]).cumsum(axis=0)
            minimum = grouping.minimum[cell] + (raised or {}).get(cell, np.zeros(horizon, np.int64))
            drawn[line], paid = _line(position, line, own, minimum, moved, pays)
            drawing[cell] += np.diff(drawn[line], axis=0, prepend=facilities.drawn[line])
        else:
            drawn[line] = np.where(
                np.arange(1, horizon + 1) < facilities.matures[line], facilities.drawn[line], 0
            )[:, None]
            accrued = np.where(drawn[line] > 0, drawn[line] * moved / DAYS_A_YEAR, 0.0)
            paid = _settled(accrued, pays) if np.any(accrued) else np.zeros((horizon, paths), np.int64)
        interest[cell] -= paid
    return Borrowing(drawn, drawing, interest)


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


def _line(
    position: Position, line: int, closing: Cube, minimum: Ints, moved: Floats, pays: Flags
) -> tuple[Ints, Ints]:
    """Draw what the minimum asks for and repay what it does not; return the debt and the interest paid."""
    facilities = position.facilities
    start, fee = int(facilities.drawn[line]), float(facilities.commitment_fee[line])
    level = np.append(position.markets.rate_level, 0.0)[facilities.reference[line]]
    price = float(facilities.margin[line] + level)
    drawn, paid = np.empty_like(closing), np.zeros_like(closing)
    due, spent = np.zeros(closing.shape[1]), np.zeros(closing.shape[1], np.int64)
    for day in range(len(closing)):
        limit = 0 if day + 1 >= facilities.matures[line] else int(facilities.limit[line])
        drawn[day] = (minimum[day] + start - closing[day] + spent).clip(0, limit)
        due += ((drawn[day] - start) * (price - fee) + drawn[day] * moved[day]) / DAYS_A_YEAR
        if pays[day] and day + 1 < len(closing):
            paid[day + 1] = np.rint(due).astype(np.int64)
            spent += paid[day + 1]
            due[:] = 0
    return drawn, paid


def _settled(accrued: Floats, pays: Flags) -> Ints:
    """Return what accrued, paid on the day after each month end."""
    paid = np.zeros(accrued.shape, np.int64)
    begin = 0
    for day in np.flatnonzero(pays[:-1]).tolist():
        paid[day + 1] = np.rint(accrued[begin : day + 1].sum(axis=0)).astype(np.int64)
        begin = day + 1
    return paid
