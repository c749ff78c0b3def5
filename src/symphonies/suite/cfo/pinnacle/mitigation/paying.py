"""Which payment runs to move, never beyond the day that terms allow."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.actions import Action, Effect, Practice
from symphonies.suite.cfo.pinnacle.mitigation.assumptions import Assumptions
from symphonies.suite.cfo.pinnacle.mitigation.world import World
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS, Floats, Ints, Position

WEEK = 7


def runs(position: Position, assumptions: Assumptions, horizon: int) -> Iterator[Action]:
    """Return one action for each week's suppliers, and one for every other payment that may be moved."""
    outflows = position.outflows
    movable = (outflows.latest > outflows.day) & (outflows.day >= 1) & (outflows.day <= horizon)
    movable &= ~position.accounts.restricted[outflows.account]
    suppliers = movable & (outflows.kind == OUTFLOW_KINDS.index("supplier"))
    for week in range(min(assumptions.limits.runs, -(-horizon // WEEK))):
        rows = np.flatnonzero(suppliers & ((outflows.day - 1) // WEEK == week))
        if len(rows):
            yield _run(position, assumptions, rows, f"week {week + 1}", "the suppliers' payment run")
    for row in np.flatnonzero(movable & ~suppliers).tolist():
        yield _run(position, assumptions, np.array([row]), outflows.names[row], outflows.names[row])


def _run(position: Position, assumptions: Assumptions, rows: Ints, key: str, what: str) -> Action:
    outflows = position.outflows
    later = outflows.latest[rows] - outflows.day[rows]
    spot = position.markets.spot[position.accounts.currency[outflows.account[rows]]]
    weight = outflows.amount[rows] * spot
    goodwill = float((weight * later).sum()) * assumptions.retiming.goodwill_a_day

    def effect(world: World) -> Effect:
        flows: dict[int, Floats] = {}
        for row in rows.tolist():
            flow = flows.setdefault(int(world.grouping.cell[outflows.account[row]]), world.empty())
            amount = world.payment(row)
            flow[outflows.day[row] - 1] += amount
            if outflows.latest[row] <= len(flow):
                flow[outflows.latest[row] - 1] -= amount
        return Effect(flows, np.full(world.shape[1], goodwill))

    named = {int(each) for each in outflows.supplier[rows] if each >= 0}
    return Action(
        key=f"retime:{key}",
        kind="retiming",
        title=f"Pay {what} on the last day of terms",
        owner="",
        day=int(outflows.day[rows].min()),
        divisible=False,
        capacities=(),
        evidence=tuple(outflows.names[row] for row in rows[np.argsort(-weight, kind="stable")[:3]].tolist()),
        assumption=f"goodwill costs {assumptions.retiming.goodwill_a_day:.3%} of the amount a day",
        risk="Suppliers used to earlier payment may ask why; terms are kept.",
        effect=effect,
        amount=float(weight.sum()),
        practice=Practice(
            float(np.average(later, weights=weight)) if weight.sum() > 0 else float(later.mean()),
            0.0,
            tuple(position.suppliers.names[each] for each in sorted(named)),
        ),
    )
