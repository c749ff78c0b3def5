"""Bring a plan to what was promised: as sure as asked for, no surer, with nothing that is not needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.policy import Policy, follow

TURNS = 12
"""Halvings of a search: four thousandths of a percent of where it began."""


@dataclass(frozen=True)
class Tried:
    """A policy and what it comes to on the paths it was judged on."""

    policy: Policy
    chance: float
    """Of keeping the floor throughout."""
    cost: float
    """Mean, base cents."""

    def beats(self, other: Tried, asked: float) -> bool:
        """Return whether it is the better answer: as sure as asked and cheaper, or at least surer."""
        if self.chance >= asked and other.chance >= asked:
            return self.cost < other.cost
        return (self.chance, -self.cost) > (other.chance, -other.cost)


class Judge:
    """Tries policies on paths that none was made on.

    Args:
        effects: of the draw that is held out.
        asked: how often the floor is to be kept.
    """

    def __init__(self, effects: Effects, asked: float) -> None:
        self.effects = effects
        self.asked = asked

    def tried(self, policy: Policy) -> Tried:
        """Return what a policy comes to."""
        course = follow(self.effects, policy)
        chance = float((course.cash.min(axis=0) >= 0).mean())
        return Tried(policy, chance, float(course.cost.mean()))

    def least(self, made: Callable[[float], Policy], low: float, high: float) -> tuple[float, Tried]:
        """Return the least figure whose policy is as sure as asked, and it; where none is, the surest tried.

        Args:
            made: makes a policy of a figure: the higher, the surer.
            low: the least figure.
            high: the greatest.
        """
        best = self.tried(made(high))
        if best.chance < self.asked:
            other = self.tried(made((low + high) / 2))
            return high, other if other.chance > best.chance else best
        for _ in range(TURNS):
            middle = (low + high) / 2
            found = self.tried(made(middle))
            if found.chance >= self.asked:
                best, high = found, middle
            else:
                low = middle
        return high, best

    def pruned(self, start: Tried) -> Tried:
        """Return a policy without the actions that are not needed, the dearest first.

        Where the policy is less sure than asked, what it owes its chance to is needed.
        """
        enough = min(start.chance, self.asked)
        best, done = start, start.policy.done
        chosen = np.flatnonzero(done).tolist()
        costs = {each: done[each] * float(self.effects.cost_of(each).mean()) for each in chosen}
        for each in sorted(costs, key=lambda one: -costs[one]):
            if costs[each] < 0:
                break
            rest = best.policy.done.copy()
            rest[each] = 0.0
            found = self.tried(replace(best.policy, done=rest))
            if found.chance >= enough and found.cost <= best.cost:
                best = found
        return best

    def scaled(self, start: Tried) -> Tried:
        """Return a policy whose divisible actions that cost something are cut down to what is needed."""
        done, actions = start.policy.done, self.effects.actions
        parts = np.array(
            [
                each.divisible and done[row] > 0 and float(self.effects.cost_of(row).mean()) > 0
                for row, each in enumerate(actions)
            ],
            np.bool_,
        )
        if start.chance < self.asked or not parts.any():
            return start

        def made(share: float) -> Policy:
            return replace(start.policy, done=np.where(parts, share * done, done))

        return self.least(made, 0.0, 1.0)[1]
