"""Every action that is open to a company, and what each does on the paths of one draw."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.collecting import discounts, reminders
from symphonies.suite.cfo.pinnacle.mitigation.funding import draws, hedges, placements
from symphonies.suite.cfo.pinnacle.mitigation.paying import runs
from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import Floats

Singles = NDArray[np.float32]


def catalogue(world: World, assumptions: Assumptions) -> tuple[Action, ...]:
    """Return every action that is open to the company, the same for every draw of its future.

    Args:
        world: a draw that sizes what can be placed and hedged.
        assumptions: what no ledger tells.
    """
    return (
        *reminders(world, assumptions),
        *discounts(world, assumptions),
        *runs(world, assumptions),
        *draws(world, assumptions),
        *placements(world, assumptions),
        *hedges(world, assumptions),
    )


class Effects:
    """What actions do on one draw, each computed when it is first asked for.

    A plan is how much of each action is done, 0 to 1.
    """

    def __init__(self, world: World, actions: tuple[Action, ...]) -> None:
        self.world = world
        self.actions = actions
        self._levels: dict[int, Singles] = {}
        self._costs: dict[int, Floats] = {}
        self._moves: dict[int, Moves] = {}

    def level(self, each: int) -> Singles:
        """Return what an action adds to cash before lines answer, ``[horizon, paths]`` in base cents."""
        self._know(each)
        return self._levels[each]

    def cost_of(self, each: int) -> Floats:
        """Return what an action costs, ``[paths]`` in base cents."""
        self._know(each)
        return self._costs[each]

    def _know(self, each: int) -> None:
        if each not in self._levels:
            effect = self.actions[each].effect(self.world)
            self._levels[each] = self.world.level(effect.moves).astype(np.float32)
            self._costs[each] = effect.cost

    @cached_property
    def levels(self) -> Singles:
        """``[actions, horizon, paths]``: what each adds to cash before lines answer, base cents."""
        every = np.empty((len(self.actions), *self.world.shape), np.float32)
        for each in range(len(self.actions)):
            every[each] = self.level(each)
            self._levels[each] = every[each]
        return every

    @cached_property
    def costs(self) -> Floats:
        """``[actions, paths]``, base cents."""
        return np.array([self.cost_of(each) for each in range(len(self.actions))]).reshape(
            len(self.actions), self.world.shape[1]
        )

    def cost(self, done: Floats) -> Floats:
        """Return what a plan costs, ``[paths]`` in base cents."""
        total = np.zeros(self.world.shape[1])
        for each in np.flatnonzero(done).tolist():
            total += done[each] * self.cost_of(each)
        return total

    def moves(self, done: Floats) -> Moves:
        """Return what a plan does to cash."""
        total = Moves()
        for each in np.flatnonzero(done).tolist():
            if each not in self._moves:
                self._moves[each] = self.actions[each].effect(self.world).moves
            total = total.plus(self._moves[each], float(done[each]))
        return total

    def cash(self, done: Floats) -> Floats:
        """Return cash over the floor under a plan, lines that run by themselves run again."""
        world = self.world
        if world.automatic.any():
            return world.cash + world.answered(self.moves(done))
        total = world.cash.copy()
        for each in np.flatnonzero(done).tolist():
            total += done[each] * self.level(each)
        return total
