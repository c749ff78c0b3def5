"""Make a plan: two ways of planning compete on paths neither has seen; the winner is told on fresh ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from symphonies.suite.cfo.pinnacle.errors import SimulationInvalidError
from symphonies.suite.cfo.pinnacle.levers import Change
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import ASSUMPTIONS, Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects, catalogue
from symphonies.suite.cfo.pinnacle.mitigation.plan import Contender, Mitigation, Promise, Verdict
from symphonies.suite.cfo.pinnacle.mitigation.policy import Policy, cheapest_line, follow, learn
from symphonies.suite.cfo.pinnacle.mitigation.programme import Programme
from symphonies.suite.cfo.pinnacle.mitigation.search import Judge, Tried
from symphonies.suite.cfo.pinnacle.mitigation.telling import told
from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import Floats, Position
from symphonies.suite.cfo.pinnacle.simulation import Settings

CONFIDENCES = (0.5, 0.99)
CORRECTIONS = 3
STRETCHES = 3
"""How often whole actions are chosen again for a greater margin before the promise is given up."""
EXCHANGED, SURER = 6, 0.01
"""How many whole actions are tried to be exchanged for parts of others, where a plan is so much too sure."""
PROGRAMME, POLICY = "programme", "policy"


@dataclass(frozen=True)
class Budget:
    """How much luck a plan is made on: more paths are steadier and slower."""

    planned: int = 600
    held_out: int = 2500
    """At 95 % this leaves a standard error of 0.44 points."""
    fresh: int = 2500
    foreseen: int = 100
    """Paths on which perfect foresight is priced."""


def mitigate(
    position: Position,
    settings: Settings | None = None,
    *,
    confidence: float = 0.95,
    change: Change | None = None,
    assumptions: Assumptions = ASSUMPTIONS,
    budget: Budget | None = None,
) -> Mitigation:
    """Return the cheapest plan that keeps the floor on every day with a confidence, or the best there is.

    Three draws of the future are independent: plans are made on one, cut down to what was promised and chosen
    on the second, told on the third.

    Args:
        position: the company.
        settings: horizon and seed; the budget says how many paths.
        confidence: how often the floor is to be kept.
        change: what levers do to the company before any action.
        assumptions: what no ledger tells.
        budget: how many paths.

    Raises:
        SimulationInvalidError: the confidence or the settings make no sense.
    """
    check_confidence(confidence)
    settings, budget = settings or Settings(), budget or Budget()

    def world(turn: int, paths: int) -> World:
        return World(position, replace(settings, paths=paths, seed=settings.seed + turn), change)

    first = world(1, budget.planned)
    actions = catalogue(first, assumptions)
    planned = Effects(first, actions)
    judge = Judge(Effects(world(2, budget.held_out), actions), confidence)
    nothing = judge.tried(Policy(np.zeros(len(actions))))
    needless = nothing.chance >= confidence
    found = {PROGRAMME: _programmed(planned, judge, nothing)}
    if not needless:
        found[POLICY] = _learned(planned, judge, settings.seed)
    winner = _winner(list(found.values()), confidence)
    if needless:
        verdict = Verdict.NEEDLESS
    else:
        verdict = Verdict.MET if winner.chance >= confidence else Verdict.UNREACHABLE
    promise = Promise(
        confidence,
        verdict,
        next(name for name, each in found.items() if each is winner),
        tuple(Contender(name, each.chance, round(each.cost)) for name, each in found.items()),
    )
    fresh = Effects(world(3, budget.fresh), actions)
    return told(planned, fresh, winner.policy, promise, assumptions, budget.foreseen)


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that cannot be shown on so many paths.

    Raises:
        SimulationInvalidError: it is not between 0.5 and 0.99.
    """
    if not CONFIDENCES[0] <= confidence <= CONFIDENCES[1]:
        raise SimulationInvalidError(
            f"A confidence of {confidence:g} was asked for; it lies between 0.5 and 0.99.",
            hint="0.95 keeps the floor in 19 of 20 futures.",
        )


def chance_in(
    position: Position, settings: Settings, made: Mitigation, change: Change | None = None
) -> float:
    """Return how often a plan keeps the floor in another draw of the future, every line run again."""
    done, rule = np.array([step.share for step in made.plan.steps]), made.plan.rule
    line = position.facilities.ids.index(rule.line) if rule else -1
    policy = Policy(done, rule.buffer if rule else 0.0, line)
    course = follow(Effects(World(position, settings, change), made.actions), policy)
    return float((course.cash.min(axis=0) >= 0).mean())


def _programmed(planned: Effects, judge: Judge, nothing: Tried) -> Tried:
    """Return the programme's plan: the smallest margin that holds the promise on held-out paths."""
    if not planned.actions:
        return nothing
    programme = Programme(planned, 1 - judge.asked)
    reach = _reach(planned)
    best = nothing
    for _ in range(CORRECTIONS):
        found = _completed(programme, judge, reach)
        best = found if found.beats(best, judge.asked) else best
        # automatic lines answer to what actions bring: plan again on what they really leave
        done = found.policy.done
        real = planned.cash(done)
        apart = real - (programme.base + np.tensordot(done, planned.levels, 1))
        if np.abs(apart).max() < 1e-3 * np.abs(planned.world.cash).mean():
            break
        programme.correct(programme.base + apart)
    return _with_rule(judge, judge.scaled(best), reach)


def _with_rule(judge: Judge, fixed: Tried, reach: float) -> Tried:
    """Return a plan whose fixed draws are left to a weekly rule, where drawing when needed is cheaper."""
    line = cheapest_line(judge.effects.world)
    name = "" if line < 0 else judge.effects.world.position.facilities.ids[line]
    draws = np.array(
        [each.kind == "draw" and name in each.evidence for each in judge.effects.actions], np.bool_
    )
    if line < 0 or not fixed.policy.done[draws].any():
        return fixed
    ruled = Policy(np.where(draws, 0.0, fixed.policy.done), 0.0, line)
    slim = _brought(judge, judge.pruned(_brought(judge, ruled, reach)).policy, reach)
    return slim if slim.beats(fixed, judge.asked) else fixed


def _brought(judge: Judge, policy: Policy, reach: float) -> Tried:
    """Return a policy with the least buffer that holds the promise."""
    return judge.least(lambda each: replace(policy, buffer=each), -reach, 2 * reach)[1]


def _completed(programme: Programme, judge: Judge, reach: float) -> Tried:
    """Return the plan of the least margin: whole actions are chosen once, the others fill up what is missing.

    Where the whole ones that were chosen leave too little, they are chosen again for a greater margin.
    """
    margin, best = judge.least(lambda each: Policy(programme.relaxed(each)), -reach, reach)
    for turn in range(STRETCHES):
        found = _filled(programme, judge, programme.rounded(programme.relaxed(margin)), reach)
        best = found if turn == 0 or found.beats(best, judge.asked) else best
        if best.chance >= judge.asked:
            break
        margin += reach / STRETCHES
    slim = judge.pruned(best)
    last = _filled(programme, judge, slim.policy.done, reach)
    return _exchanged(programme, judge, last if last.beats(slim, judge.asked) else slim, reach)


def _exchanged(programme: Programme, judge: Judge, start: Tried, reach: float) -> Tried:
    """Return a plan that is surer than asked without such whole actions as others do cheaper in part."""
    best = start
    for each in programme.dearest(start.policy.done)[:EXCHANGED]:
        if best.chance <= judge.asked + SURER:
            break
        rest = best.policy.done.copy()
        rest[each] = 0.0
        found = _filled(programme, judge, rest, reach)
        best = found if found.beats(best, judge.asked) else best
    return best


def _filled(programme: Programme, judge: Judge, whole: Floats, reach: float) -> Tried:
    return judge.least(lambda each: Policy(programme.completed(each, whole)), -reach, 2 * reach)[1]


def _learned(planned: Effects, judge: Judge, seed: int) -> Tried:
    """Return the learned policy, its buffer brought to what the promise needs on held-out paths."""
    reach, policy = _reach(planned), learn(planned, judge.asked, seed)
    if policy.line < 0:
        return judge.scaled(judge.pruned(judge.tried(policy)))
    slim = judge.scaled(judge.pruned(_brought(judge, policy, reach)))
    last = _brought(judge, slim.policy, reach)
    return last if last.beats(slim, judge.asked) else slim


def _reach(effects: Effects) -> float:
    """Return how far a path's lowest cash lies from the floor, but for one in a hundred."""
    return float(np.quantile(np.abs(effects.world.cash.min(axis=0)), 0.99)) + 1.0


def _winner(found: Sequence[Tried], asked: float) -> Tried:
    """Return the cheapest that holds the promise; where none does, the one that comes nearest."""
    best = found[0]
    for each in found[1:]:
        best = each if each.beats(best, asked) else best
    return best
