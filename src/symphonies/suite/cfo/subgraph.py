"""The CFO's subgraph: cash, levers, scenarios and stresses. See ``graphql/schema.graphql``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from symphonies.platform.scenarios import Draft, Lever, Scenario, sensitivity
from symphonies.platform.subgraphs import guarded, off_loop
from symphonies.suite.cfo.graphql import tested, told
from symphonies.suite.cfo.graphql.collections import cash_collections
from symphonies.suite.cfo.graphql.mitigation import cash_mitigation
from symphonies.suite.cfo.graphql.targets import targets_of
from symphonies.suite.cfo.graphql.viewer import Context, Viewer, viewer_of
from symphonies.suite.cfo.pinnacle.desk import BASELINE, FIGURES, Answer, CashDesk
from symphonies.suite.cfo.pinnacle.explanation import explain_since
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from symphonies.suite.cfo.pinnacle.sources import open_desk
from symphonies.suite.cfo.pinnacle.stress import Stress, levers_of, reverse_stress, stress_library

__all__ = ["SDL", "events", "open_desk", "prepare", "references", "resolvers"]

SDL = (Path(__file__).parent / "graphql" / "schema.graphql").read_text("utf-8")
Resolver = Callable[..., Any]
MOST_PATHS, MOST_DAYS, MOST_DAYS_AGO = 5000, 366, 60


def prepare(desk: CashDesk) -> None:
    """Read the position and draw the group's paths, so that the first question is answered at once.

    Raises:
        PositionPreparingError: it takes longer than a question may wait; it will be there soon.
        PositionUnknownError: nothing has been loaded that cash could be told from.
    """
    desk.simulation().baseline  # noqa: B018


def resolvers(desk: CashDesk) -> Mapping[str, Mapping[str, Resolver]]:
    """Return the resolvers of the subgraph, by type and field."""
    return {
        "Query": {
            "cash": _asked(desk, _cash),
            "cashLevers": _asked(desk, _levers),
            "cashScenarios": _asked(desk, _scenarios),
            "cashScenario": _asked(desk, _scenario),
            "cashComparison": _asked(desk, _comparison),
            "cashSensitivity": _asked(desk, _sensitivity),
            "cashStresses": _asked(desk, _stresses),
            "cashBacktest": _asked(desk, _backtest),
            "cashSince": _asked(desk, _since),
            "cashCollections": _asked(desk, cash_collections),
            "cashMitigation": _asked(desk, cash_mitigation),
        },
        "Mutation": {
            "saveCashScenario": _asked(desk, _save),
            "reviseCashScenario": _asked(desk, _revise),
            "shareCashScenario": _asked(desk, _share),
            "deleteCashScenario": _asked(desk, _delete),
            "restoreCashScenario": _asked(desk, _restore),
        },
    }


def references(desk: CashDesk) -> Mapping[str, Resolver]:
    """Return how the key of a scenario becomes the scenario."""

    async def scenario(given: Mapping[str, Any], info: Any) -> dict[str, Any]:
        return await _asked(desk, _scenario)(None, info, id=given["id"])

    return {"CashScenario": scenario}


def events(desk: CashDesk) -> Mapping[str, Resolver]:
    """Return the generators of subscriptions."""

    async def steps(viewer: Viewer) -> AsyncIterator[dict[str, Any]]:
        library = list(stress_library().values())
        for number, stress in enumerate(library, 1):
            yield await asyncio.to_thread(_stress_step, desk, viewer, stress, number, len(library))

    async def stress_test(_source: object, info: Any) -> AsyncIterator[dict[str, Any]]:
        viewer = await asyncio.to_thread(guarded(viewer_of), info.context)
        await asyncio.to_thread(guarded(desk.simulation), viewer.entities)
        return steps(viewer)

    return {"cashStressTest": stress_test}


def _asked(desk: CashDesk, resolve: Resolver) -> Resolver:
    """Return what asks the desk for a viewer."""
    return off_loop(partial(resolve, desk))


def _lazy(work: Callable[[], Any]) -> Resolver:
    """Return a field that is computed, off the event loop, only when it is asked for."""

    async def field(_info: Any) -> Any:
        return await asyncio.to_thread(guarded(work))

    return field


def _cash(
    desk: CashDesk,
    context: Context,
    levers: list[dict[str, Any]] | None = None,
    horizon: int | None = None,
    paths: int | None = None,
) -> dict[str, Any]:
    viewer, usual = viewer_of(context), Settings()
    settings = Settings(
        horizon=min(horizon or usual.horizon, MOST_DAYS), paths=min(paths or usual.paths, MOST_PATHS)
    )
    simulation = desk.simulation(viewer.entities, settings)
    return _forecast(desk, viewer, desk.ask(simulation, _given(levers)))


def _given(levers: Iterable[Mapping[str, Any]] | None) -> list[Lever]:
    return [Lever(**each) for each in levers or ()]


def _forecast(desk: CashDesk, viewer: Viewer, answer: Answer) -> dict[str, Any]:
    position, outcome = answer.simulation.position, answer.outcome
    baseline, runway = answer.simulation.baseline, outcome.runway_day

    def change() -> dict[str, Any]:
        return {
            "lowPoint": told.money(outcome.low.median - baseline.low.median),
            "chanceBelowFloor": outcome.chance_below_ever - baseline.chance_below_ever,
            "parts": _lazy(lambda: told.parts(answer.against_baseline(), viewer.customer_name(position))),
        }

    return {
        "asOf": position.cut.isoformat(),
        "currency": position.base_currency,
        "horizon": answer.simulation.settings.horizon,
        "paths": answer.simulation.settings.paths,
        "levers": told.settings(answer.levers),
        "opening": told.money(outcome.opening),
        "floor": told.money(outcome.floor),
        "days": told.days(position, outcome),
        "coverage": tested.coverage(desk.backtest(viewer.entities)),
        "lowPoint": told.low_point(position, outcome),
        "events": told.events(position, answer.simulation.settings.horizon),
        "chanceBelowFloor": outcome.chance_below_ever,
        "runwayOn": None if runway is None else told.day(position, runway),
        "covenants": [told.covenant(position, test) for test in outcome.covenants],
        "surplus": [{"days": each.days, "amount": told.money(each.amount)} for each in outcome.surplus],
        "explanation": _lazy(lambda: told.parts(answer.level(), viewer.customer_name(position))),
        "causes": told.causes(position, viewer.customer_name(position)),
        "change": change(),
        "accounts": _lazy(lambda: told.accounts(answer)),
        "gaps": [{"what": gap.what, "why": gap.why} for gap in position.gaps],
        "models": [{"engine": name, "version": version} for name, version in position.models.items()],
        "fingerprint": _lazy(position.fingerprint),
    }


def _levers(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    viewer = viewer_of(context)
    simulation = desk.simulation(viewer.entities)

    def targets(kind: str | None) -> Resolver:
        async def field(_info: Any, first: int = 50) -> Any:
            return await asyncio.to_thread(targets_of, simulation.position, kind, viewer, min(first, 500))

        return field

    return [
        {
            **kind.model_dump(exclude={"target_optional"}),
            "targetOptional": kind.target_optional,
            "targets": targets(kind.target),
        }
        for kind in LEVERS.values()
    ]


def _scenarios(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    viewer = viewer_of(context)
    return [_told_scenario(desk, viewer, each) for each in desk.scenarios.all(viewer.id)]


def _scenario(desk: CashDesk, context: Context, id: str, version: int | None = None) -> dict[str, Any]:
    viewer = viewer_of(context)
    return _told_scenario(desk, viewer, desk.scenarios.get(id, viewer.id, version))


def _told_scenario(desk: CashDesk, viewer: Viewer, scenario: Scenario) -> dict[str, Any]:
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
        "current": _lazy(lambda: desk.ask(simulation(), ()).snapshot == scenario.snapshot),
        "forecast": _lazy(lambda: _forecast(desk, viewer, desk.rerun(simulation(), scenario))),
        "versions": _lazy(versions),
    }


def _comparison(desk: CashDesk, context: Context, scenarios: list[str]) -> dict[str, Any]:
    viewer = viewer_of(context)
    simulation = desk.simulation(viewer.entities)
    answers = {BASELINE: desk.ask(simulation, ())}
    for each in scenarios:
        found = desk.scenarios.get(each, viewer.id)
        name = found.name if found.name not in answers else f"{found.name} ({found.id})"
        answers[name] = desk.rerun(simulation, found)
    table = desk.side_by_side(answers)
    return {
        "names": list(table.names),
        "rows": [
            {
                "id": row.figure.id,
                "title": row.figure.title,
                "unit": row.figure.unit,
                "values": list(row.values),
                "deltas": list(row.deltas),
                "best": row.best,
            }
            for row in table.rows
        ],
        "series": [_series(name, answer) for name, answer in answers.items()],
    }


def _series(name: str, answer: Answer) -> dict[str, Any]:
    bands = answer.outcome.bands / 100
    return {"name": name, "p10": bands[0].tolist(), "p50": bands[2].tolist(), "p90": bands[4].tolist()}


def _sensitivity(
    desk: CashDesk, context: Context, levers: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    simulation = desk.simulation(viewer_of(context).entities)

    def judge(chosen: Iterable[Lever]) -> float:
        return desk.ask(simulation, chosen).outcome.low.median / 100

    markets = simulation.position.markets
    single = [
        Lever(kind=kind.id, value=kind.step)
        for kind in LEVERS.values()
        if (kind.target is None or kind.target_optional) and kind.neutral + kind.step <= kind.maximum
    ]
    rates = [
        Lever(kind="fx", target=name, value=LEVERS["fx"].step)
        for row, name in enumerate(markets.currencies)
        if row != markets.base
    ]
    found = sensitivity(judge, [*single, *rates], _given(levers))
    return [
        {
            "lever": each.lever.model_dump(),
            "title": LEVERS[each.lever.kind].title,
            "lowPoint": round(each.change, 2),
        }
        for each in found
    ]


def _stresses(desk: CashDesk, context: Context) -> list[dict[str, Any]]:
    viewer = viewer_of(context)
    simulation = desk.simulation(viewer.entities)
    return [_told_stress(desk, viewer, simulation, each) for each in stress_library().values()]


def _backtest(desk: CashDesk, context: Context) -> dict[str, Any]:
    return tested.backtest(desk.backtest(viewer_of(context).entities))


def _since(desk: CashDesk, context: Context, days: int = 7) -> dict[str, Any]:
    viewer = viewer_of(context)
    days = max(1, min(days, MOST_DAYS_AGO))
    now = desk.simulation(viewer.entities)
    then = desk.simulation(viewer.entities, days_ago=days)
    parts = explain_since(now, then, days)
    return {
        "days": days,
        "currency": now.position.base_currency,
        "before": told.low_mean(then),
        "now": told.low_mean(now),
        "parts": told.parts(parts, viewer.customer_name(now.position)),
    }


def _told_stress(
    desk: CashDesk, viewer: Viewer, simulation: CashSimulation, stress: Stress
) -> dict[str, Any]:
    return {
        "id": stress.id,
        "title": stress.title,
        "story": stress.story,
        "levers": told.settings(levers_of(stress, simulation.position)),
        "forecast": _lazy(lambda: _forecast(desk, viewer, desk.stressed(simulation, stress))),
        "severityToBreach": _lazy(lambda: reverse_stress(simulation, stress).severity),
    }


def _stress_step(desk: CashDesk, viewer: Viewer, stress: Stress, done: int, of: int) -> dict[str, Any]:
    simulation = desk.simulation(viewer.entities)
    outcome = desk.stressed(simulation, stress).outcome
    return {
        "done": done,
        "of": of,
        "stress": _told_stress(desk, viewer, simulation, stress),
        "lowPoint": told.money(outcome.low.median),
        "chanceBelowFloor": outcome.chance_below_ever,
        "severityToBreach": reverse_stress(simulation, stress).severity,
    }


def _draft(desk: CashDesk, viewer: Viewer, given: Mapping[str, Any]) -> Draft:
    answer = desk.ask(desk.simulation(viewer.entities), _given(given["levers"]))
    return desk.draft(answer, given["name"], note=given.get("note") or "", shared=bool(given.get("shared")))


def _save(desk: CashDesk, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    viewer = viewer_of(context)
    return _told_scenario(desk, viewer, desk.scenarios.save(_draft(desk, viewer, input), viewer.id))


def _revise(desk: CashDesk, context: Context, id: str, input: dict[str, Any]) -> dict[str, Any]:
    viewer = viewer_of(context)
    saved = desk.scenarios.revise(id, _draft(desk, viewer, input), viewer.id)
    return _told_scenario(desk, viewer, saved)


def _share(desk: CashDesk, context: Context, id: str, shared: bool) -> dict[str, Any]:
    viewer = viewer_of(context)
    return _told_scenario(desk, viewer, desk.scenarios.share(id, shared, viewer.id))


def _restore(desk: CashDesk, context: Context, id: str) -> dict[str, Any]:
    viewer = viewer_of(context)
    return _told_scenario(desk, viewer, desk.scenarios.restore(id, viewer.id))


def _delete(desk: CashDesk, context: Context, id: str) -> str:
    desk.scenarios.delete(id, viewer_of(context).id)
    return id
