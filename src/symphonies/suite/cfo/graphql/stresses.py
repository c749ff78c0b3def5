"""The stress library over the graph, at once or one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from symphonies.platform.subgraphs import guarded
from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.forecast import Given, told_forecast
from symphonies.suite.cfo.graphql.lazy import lazy
from symphonies.suite.cfo.graphql.view import View, view_of
from symphonies.suite.cfo.graphql.viewer import Context
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation
from symphonies.suite.cfo.pinnacle.stress import Stress, levers_of, reverse_stress, stress_library


def stresses(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    """Return the library as ``CashStress``."""
    view = view_of(desk, context)
    simulation = desk.simulation(view.viewer.entities)
    return [_told(desk, view, simulation, each) for each in stress_library().values()]


async def stress_test(desk: CashDesk, context: Context, view: Given) -> AsyncIterator[dict[str, Any]]:
    """Return a generator of ``CashStressProgress``, one for each stress of the library.

    Raises:
        SymphonyError: there is no position that could be stressed.
    """
    looked = await asyncio.to_thread(guarded(view_of), desk, context, view)
    await asyncio.to_thread(guarded(desk.simulation), looked.viewer.entities)
    return _steps(desk, looked)


async def _steps(desk: CashDesk, view: View) -> AsyncIterator[dict[str, Any]]:
    library = list(stress_library().values())
    for number, stress in enumerate(library, 1):
        yield await asyncio.to_thread(_step, desk, view, stress, number, len(library))


def _step(desk: CashDesk, view: View, stress: Stress, done: int, of: int) -> dict[str, Any]:
    simulation = desk.simulation(view.viewer.entities)
    outcome = desk.stressed(simulation, stress).outcome
    return {
        "done": done,
        "of": of,
        "stress": _told(desk, view, simulation, stress),
        "lowPoint": view.unit.told(outcome.low.median),
        "chanceBelowFloor": outcome.chance_below_ever,
        "severityToBreach": reverse_stress(simulation, stress).severity,
    }


def _told(desk: CashDesk, view: View, simulation: CashSimulation, stress: Stress) -> dict[str, Any]:
    return {
        "id": stress.id,
        "title": stress.title,
        "story": stress.story,
        "levers": told.settings(levers_of(stress, simulation.position)),
        "forecast": lazy(lambda: told_forecast(desk, view, desk.stressed(simulation, stress))),
        "severityToBreach": lazy(lambda: reverse_stress(simulation, stress).severity),
    }
