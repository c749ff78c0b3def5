"""What the floor would cost if the future were known: the yardstick that no plan can pass."""

from __future__ import annotations

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.programme import capacities
from symphonies.suite.cfo.pinnacle.mitigation.solver import open_solver


def foresight(effects: Effects, confidence: float, sample: int) -> float | None:
    """Return the mean cost over a sample of paths, each with its own cheapest actions; a lower bound.

    Every action may be divided, and the paths that are dearest to save are given up as far as the confidence
    allows: of those nothing is done but what earns money. None when more paths than that cannot be saved.
    """
    number = effects.world.shape[1]
    # paths are in order of their common lateness: an even step takes a fair sample
    chosen = np.linspace(0, number - 1, min(sample, number)).astype(int).tolist()
    saved = [_path_cost(effects, path, held=True) for path in chosen]
    idle = [_path_cost(effects, path, held=False) or 0.0 for path in chosen]
    extra = np.array(
        [np.inf if cost is None else cost - free for cost, free in zip(saved, idle, strict=True)]
    )
    kept = np.sort(extra)[: int(np.ceil(confidence * len(extra) - 1e-9))]
    if not len(kept) or not np.isfinite(kept[-1]):
        return None
    return float((kept.sum() + np.sum(idle)) / len(extra))


def _path_cost(effects: Effects, path: int, *, held: bool) -> float | None:
    """Return the least cost on one path, with the floor held or not; None where it cannot be held."""
    import highspy

    number, scale = len(effects.actions), max(float(np.abs(effects.world.cash).mean()), 1.0)
    solver = open_solver()
    for cost in (effects.cost[:, path] / scale).tolist():
        solver.addCol(cost, 0.0, 1.0, 0, [], [])
    for rows in capacities(effects.actions):
        solver.addRow(-highspy.kHighsInf, 1.0, len(rows), rows, [1.0] * len(rows))
    columns = list(range(number))
    if held:
        for day in range(effects.world.shape[0]):
            weights = (effects.levels[:, day, path] / scale).astype(np.float64).tolist()
            need = -float(effects.world.cash[day, path]) / scale
            solver.addRow(need, highspy.kHighsInf, number, columns, weights)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(solver.getInfo().objective_function_value) * scale
