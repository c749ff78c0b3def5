"""The stochastic programme: the cheapest plan whose mean shortfall in the worst paths is nothing.

Conditional value at risk is enforced by cutting planes: the worst paths of a plan, each on its worst day,
give one linear condition, so that the programme stays as small as the number of actions. Conditions hold for
every demand, so one solver keeps them all and starts each time from where it was.
Source: Künzi-Bay and Mayer, "Computational aspects of minimizing conditional value-at-risk", Computational
Management Science 3, 2006.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.solver import open_solver
from symphonies.suite.cfo.pinnacle.position import Flags, Floats

ROUNDS = 60
"""Cuts for one plan."""
TOLERANCE, LEAST = 1e-6, 1e-3
"""What the solver may be off by, and how much of an action counts as doing it."""
HARM = 1e3
"""What a unit of unmet floor weighs against a unit of cost."""


class Programme:
    """Plans over the paths of one draw.

    Args:
        effects: what every action does.
        tail: share of the paths, the worst, whose mean must hold the floor.
    """

    def __init__(self, effects: Effects, tail: float) -> None:
        self._effects = effects
        self._worst = max(round(tail * effects.world.shape[1]), 1)
        self._scale = max(float(np.abs(effects.world.cash).mean()), 1.0)
        self._price = effects.costs.mean(axis=1) / self._scale
        self._whole: Flags = np.array([not each.divisible for each in effects.actions], np.bool_)
        self._groups = capacities(effects.actions)
        self._constants: list[float] = []
        self._solver = self._opened()
        self.base = effects.world.cash
        """Cash with no action, corrected for what actions do to each other."""

    def correct(self, base: Floats) -> None:
        """Plan on another cash with no action."""
        self.base, self._constants = base, []
        self._solver = self._opened()

    def relaxed(self, margin: float) -> Floats:
        """Return the plan whose worst paths stay ``margin`` over the floor on average, all actions divisible.

        Where that cannot be, the plan comes as near as it can.
        """
        number = len(self._whole)
        self._solver.changeColsBounds(
            number, np.arange(number, dtype=np.int32), np.zeros(number), np.ones(number)
        )
        return self._settled(margin)

    def completed(self, margin: float, whole: Floats) -> Floats:
        """Return the same where the actions that cannot be divided are given."""
        number = len(self._whole)
        lower, upper = np.where(self._whole, whole, 0.0), np.where(self._whole, whole, 1.0)
        self._solver.changeColsBounds(number, np.arange(number, dtype=np.int32), lower, upper)
        return self._settled(margin)

    def rounded(self, done: Floats) -> Floats:
        """Return the actions that cannot be divided, wholly done where another plan does them at all."""
        whole = np.where(self._whole & (done > LEAST), 1.0, 0.0)
        for rows in self._groups:
            if whole[rows].sum() > 1:
                kept = rows[int(np.argmax(done[rows] * whole[rows]))]
                whole[[each for each in rows if each != kept]] = 0.0
        return whole

    def dearest(self, done: Floats) -> list[int]:
        """Return the whole actions of a plan, the dearest first."""
        return [each for each in np.argsort(-self._price).tolist() if self._whole[each] and done[each]]

    def _settled(self, margin: float) -> Floats:
        """Solve and cut until no condition is missing."""
        if self._constants:
            rows = np.arange(len(self._groups), len(self._groups) + len(self._constants), dtype=np.int32)
            need = (margin - np.array(self._constants)) / self._scale
            self._solver.changeRowsBounds(len(rows), rows, need, np.full(len(rows), np.inf))
        done = np.zeros(len(self._whole))
        for _ in range(ROUNDS):
            self._solver.run()
            found = np.array(self._solver.getSolution().col_value[: len(done)]).clip(0, 1)
            done = np.where(found < TOLERANCE, 0.0, np.where(found > 1 - TOLERANCE, 1.0, found))
            if not self._cut(done, margin):
                break
        return done

    def _cut(self, done: Floats, margin: float) -> bool:
        """Add the condition that a plan breaks most; return whether there was one."""
        levels = self._effects.levels
        cash = self.base.copy()
        for each in np.flatnonzero(done).tolist():
            cash += done[each] * levels[each]
        lowest = cash.min(axis=0)
        paths = np.argpartition(lowest, self._worst - 1)[: self._worst]
        days = cash[:, paths].argmin(axis=0)
        if lowest[paths].mean() >= margin - self._scale * 1e-5:
            return False
        slope = levels[:, days, paths].mean(axis=1, dtype=np.float64)
        constant, number = float(self.base[days, paths].mean()), len(slope)
        self._constants.append(constant)
        weights = np.append(slope / self._scale, 1.0)
        columns = np.arange(number + 1, dtype=np.int32)
        self._solver.addRow((margin - constant) / self._scale, np.inf, number + 1, columns, weights)
        return True

    def _opened(self) -> Any:
        solver, none = open_solver(), np.zeros(0)
        for cost in self._price.tolist():
            solver.addCol(cost, 0.0, 1.0, 0, none.astype(np.int32), none)
        solver.addCol(HARM, 0.0, np.inf, 0, none.astype(np.int32), none)
        for rows in self._groups:
            solver.addRow(-np.inf, 1.0, len(rows), np.array(rows, np.int32), np.ones(len(rows)))
        return solver


def capacities(actions: Sequence[Action]) -> list[list[int]]:
    """Return the groups of actions that are together at most one whole."""
    groups: dict[str, list[int]] = {}
    for index, action in enumerate(actions):
        for name in action.capacities:
            groups.setdefault(name, []).append(index)
    return [rows for rows in groups.values() if len(rows) > 1]
