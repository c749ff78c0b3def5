"""Which payment runs to move, never beyond the day that terms allow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect, Practice, weightiest
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.world import Moves, World
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Floats, Ints

WEEK = 7


def runs(world: World, assumptions: Assumptions) -> Iterator[Action]:
    """Return one action for each week's suppliers, and one for every other payment that may be moved."""
    outflows, horizon, day = world.position.outflows, world.shape[0], world.pays_on
    movable = (world.latest > day) & (outflows.day >= 1) & (day <= horizon)
    movable &= (outflows.amount > 0) & ~world.position.accounts.restricted[outflows.account]
    suppliers = movable & (outflows.kind == OUTFLOW_KINDS.index("supplier"))
    for week in range(min(assumptions.limits.runs, -(-horizon // WEEK))):
        rows = np.flatnonzero(suppliers & ((day - 1) // WEEK == week))
        if len(rows):
            what = f"the payment run to suppliers of week {week + 1}"
            yield _run(world, assumptions, rows, f"week {week + 1}", what)
    others = np.flatnonzero(movable & ~suppliers)
    for name in dict.fromkeys(outflows.names[row] for row in others.tolist()):
        rows = others[[outflows.names[row] == name for row in others.tolist()]]
        yield _run(world, assumptions, rows, name, name)


def _run(world: World, assumptions: Assumptions, rows: Ints, key: str, what: str) -> Action:
    outflows, position = world.position.outflows, world.position
    day, latest = world.pays_on[rows], world.latest[rows]
    spot = world.spot[position.accounts.currency[outflows.account[rows]]]
    weight = outflows.amount[rows] * world.change.outflow_factor[rows] * spot
    goodwill = float((weight * (latest - day)).sum()) * assumptions.retiming.goodwill_a_day

    def effect(drawn: World) -> Effect:
        flows: dict[int, Floats] = {}
        for row, leaves, last in zip(rows.tolist(), day.tolist(), latest.tolist(), strict=True):
            flow = flows.setdefault(int(drawn.grouping.cell[outflows.account[row]]), drawn.empty())
            amount = drawn.payment(row)
            flow[leaves - 1] += amount
            if last <= len(flow):
                flow[last - 1] -= amount
        return Effect(Moves(flows), np.full(drawn.shape[1], goodwill))

    return Action(
        key=f"retime:{key}",
        kind="retiming",
        title=f"Pay {what} on the last day that terms allow",
        owner=assumptions.owners.retiming,
        day=int(day.min()),
        until=int(latest.max()),
        divisible=False,
        capacities=(),
        evidence=weightiest(outflows.names, rows, weight),
        assumption=f"goodwill costs {assumptions.retiming.goodwill_a_day:.3%} of the amount a day",
        risk="Suppliers used to earlier payment may ask why; terms are kept.",
        effect=effect,
        amount=float(weight.sum()),
        practice=_practice(world, rows, weight),
        retimed=tuple(rows.tolist()),
    )


def _practice(world: World, rows: Ints, weight: Floats) -> Practice:
    suppliers, day, latest = world.position.suppliers, world.pays_on[rows], world.latest[rows]
    weight = weight if weight.sum() > 0 else np.ones(len(rows))
    beyond = (latest - np.maximum(world.due[rows], day)).clip(0)
    named = {int(each) for each in world.position.outflows.supplier[rows] if each >= 0}
    return Practice(
        days_later=float(np.average(latest - day, weights=weight)),
        days_beyond_terms=float(np.average(beyond, weights=weight)),
        suppliers=tuple(suppliers.names[each] for each in sorted(named)),
    )
