"""Every action that is open to a company, and what all of them do on the paths of one draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.collecting import discounts, reminders
from symphonies.suite.cfo.pinnacle.mitigation.funding import draws, hedges, placements
from symphonies.suite.cfo.pinnacle.mitigation.paying import runs
from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import Floats

Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Effects:
    """All actions on one draw; a plan is how much of each is done, 0 to 1."""

    world: World
    actions: tuple[Action, ...]
    levels: Singles
    """``[actions, horizon, paths]``, single precision: what each adds to cash, base cents."""
    cost: Floats
    """``[actions, paths]``, base cents."""

    def cash(self, done: Floats) -> Floats:
        """Return cash over the floor if effects only add up, ``[horizon, paths]``."""
        chosen = np.flatnonzero(done)
        total = self.world.cash.copy()
        for each in chosen.tolist():
            total += done[each] * self.levels[each]
        return total

    def flows(self, done: Floats) -> dict[int, Floats]:
        """Return what a plan moves, by cell."""
        flows: dict[int, Floats] = {}
        for each in np.flatnonzero(done).tolist():
            for cell, flow in self.actions[each].effect(self.world).flows.items():
                flows[cell] = flows.get(cell, 0.0) + done[each] * flow
        return flows


def catalogue(world: World, assumptions: Assumptions) -> tuple[Action, ...]:
    """Return every action that is open to the company, the same for every draw of its future.

    Args:
        world: a draw that sizes what can be placed and hedged.
        assumptions: what no ledger tells.
    """
    position, horizon = world.position, world.shape[0]
    return (
        *reminders(position, assumptions, horizon),
        *discounts(position, assumptions),
        *runs(position, assumptions, horizon),
        *draws(position, horizon),
        *placements(world, assumptions),
        *hedges(world, assumptions),
    )


def effects(world: World, actions: tuple[Action, ...]) -> Effects:
    """Return what every action does on the paths of a draw."""
    levels = np.empty((len(actions), *world.shape), np.float32)
    cost = np.empty((len(actions), world.shape[1]))
    for index, action in enumerate(actions):
        found: Effect = action.effect(world)
        levels[index], cost[index] = world.level(found.flows), found.cost
    return Effects(world, actions, levels, cost)
