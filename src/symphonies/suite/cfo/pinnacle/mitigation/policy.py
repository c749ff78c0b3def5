"""A learned policy: fixed actions, and a weekly rule for lines that answers to the cash it finds.

The cross-entropy method: policies are drawn, the best refit what the next are drawn from.
Source: Rubinstein and Kroese, "The Cross-Entropy Method", Springer, 2004.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.funding import line_price, manual_lines
from symphonies.suite.cfo.pinnacle.mitigation.programme import capacities
from symphonies.suite.cfo.pinnacle.position import Floats
from symphonies.suite.cfo.pinnacle.simulation.draws import DAYS_A_YEAR

REVIEW = 7
POPULATION, ELITE, ROUNDS, SMOOTH = 40, 6, 20, 0.7
HARM = 20.0
"""What missing the floor for certain weighs, in mean distances to the floor."""


@dataclass(frozen=True)
class Policy:
    """Actions done whatever comes, and what is kept over the floor by drawing the cheapest line weekly."""

    done: Floats
    buffer: float
    """Base cents over the floor, in what is expected of the coming week."""
    line: int
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
    cash = effects.cash(policy.done)
    cost = policy.done @ effects.cost
    if policy.line < 0:
        return Course(cash, cost, np.zeros_like(cash))
    world, line = effects.world, policy.line
    lines, markets = world.position.facilities, world.position.markets
    spot = float(markets.spot[world.position.accounts.currency[lines.account[line]]])
    last = min(world.shape[0], int(lines.matures[line]) - 1)
    drawn, mean = np.zeros_like(cash), cash.mean(axis=1)
    for day in range(0, last, REVIEW):
        # on the first day nothing has moved yet: what is expected is all that is known
        known, expected = (
            (cash[day - 1], mean[day - 1]) if day else (np.full(cash.shape[1], mean[0]), mean[0])
        )
        fall = mean[day : day + REVIEW].min() - expected
        wanted = (policy.buffer - known - fall) / spot
        drawn[day : min(day + REVIEW, last)] = np.clip(
            wanted, 0, float(lines.limit[line] - lines.drawn[line])
        )
    interest = (drawn * line_price(world, line) / DAYS_A_YEAR).cumsum(axis=0) * spot
    return Course(cash + drawn * spot - interest, cost + interest[-1], drawn)


def learn(effects: Effects, confidence: float, seed: int) -> Policy:
    """Return the cheapest policy found that keeps the floor with the confidence on the paths of a draw."""
    actions = effects.actions
    lines = manual_lines(effects.world.position)
    line = min(lines, key=lambda each: line_price(effects.world, each).mean(), default=-1)
    free = np.array([each.kind != "draw" or line < 0 for each in actions], np.bool_)
    scale = max(float(np.abs(effects.world.cash).mean()), 1.0)
    rng = np.random.default_rng(seed)
    middle, width = np.full(len(actions) + 1, 0.4), np.full(len(actions) + 1, 0.4)
    best, least = Policy(np.zeros(len(actions)), 0.0, line), np.inf
    for _ in range(ROUNDS):
        drawn = rng.normal(middle, width, (POPULATION, len(middle)))
        policies = [_policy(effects, row, free, line, scale) for row in drawn]
        worths = np.array([_worth(effects, each, confidence, scale) for each in policies])
        order = np.argsort(worths, kind="stable")
        if worths[order[0]] < least:
            best, least = policies[order[0]], float(worths[order[0]])
        elite = drawn[order[:ELITE]]
        middle = SMOOTH * elite.mean(axis=0) + (1 - SMOOTH) * middle
        width = SMOOTH * elite.std(axis=0) + (1 - SMOOTH) * width
    return best


def _policy(effects: Effects, row: Floats, free: np.ndarray, line: int, scale: float) -> Policy:
    """Return the policy that a row of numbers stands for: capacities hold, what is whole is whole."""
    wish = np.where(free, row[:-1], 0.0)
    done = np.array(
        [
            want.clip(0, 1) if each.divisible else float(want > 0.5)
            for want, each in zip(wish, effects.actions, strict=True)
        ]
    )
    for rows in capacities(effects.actions):
        if done[rows].sum() > 1:
            kept = rows[int(np.argmax(wish[rows]))]
            done[[each for each in rows if each != kept]] = 0
    return Policy(done, float(max(row[-1], 0.0)) * scale * 0.5, line)


def _worth(effects: Effects, policy: Policy, confidence: float, scale: float) -> float:
    course = follow(effects, policy)
    missed = max(confidence - float((course.cash.min(axis=0) >= 0).mean()), 0.0)
    return float(course.cost.mean()) / scale + HARM * missed
