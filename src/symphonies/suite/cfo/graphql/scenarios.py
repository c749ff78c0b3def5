"""Saved scenarios over the graph: told, kept, run again and set side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symphonies.platform.scenarios import Draft, Scenario
from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.graphql.forecast import Given, levers_of, told_forecast
from symphonies.suite.cfo.graphql.lazy import lazy
from symphonies.suite.cfo.graphql.view import View, view_of
from symphonies.suite.cfo.graphql.viewer import Context
from symphonies.suite.cfo.pinnacle.desk import BASELINE, FIGURES, Answer, CashDesk
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings


def scenarios(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    """Return those the viewer may see as ``CashScenario``."""
    view = view_of(desk, context)
    return [_told(desk, view, each) for each in desk.scenarios.all(view.viewer.id)]


def scenario(desk: CashDesk, context: Context, id: str, version: int | None = None) -> dict[str, Any]:
    """Return one as ``CashScenario``."""
    view = view_of(desk, context)
    return _told(desk, view, desk.scenarios.get(id, view.viewer.id, version))


def _told(desk: CashDesk, view: View, scenario: Scenario) -> dict[str, Any]:
    viewer = view.viewer

    def simulation() -> CashSimulation:
        usual = scenario.snapshot.settings
        settings = Settings(usual["horizon"], usual["paths"], scenario.snapshot.seed)
        return desk.simulation(viewer.entities, settings)

    def versions() -> list[dict[str, Any]]:
        return [
            {
                "version": each.version,
                "name": each.name,
                "changedAt": each.changed_at.isoformat(),
                "levers": told.settings(each.levers),
            }
            for each in desk.scenarios.versions(scenario.id, viewer.id)
        ]

    mine = scenario.owner == viewer.id
    # figures were saved within the owner's view of the companies: others see them run within their own
    figures = scenario.result if mine else {}
    return {
        "id": scenario.id,
        "version": scenario.version,
        "name": scenario.name,
        "note": scenario.note,
        "owner": scenario.owner,
        "shared": scenario.shared,
        "mine": mine,
        "changedAt": scenario.changed_at.isoformat(),
        "levers": told.settings(scenario.levers),
        "saved": [
            {"id": each.id, "title": each.title, "unit": each.unit, "value": figures.get(each.id)}
            for each in FIGURES
        ],
        "savedAsOf": scenario.snapshot.as_of,
        "current": lazy(lambda: desk.ask(simulation(), ()).snapshot == scenario.snapshot),
        "forecast": lazy(lambda: told_forecast(desk, view, desk.rerun(simulation(), scenario))),
        "versions": lazy(versions),
    }


def comparison(desk: CashDesk, context: Context, scenarios: list[str], view: Given = None) -> dict[str, Any]:
    """Return scenarios side by side as ``CashComparison``, the baseline first."""
    looked = view_of(desk, context, view)
    simulation = desk.simulation(looked.viewer.entities)
    answers = {BASELINE: desk.ask(simulation, ())}
    for each in scenarios:
        found = desk.scenarios.get(each, looked.viewer.id)
        name = found.name if found.name not in answers else f"{found.name} ({found.id})"
        answers[name] = desk.rerun(simulation, found)
    table, unit = desk.side_by_side(answers), looked.unit

    def scaled(values: tuple[float | None, ...], of: str) -> list[float | None]:
        rate = unit.rate if of == "money" else 1.0
        return [None if value is None else value * rate for value in values]

    return {
        "currency": unit.currency,
        "names": list(table.names),
        "rows": [
            {
                "id": row.figure.id,
                "title": row.figure.title,
                "unit": row.figure.unit,
                "values": scaled(row.values, row.figure.unit),
                "deltas": scaled(row.deltas, row.figure.unit),
                "best": row.best,
            }
            for row in table.rows
        ],
        "series": [_series(name, answer, unit) for name, answer in answers.items()],
    }


def _series(name: str, answer: Answer, unit: Denomination) -> dict[str, Any]:
    bands = answer.outcome.bands / 100 * unit.rate
    return {"name": name, "p10": bands[0].tolist(), "p50": bands[2].tolist(), "p90": bands[4].tolist()}


def save(desk: CashDesk, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    """Keep levers as a new scenario."""
    view = view_of(desk, context)
    return _told(desk, view, desk.scenarios.save(_draft(desk, view, input), view.viewer.id))


def revise(desk: CashDesk, context: Context, id: str, input: dict[str, Any]) -> dict[str, Any]:
    """Keep levers as a further version."""
    view = view_of(desk, context)
    return _told(desk, view, desk.scenarios.revise(id, _draft(desk, view, input), view.viewer.id))


def _draft(desk: CashDesk, view: View, given: Mapping[str, Any]) -> Draft:
    answer = desk.ask(desk.simulation(view.viewer.entities), levers_of(given["levers"]))
    return desk.draft(answer, given["name"], note=given.get("note") or "", shared=bool(given.get("shared")))


def share(desk: CashDesk, context: Context, id: str, shared: bool) -> dict[str, Any]:
    """Show one to others, or hide it."""
    view = view_of(desk, context)
    return _told(desk, view, desk.scenarios.share(id, shared, view.viewer.id))


def restore(desk: CashDesk, context: Context, id: str) -> dict[str, Any]:
    """Bring back one that was deleted."""
    view = view_of(desk, context)
    return _told(desk, view, desk.scenarios.restore(id, view.viewer.id))


def delete(desk: CashDesk, context: Context, id: str) -> str:
    """Delete one."""
    desk.scenarios.delete(id, view_of(desk, context).viewer.id)
    return id
