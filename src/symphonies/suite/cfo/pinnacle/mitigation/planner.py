"""Make a plan: two ways of planning compete on paths neither has seen; the winner is told on fresh ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import ASSUMPTIONS, Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects, catalogue, effects
from symphonies.suite.cfo.pinnacle.mitigation.foresight import foresight
from symphonies.suite.cfo.pinnacle.mitigation.plan import Contender, Plan, Rule, Step, Verdict
from symphonies.suite.cfo.pinnacle.mitigation.policy import REVIEW, Policy, follow, learn
from symphonies.suite.cfo.pinnacle.mitigation.programme import Programme
from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import Floats, Position
from symphonies.suite.cfo.pinnacle.simulation import Settings

CONFIDENCES = (0.5, 0.99)
HALVINGS = 8
CORRECTIONS = 3
PROGRAMME, POLICY = "programme", "policy"


@dataclass(frozen=True)
class Budget:
    """How much luck a plan is made on: more paths are steadier and slower."""

    planned: int = 600
    held_out: int = 2000
    fresh: int = 2000
    foreseen: int = 100
    """Paths on which perfect foresight is priced."""


def mitigate(
    position: Position,
    settings: Settings | None = None,
    *,
    confidence: float = 0.95,
    assumptions: Assumptions = ASSUMPTIONS,
    budget: Budget | None = None,
) -> Plan:
    """Return the cheapest plan that keeps the floor on every day with a confidence, or the best there is.

    Three draws of the future are independent: plans are made on one, chosen on the second, told on the third.

    Raises:
        SimulationInvalidError: the confidence or the settings make no sense.
    """
    if not CONFIDENCES[0] <= confidence <= CONFIDENCES[1]:
        raise SimulationInvalidError(
            f"A confidence of {confidence:g} was asked for; it lies between 0.5 and 0.99.",
            hint="0.95 keeps the floor in 19 of 20 futures.",
        )
    settings, budget = settings or Settings(), budget or Budget()
    first = World(position, replace(settings, paths=budget.planned, seed=settings.seed + 1))
    actions = catalogue(first, assumptions)
    planned = effects(first, actions)
    held = effects(World(position, replace(settings, paths=budget.held_out, seed=settings.seed + 2)), actions)
    asked = confidence + np.sqrt(confidence * (1 - confidence) / budget.held_out)
    candidates = {
        PROGRAMME: _programmed(planned, held, confidence, asked),
        POLICY: _learned(planned, held, asked, settings.seed),
    }
    contenders = tuple(_measured(name, held, each) for name, each in candidates.items())
    winner = _winner(contenders, asked)
    fresh = effects(World(position, replace(settings, paths=budget.fresh, seed=settings.seed + 3)), actions)
    return _told(fresh, candidates[winner.name], winner, contenders, confidence, asked, budget)


def chance_in(position: Position, settings: Settings, plan: Plan) -> float:
    """Return how often a plan keeps the floor in another draw of the future, every line run again."""
    world = World(position, settings)
    actions = tuple(step.action for step in plan.steps)
    done = np.array([step.share for step in plan.steps])
    line = position.facilities.ids.index(plan.rule.line) if plan.rule else -1
    return _chance(effects(world, actions), Policy(done, plan.rule.buffer if plan.rule else 0.0, line))


def _programmed(planned: Effects, held: Effects, confidence: float, asked: float) -> Policy:
    """Return the programme's plan: the smallest margin that holds the promise on held-out paths."""
    programme = Programme(planned, 1 - confidence)
    done = np.zeros(len(planned.actions))
    for _ in range(CORRECTIONS):
        done = _least(programme, held, asked)
        # automatic lines answer to what actions bring: plan again on what they really leave
        real = planned.world.simulated(planned.flows(done))
        apart = real - (planned.cash(done) - planned.world.cash + programme.base)
        if not len(done) or np.abs(apart).max() < 1e-3 * np.abs(planned.world.cash).mean():
            break
        programme.correct(programme.base + apart)
    return Policy(done, 0.0, -1)


def _least(programme: Programme, held: Effects, asked: float) -> Floats:
    """Return the plan of the least margin, found by halving, that keeps the floor often enough."""
    reach = float(np.abs(held.world.cash.min(axis=0)).mean()) + 1.0
    low, high = -reach, reach
    best = np.zeros(len(held.actions))
    chance = _chance(held, Policy(best, 0.0, -1))
    for turn in range(HALVINGS):
        margin = 0.0 if turn == 0 else (low + high) / 2
        done = programme.solve(margin)
        found = _chance(held, Policy(done, 0.0, -1))
        if found >= asked or (chance < asked and found > chance):
            best, chance = done, found
        if found >= asked:
            high = margin
        else:
            low = margin
    return best


def _learned(planned: Effects, held: Effects, asked: float, seed: int) -> Policy:
    """Return the learned policy, its buffer raised until the promise holds on held-out paths."""
    policy = learn(planned, asked, seed)
    step = 0.02 * float(np.abs(held.world.cash).mean())
    for turn in range(25):
        raised = replace(policy, buffer=policy.buffer + turn * step)
        if policy.line < 0 or _linear(held, raised) >= asked:
            return raised
    return policy


def _linear(found: Effects, policy: Policy) -> float:
    return float((follow(found, policy).cash.min(axis=0) >= 0).mean())


def _chance(found: Effects, policy: Policy) -> float:
    """Return how often the floor is kept on every day, lines run again where some run by themselves."""
    lines = found.world.position.facilities
    if not lines.automatic.any():
        return _linear(found, policy)
    flows = found.flows(policy.done)
    if policy.line >= 0:
        course = follow(found, policy)
        cell = int(found.world.grouping.cell[lines.account[policy.line]])
        flows[cell] = flows.get(cell, 0.0) + np.diff(course.drawn, axis=0, prepend=0.0)
    return float((found.world.simulated(flows).min(axis=0) >= 0).mean())


def _measured(name: str, held: Effects, policy: Policy) -> Contender:
    return Contender(name, _chance(held, policy), round(float(follow(held, policy).cost.mean())))


def _winner(contenders: tuple[Contender, ...], asked: float) -> Contender:
    """Return the cheapest that holds the promise; where none does, the one that comes nearest."""
    holding = [each for each in contenders if each.chance >= asked]
    if holding:
        return min(holding, key=lambda each: each.cost)
    return max(contenders, key=lambda each: (each.chance, -each.cost))


def _told(
    fresh: Effects,
    policy: Policy,
    winner: Contender,
    contenders: tuple[Contender, ...],
    confidence: float,
    asked: float,
    budget: Budget,
) -> Plan:
    lines = fresh.world.position.facilities
    best = foresight(fresh, confidence, budget.foreseen)
    return Plan(
        confidence=confidence,
        verdict=Verdict.MET if winner.chance >= asked else Verdict.UNREACHABLE,
        steps=_steps(fresh, policy),
        rule=Rule(round(policy.buffer), lines.ids[policy.line], REVIEW) if policy.line >= 0 else None,
        before=float((fresh.world.cash.min(axis=0) >= 0).mean()),
        chance=_chance(fresh, policy),
        cost=round(float(follow(fresh, policy).cost.mean())),
        winner=winner.name,
        contenders=contenders,
        foresight=None if best is None else round(best),
        paths=budget.fresh,
    )


def _steps(fresh: Effects, policy: Policy) -> tuple[Step, ...]:
    lowest, paths = fresh.world.cash.argmin(axis=0), np.arange(fresh.world.shape[1])
    steps = []
    for each in np.flatnonzero(policy.done).tolist():
        share = float(policy.done[each])
        gain = share * fresh.levels[each][lowest, paths].astype(np.float64)
        low, high = np.quantile(gain, (0.1, 0.9))
        steps.append(
            Step(
                action=fresh.actions[each],
                share=share,
                gain=round(float(gain.mean())),
                low=round(float(low)),
                high=round(float(high)),
                gain_chance=float((gain > 0).mean()),
                cost=round(share * float(fresh.cost[each].mean())),
            )
        )
    return tuple(sorted(steps, key=lambda step: -step.gain))
