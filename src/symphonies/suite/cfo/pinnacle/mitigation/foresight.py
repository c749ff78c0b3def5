"""What the floor would cost if the future were known: the yardstick that no plan can pass."""

from __future__ import annotations

from typing import Any

import numpy as np

from symphonies.suite.cfo.pinnacle.mitigation.catalogue import Effects
from symphonies.suite.cfo.pinnacle.mitigation.programme import capacities
from symphonies.suite.cfo.pinnacle.mitigation.solver import open_solver
from symphonies.suite.cfo.pinnacle.position import Floats


def foreseen_paths(effects: Effects, sample: int) -> list[int]:
    """Return a fair sample of paths: they are in order of their lateness, so an even step takes one."""
    number = effects.world.shape[1]
    return np.linspace(0, number - 1, min(sample, number)).astype(int).tolist()


def foresight(effects: Effects, confidence: float, paths: list[int]) -> float | None:
    """Return the mean cost over some paths, each with its own cheapest actions; a lower bound.

    Every action may be divided, and the paths that are dearest to save are given up as far as the confidence
    allows: of those nothing is done but what earns money. None when more paths than that cannot be saved.
    """
    found = [_path_costs(effects, path) for path in paths]
    idle = sum(free for free, _ in found)
    extra = np.sort(np.array([np.inf if saved is None else saved - free for free, saved in found]))
    kept = extra[: int(np.ceil(confidence * len(extra) - 1e-9))]
    if not len(kept) or not np.isfinite(kept[-1]):
        return None
    return float((kept.sum() + idle) / len(extra))


def _path_costs(effects: Effects, path: int) -> tuple[float, float | None]:
    """Return the least cost on one path: with the floor left alone, and held; None where it cannot be."""
    import highspy

    scale = max(float(np.abs(effects.world.cash).mean()), 1.0)
    solver, number = _solver(effects, effects.costs[:, path] / scale), len(effects.actions)
    solver.run()
    free = float(solver.getInfo().objective_function_value) * scale
    done = np.array(solver.getSolution().col_value[:number])
    levels = effects.levels[:, :, path].astype(np.float64)
    cash = effects.world.cash[:, path]
    if (cash + done @ levels >= 0).all():
        return free, free
    columns, days = np.tile(np.arange(number, dtype=np.int32), len(cash)), len(cash)
    solver.addRows(
        days,
        -cash / scale,
        np.full(days, np.inf),
        days * number,
        np.arange(days, dtype=np.int32) * number,
        columns,
        (levels.T / scale).ravel(),
    )
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return free, None
    return free, float(solver.getInfo().objective_function_value) * scale


def _solver(effects: Effects, costs: Floats) -> Any:
    solver, none = open_solver(), np.zeros(0)
    for cost in costs.tolist():
        solver.addCol(cost, 0.0, 1.0, 0, none.astype(np.int32), none)
    for rows in capacities(effects.actions):
        solver.addRow(-np.inf, 1.0, len(rows), np.array(rows, np.int32), np.ones(len(rows)))
    return solver
