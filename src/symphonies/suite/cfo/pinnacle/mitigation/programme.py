"""The stochastic programme: the cheapest plan whose mean shortfall in the worst paths is nothing.

Conditional value at risk is enforced by cutting planes: the worst paths of a plan, each on its worst day,
give one linear condition, so that the programme stays as small as the number of actions.
Source: Künzi-Bay and Mayer, "Computational aspects of minimizing conditional value-at-risk", Computational
Management Science 3, 2006.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.solver import open_solver
from symphonies.suite.cfo.pinnacle.position import Floats

ROUNDS, WHOLE_ROUNDS = 60, 5
"""Cuts for one plan: with every action divisible, then with whole ones whole."""
HARM = 1e3
"""What a unit of unmet floor weighs against a unit of cost."""


class Programme:
    """Plans over the paths of one draw; conditions found for one demand serve the next.

    Args:
        effects: what every action does.
        tail: share of the paths, the worst, whose mean must hold the floor.
    """

    def __init__(self, effects: Effects, tail: float) -> None:
        self._effects = effects
        self._worst = max(round(tail * effects.world.shape[1]), 1)
        self._mean_cost = effects.cost.mean(axis=1)
        self._scale = max(float(np.abs(effects.world.cash).mean()), 1.0)
        self._slopes: list[Floats] = []
        self._constants: list[float] = []
        self.base = effects.world.cash
        """Cash with no action, corrected for what actions do to each other."""

    def correct(self, base: Floats) -> None:
        """Plan on another cash with no action."""
        self.base, self._slopes, self._constants = base, [], []

    def solve(self, margin: float) -> Floats:
        """Return how much of each action is done so that the worst paths stay ``margin`` over the floor.

        They do so on average. Where that cannot be, the plan comes as near as it can.
        """
        done = np.zeros(len(self._effects.actions))
        for integer in (False, True):
            for _ in range(WHOLE_ROUNDS if integer else ROUNDS):
                done = self._solved(margin, integer=integer)
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
        self._slopes.append(levels[:, days, paths].mean(axis=1, dtype=np.float64))
        self._constants.append(float(self.base[days, paths].mean()))
        return True

    def _solved(self, margin: float, *, integer: bool) -> Floats:
        import highspy

        actions, number = self._effects.actions, len(self._effects.actions)
        solver = open_solver()
        for cost in (self._mean_cost / self._scale).tolist():
            solver.addCol(cost, 0.0, 1.0, 0, [], [])
        solver.addCol(HARM, 0.0, highspy.kHighsInf, 0, [], [])
        if integer:
            whole = [index for index, each in enumerate(actions) if not each.divisible]
            for index in whole:
                solver.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        for rows in capacities(actions):
            solver.addRow(-highspy.kHighsInf, 1.0, len(rows), rows, [1.0] * len(rows))
        columns = list(range(number + 1))
        for slope, constant in zip(self._slopes, self._constants, strict=True):
            weights = [*(slope / self._scale).tolist(), 1.0]
            solver.addRow((margin - constant) / self._scale, highspy.kHighsInf, number + 1, columns, weights)
        solver.run()
        found = np.array(solver.getSolution().col_value[:number])
        return _tidy(found, actions) if len(found) else np.zeros(number)


def capacities(actions: Sequence[Action]) -> list[list[int]]:
    """Return the groups of actions that are together at most one whole."""
    groups: dict[str, list[int]] = {}
    for index, action in enumerate(actions):
        for name in action.capacities:
            groups.setdefault(name, []).append(index)
    return [rows for rows in groups.values() if len(rows) > 1]


def _tidy(done: Floats, actions: Sequence[Action]) -> Floats:
    """Return a solution without the solver's tolerance."""
    whole = np.array([not each.divisible for each in actions])
    done = np.where(whole & (np.abs(done - done.round()) < 1e-5), done.round(), done.clip(0, 1))
    return np.where(done < 1e-6, 0.0, done)
