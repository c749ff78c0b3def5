"""Lines that run by themselves: drawn and repaid every evening to hold what policy asks for.

A line keeps its own pool at the minimum and the group's usable cash at the floor, as far as its limit goes.
Dear lines are drawn last and repaid first, and none so far that a covenant on debt would be breached at the
next test. What is owed at the start stays owed: to give that back is somebody's decision, not the line's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.levers.change import Change
from symphonies.suite.cfo.pinnacle.position import Flags, Floats, Ints, Position
from symphonies.suite.cfo.pinnacle.simulation.draws import DAYS_A_YEAR, Draws
from symphonies.suite.cfo.pinnacle.simulation.grouping import Grouping
from symphonies.suite.cfo.pinnacle.simulation.paydays import Cube
from symphonies.suite.cfo.pinnacle.simulation.rates import in_base, rate_of, usable
from symphonies.suite.cfo.pinnacle.simulation.ratios import most_debt


@dataclass(frozen=True)
class Steering:
    """Evenings of lines that run by themselves."""

    position: Position
    draws: Draws
    grouping: Grouping
    change: Change
    lines: Sequence[int]
    """Rows of the facilities, the cheapest first."""
    moved: Mapping[int, Floats]
    """By line, ``[horizon, paths]``: how far its price is from today's."""
    pays: Flags
    """``[horizon]``: the last days of months."""
    raised: Mapping[int, Ints]
    """By cell, ``[horizon]``: how much more is to be kept there, and by the group."""

    def run(self, closing: Cube, drawn: Cube, paid: Cube) -> None:
        """Fill in what the lines owe every evening and the interest they pay.

        Args:
            closing: ``[cells, horizon, paths]``, all other borrowing in it.
            drawn: ``[facilities, horizon, paths]``; that of other lines is there.
            paid: the same of interest, zero for these lines.
        """
        horizon, paths, bare = closing.shape[1], closing.shape[2], list(closing)
        for line in self.lines:
            bare[self._cell(line)] = bare[self._cell(line)] - self.position.facilities.drawn[line]
        group = usable(self.position, self.draws, self.grouping, self.change, bare)
        wanted, allowed = self._wanted(horizon), self._allowed()
        due = {line: np.zeros(paths) for line in self.lines}
        charged = {self._cell(line): np.zeros(paths, np.int64) for line in self.lines}
        for day in range(horizon):
            for line in self.lines:
                charged[self._cell(line)] -= paid[line, day]
            put = dict(charged)
            for line in self.lines:
                cell = self._cell(line)
                own, whole = bare[cell][day] + put[cell], group[day] + self._worth(put, day)
                need = self._need(line, day, own, whole, wanted)
                standing = int(self.position.facilities.drawn[line])
                drawn[line, day] = np.minimum(need.clip(standing), self._most(line, day, drawn, allowed))
                put[cell] = put[cell] + drawn[line, day]
                due[line] += self._accrued(line, day, drawn[line, day])
                if self.pays[day] and day + 1 < horizon:
                    paid[line, day + 1] = np.rint(due[line]).astype(np.int64)
                    due[line] = np.zeros(paths)

    def _cell(self, line: int) -> int:
        return int(self.grouping.cell[self.position.facilities.account[line]])

    def _rate(self, cell: int, day: int) -> Floats | float:
        rate = rate_of(self.position, self.draws, self.change, int(self.grouping.currency[cell]))
        return rate if isinstance(rate, float) else rate[day]

    def _worth(self, put: Mapping[int, Ints], day: int) -> Ints | int:
        """Return what lines have put into usable cells, ``[paths]`` in base cents."""
        free = [cell for cell in put if self.grouping.free[cell]]
        return sum((in_base(put[cell], self._rate(cell, day)) for cell in free), 0)

    def _wanted(self, horizon: int) -> Floats:
        """Return what the group is to hold, ``[horizon]`` in base cents."""
        spot = self.position.markets.spot[self.grouping.currency]
        floor = np.full(horizon, float(self.position.entities.minimum.sum()))
        return sum((spot[cell] * more for cell, more in self.raised.items()), floor)

    def _need(self, line: int, day: int, own: Ints, group: Ints, wanted: Floats) -> Ints:
        """Return what is missing in the line's pool, or in the group if that is more, in its currency."""
        cell = self._cell(line)
        more = int(self.raised[cell][day]) if cell in self.raised else 0
        missing = self.grouping.minimum[cell] + more - own
        if not self.grouping.free[cell]:
            return missing
        rate = self._rate(cell, day)
        # a cent for what conversion rounds away
        short = wanted[day] - group if isinstance(rate, float) else (wanted[day] - group + 1) / rate
        return np.maximum(missing, np.ceil(short).astype(np.int64))

    def _accrued(self, line: int, day: int, drawn: Ints) -> Floats:
        """Return the interest and fees of a day other than those already planned, ``[paths]``."""
        facilities = self.position.facilities
        level = np.append(self.position.markets.rate_level, 0.0)[facilities.reference[line]]
        price = float(facilities.margin[line] + level - facilities.commitment_fee[line])
        planned = int(facilities.drawn[line])
        return ((drawn - planned) * price + drawn * self.moved[line][day]) / DAYS_A_YEAR

    def _allowed(self) -> list[tuple[int, Floats]]:
        """Return the days of tests, each with what may be owed on it at most, ``[paths]`` in base cents."""
        tests = enumerate(self.position.covenants.tested.tolist())
        found = [(day, most_debt(self.position, self.draws, self.change, test)) for test, day in tests]
        return [(day, most) for day, most in found if most is not None]

    def _most(self, line: int, day: int, drawn: Cube, allowed: list[tuple[int, Floats]]) -> Ints | int:
        """Return how far a line may be drawn on a day, in its currency."""
        facilities = self.position.facilities
        limit = 0 if day + 1 >= facilities.matures[line] else int(facilities.limit[line])
        if not allowed:
            return limit
        _, most = next(((test, most) for test, most in allowed if test > day), allowed[-1])
        others = [
            other for other in range(len(facilities.ids)) if other not in self.lines[self.lines.index(line) :]
        ]
        owed = sum((in_base(drawn[other, day], self._rate(self._cell(other), day)) for other in others), 0)
        room = np.floor((most - owed) / self._rate(self._cell(line), day)).astype(np.int64)
        return room.clip(0, limit)
