"""What a plan comes to: measured on a fresh draw, beside what foresight would have cost."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.foresight import foreseen_paths, foresight
from symphonies.suite.cfo.pinnacle.mitigation.plan import (
    Bundle,
    Mitigation,
    Plan,
    Promise,
    Rule,
    Step,
    SupplierPractice,
)
from symphonies.suite.cfo.pinnacle.mitigation.policy import REVIEW, Course, Policy, follow
from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import Floats


def told(
    planned: Effects,
    fresh: Effects,
    policy: Policy,
    promise: Promise,
    assumptions: Assumptions,
    foreseen: int,
) -> Mitigation:
    """Return a policy as a plan, with what it does.

    Args:
        planned: the draw it was made on, on which foresight is priced.
        fresh: a draw that nothing was chosen on.
        policy: what won.
        promise: what it answers.
        assumptions: who owns what.
        foreseen: how many paths foresight is priced on.
    """
    course = follow(fresh, policy)
    paths = foreseen_paths(planned, foreseen)
    best = foresight(planned, promise.confidence, paths) if planned.actions else 0.0
    steps = _steps(fresh, policy)
    order = sorted(range(len(steps)), key=lambda place: -steps[place].gain)
    chosen = np.flatnonzero(policy.done).tolist()
    mine = float(follow(planned, policy).cost[paths].mean())
    plan = Plan(
        promise=promise,
        steps=tuple(steps[place] for place in order),
        bundles=_bundles(fresh, policy, steps),
        rule=_rule(fresh.world, policy, course, fresh.cost(policy.done), assumptions),
        before=float((fresh.world.cash.min(axis=0) >= 0).mean()),
        chance=float((course.cash.min(axis=0) >= 0).mean()),
        missing=round(max(-float(np.quantile(course.cash.min(axis=0), 1 - promise.confidence)), 0.0)),
        cost=round(float(course.cost.mean())),
        foresight=None if best is None else round(best),
        regret=None if best is None else round(mine - best),
        practice=_practice(fresh, policy),
        paths=fresh.world.shape[1],
    )
    return Mitigation(plan, tuple(fresh.actions[chosen[place]] for place in order))


def _steps(fresh: Effects, policy: Policy) -> list[Step]:
    steps = []
    for each in np.flatnonzero(policy.done).tolist():
        share, gain = float(policy.done[each]), _gain(fresh, policy, [each])
        low, high = np.quantile(gain, (0.1, 0.9))
        steps.append(
            Step(
                action=fresh.actions[each].measure(),
                share=share,
                gain=round(float(gain.mean())),
                low=round(float(low)),
                high=round(float(high)),
                gain_chance=float((gain > 0).mean()),
                cost=round(share * float(fresh.cost_of(each).mean())),
            )
        )
    return steps


def _bundles(fresh: Effects, policy: Policy, steps: list[Step]) -> tuple[Bundle, ...]:
    chosen, bundles = np.flatnonzero(policy.done).tolist(), []
    for kind in dict.fromkeys(step.action.kind for step in steps):
        mine = [each for each, step in enumerate(steps) if step.action.kind == kind]
        gain = _gain(fresh, policy, [chosen[each] for each in mine])
        low, high = np.quantile(gain, (0.1, 0.9))
        bundles.append(
            Bundle(
                kind=kind,
                steps=tuple(sorted((steps[each] for each in mine), key=lambda step: -step.gain)),
                gain=round(float(gain.mean())),
                low=round(float(low)),
                high=round(float(high)),
                gain_chance=float((gain > 0).mean()),
                cost=sum(steps[each].cost for each in mine),
            )
        )
    return tuple(sorted(bundles, key=lambda bundle: -bundle.gain))


def _gain(fresh: Effects, policy: Policy, rows: list[int]) -> Floats:
    """Return what actions add on each path's lowest day without the plan, ``[paths]``."""
    lowest, paths = fresh.world.cash.argmin(axis=0), np.arange(fresh.world.shape[1])
    gain = np.zeros(len(paths))
    for each in rows:
        gain += float(policy.done[each]) * fresh.level(each)[lowest, paths]
    return gain


def _rule(
    world: World, policy: Policy, course: Course, fixed: Floats, assumptions: Assumptions
) -> Rule | None:
    """Return the standing order; None where it never draws."""
    if policy.line < 0 or not course.drawn.any():
        return None
    lines = world.position.facilities
    spot = float(world.spot[world.position.accounts.currency[lines.account[policy.line]]])
    peak = course.drawn.max(axis=0) * spot
    lowest, paths = world.cash.argmin(axis=0), np.arange(world.shape[1])
    gain = course.drawn[lowest, paths] * spot
    low, high = np.quantile(gain, (0.1, 0.9))
    return Rule(
        line=lines.ids[policy.line],
        title=f"Draw on {lines.names[policy.line]} and repay it week by week",
        owner=assumptions.owners.draw,
        buffer=round(policy.buffer),
        every_days=REVIEW,
        peak=round(float(peak.mean())),
        peak_high=round(float(np.quantile(peak, 0.9))),
        drawn_chance=float((peak > 0).mean()),
        gain=round(float(gain.mean())),
        low=round(float(low)),
        high=round(float(high)),
        cost=round(float((course.cost - fixed).mean())),
    )


def _practice(fresh: Effects, policy: Policy) -> SupplierPractice | None:
    world = fresh.world
    outflows, horizon = world.position.outflows, world.shape[0]
    before, after = world.pays_on, world.pays_on.copy()
    for each in np.flatnonzero(policy.done).tolist():
        rows = np.array(fresh.actions[each].retimed, np.int64)
        after[rows] = world.latest[rows]
    known = (outflows.supplier >= 0) & (outflows.amount > 0) & (before <= horizon)
    spot = world.spot[world.position.accounts.currency[outflows.account]]
    weight = np.where(known, outflows.amount * world.change.outflow_factor * spot, 0.0)
    if weight.sum() <= 0:
        return None
    return SupplierPractice(
        late_before=float(np.average(before > world.due, weights=weight)),
        late_after=float(np.average(after > world.due, weights=weight)),
        moved=round(float(weight[after > before].sum())),
        days_later=float(np.average((after - before)[after > before], weights=weight[after > before]))
        if (weight[after > before] > 0).any()
        else 0.0,
    )
