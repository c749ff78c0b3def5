"""A learned policy: fixed actions, and a weekly rule for a line that answers to the cash it finds.

The cross-entropy method: policies are drawn, the best refit what the next are drawn from.
Source: Rubinstein and Kroese, "The Cross-Entropy Method", Springer, 2004.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.funding import line_price, manual_lines
from symphonies.suite.cfo.pinnacle.mitigation.programme import capacities
from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import Flags, Floats
from symphonies.suite.cfo.pinnacle.simulation.draws import DAYS_A_YEAR

REVIEW = 7
POPULATION, ELITE, ROUNDS, SMOOTH = 48, 8, 20, 0.7
HARM = 20.0
"""What missing the floor for certain weighs, in mean distances to the floor."""

Drawn = NDArray[Any]


@dataclass(frozen=True)
class Policy:
    """Actions done whatever comes, and what is kept over the floor by drawing a line weekly."""

    done: Floats
    buffer: float = 0.0
    """Base cents over the floor, in what is expected of the coming week."""
    line: int = -1
    """Row of the facility; -1 for none."""


@dataclass(frozen=True)
class Course:
    """What a policy comes to on every path."""

    cash: Floats
    """``[horizon, paths]`` over the floor."""
    cost: Floats
    """``[paths]``, base cents."""
    drawn: Floats
    """``[horizon, paths]``: what the rule has drawn, cents of the line's currency."""


def follow(effects: Effects, policy: Policy) -> Course:
    """Run a policy on the paths of a draw: the rule sees only cash so far and what is expected on average."""
    cash, cost, world = effects.cash(policy.done), effects.cost(policy.done), effects.world
    if policy.line < 0:
        return Course(cash, cost, np.zeros_like(cash))
    drawn = _drawn(world, policy.line, cash, np.array(policy.buffer))
    interest = _interest(world, policy.line, drawn)
    cell = int(world.grouping.cell[world.position.facilities.account[policy.line]])
    ruled = Moves({cell: np.diff(drawn - interest, axis=0, prepend=0.0)})
    cost = cost + interest[-1] * _spot(world, policy.line)
    if not world.automatic.any():
        return Course(cash + world.level(ruled), cost, drawn)
    return Course(world.cash + world.answered(effects.moves(policy.done).plus(ruled)), cost, drawn)


def _drawn(world: World, line: int, cash: Drawn, buffer: Drawn) -> Drawn:
    """Return what the rule has drawn, of the shape of cash: ``[..., horizon, paths]``; a buffer for each."""
    lines, spot = world.position.facilities, _spot(world, line)
    last = min(world.shape[0], int(lines.matures[line]) - 1)
    room = float(lines.limit[line] - lines.drawn[line])
    drawn, mean = np.zeros_like(cash), cash.mean(axis=-1)
    for day in range(0, last, REVIEW):
        # on the first day nothing has moved yet: what is expected is all that is known
        known = cash[..., day - 1, :] if day else mean[..., 0, None]
        expected = mean[..., day - 1] if day else mean[..., 0]
        fall = mean[..., day : day + REVIEW].min(axis=-1) - expected
        wanted = ((buffer - fall)[..., None] - known) / spot
        drawn[..., day : min(day + REVIEW, last), :] = wanted.clip(0, room)[..., None, :]
    return drawn


def _interest(world: World, line: int, drawn: Drawn) -> Drawn:
    price = (line_price(world, line) / DAYS_A_YEAR).astype(drawn.dtype)
    return (drawn * price).cumsum(axis=-2)


def _spot(world: World, line: int) -> float:
    position = world.position
    return float(world.spot[position.accounts.currency[position.facilities.account[line]]])


def cheapest_line(world: World) -> int:
    """Return the cheapest line that somebody must decide to draw; -1 where there is none."""
    return min(
        manual_lines(world.position), key=lambda each: float(line_price(world, each).mean()), default=-1
    )


def learn(effects: Effects, confidence: float, seed: int) -> Policy:
    """Return the cheapest policy found that keeps the floor with the confidence on the paths of a draw."""
    actions, world = effects.actions, effects.world
    line = cheapest_line(world)
    free: Flags = np.array([each.kind != "draw" or line < 0 for each in actions], np.bool_)
    scale = max(float(np.abs(world.cash).mean()), 1.0)
    rng = np.random.default_rng(seed)
    middle, width = np.full(len(actions) + 1, 0.4), np.full(len(actions) + 1, 0.4)
    best, least = Policy(np.zeros(len(actions)), 0.0, line), np.inf
    for _ in range(ROUNDS):
        drawn = rng.normal(middle, width, (POPULATION, len(middle)))
        policies = [_policy(effects, row, free, line, scale) for row in drawn]
        worths = _worths(effects, policies, confidence, scale)
        order = np.argsort(worths, kind="stable")
        if worths[order[0]] < least:
            best, least = policies[order[0]], float(worths[order[0]])
        elite = drawn[order[:ELITE]]
        middle = SMOOTH * elite.mean(axis=0) + (1 - SMOOTH) * middle
        width = SMOOTH * elite.std(axis=0) + (1 - SMOOTH) * width
    return best


def _policy(effects: Effects, row: Floats, free: Flags, line: int, scale: float) -> Policy:
    """Return the policy that a row of numbers stands for: capacities hold, what is whole is whole."""
    wish = np.where(free, row[:-1], 0.0)
    divisible = np.array([each.divisible for each in effects.actions], np.bool_)
    done = np.where(divisible, wish.clip(0, 1), (wish > 0.5).astype(np.float64))
    for rows in capacities(effects.actions):
        if done[rows].sum() > 1:
            kept = rows[int(np.argmax(wish[rows]))]
            done[[each for each in rows if each != kept]] = 0
    return Policy(done, float(row[-1]) * scale * 0.5, line)


def _worths(effects: Effects, policies: list[Policy], confidence: float, scale: float) -> Floats:
    """Return what each policy costs and misses, as if lines that run by themselves stood still."""
    world = effects.world
    done = np.array([each.done for each in policies])
    flat = effects.levels.reshape(len(effects.actions), -1)
    cash = world.cash.astype(np.float32) + (done.astype(np.float32) @ flat).reshape(-1, *world.shape)
    cost = done @ effects.costs.mean(axis=1)
    line = policies[0].line
    if line >= 0:
        drawn = _drawn(world, line, cash, np.array([each.buffer for each in policies], np.float32))
        interest, spot = _interest(world, line, drawn), _spot(world, line)
        cash += (drawn - interest) * np.float32(spot)
        cost = cost + interest[:, -1].mean(axis=-1) * spot
    kept = (cash.min(axis=1) >= 0).mean(axis=1)
    return cost / scale + HARM * np.maximum(confidence - kept, 0.0)
