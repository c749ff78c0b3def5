"""``Query.cash``, and what explains it: levers, their effects, and the change since an earlier forecast."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from symphonies.platform.scenarios import Lever, sensitivity
from symphonies.suite.cfo.graphql import tested, told
from symphonies.suite.cfo.graphql.accounts import Holdings
from symphonies.suite.cfo.graphql.lazy import Resolver, lazy
from symphonies.suite.cfo.graphql.targets import targets_of
from symphonies.suite.cfo.graphql.view import View, view_of
from symphonies.suite.cfo.graphql.viewer import Context
from symphonies.suite.cfo.pinnacle.desk import Answer, CashDesk
from symphonies.suite.cfo.pinnacle.explanation import explain_since
from symphonies.suite.cfo.pinnacle.levers import LEVERS
from symphonies.suite.cfo.pinnacle.simulation import Settings

MOST_PATHS, MOST_DAYS, MOST_DAYS_AGO = 5000, 366, 60
Given = Mapping[str, Any] | None
"""An input object, or none."""


def cash(
    desk: CashDesk,
    context: Context,
    levers: list[dict[str, Any]] | None = None,
    horizon: int | None = None,
    paths: int | None = None,
    view: Given = None,
) -> dict[str, Any]:
    """Return where cash is going as ``CashForecast``."""
    looked, usual = view_of(desk, context, view), Settings()
    settings = Settings(
        horizon=min(horizon or usual.horizon, MOST_DAYS), paths=min(paths or usual.paths, MOST_PATHS)
    )
    simulation = desk.simulation(looked.viewer.entities, settings)
    return told_forecast(desk, looked, desk.ask(simulation, levers_of(levers)))


def levers_of(given: Iterable[Mapping[str, Any]] | None) -> list[Lever]:
    """Return what ``CashLeverInput`` means."""
    return [Lever(**each) for each in given or ()]


def told_forecast(desk: CashDesk, view: View, answer: Answer) -> dict[str, Any]:
    """Return an answer as ``CashForecast``."""
    viewer, unit = view.viewer, view.unit
    position, outcome = answer.simulation.position, answer.outcome
    names, worst = viewer.customer_name(position), outcome.runway.worst
    holdings = Holdings(answer, unit)
    return {
        "asOf": position.cut.isoformat(),
        "currency": unit.currency,
        "rate": unit.rate,
        "entities": list(position.entities.ids),
        "horizon": answer.simulation.settings.horizon,
        "paths": answer.simulation.settings.paths,
        "levers": told.settings(answer.levers),
        "opening": unit.told(outcome.opening),
        "floor": unit.told(outcome.floor),
        "days": told.days(position, outcome, unit),
        "coverage": tested.coverage(desk.backtest(viewer.entities)),
        "lowPoint": told.low_point(position, outcome, unit),
        "events": told.events(position, answer.simulation.settings.horizon, unit),
        "chanceBelowFloor": outcome.chance_below_ever,
        "runwayOn": None if worst.known is None else told.day(position, int(worst.days)),
        "runway": told.runway(outcome),
        "covenants": [told.covenant(position, test, unit) for test in outcome.covenants],
        "surplus": [{"days": each.days, "amount": unit.told(each.amount)} for each in outcome.surplus],
        "explanation": lazy(lambda: told.parts(answer.level(), names, unit)),
        "causes": told.causes(position, names, unit),
        "change": _change(view, answer),
        "accounts": lazy(holdings.accounts),
        "companies": lazy(holdings.companies),
        "gaps": [{"what": gap.what, "why": gap.why} for gap in position.gaps],
        "inputs": told.inputs(position),
        "billed": lazy(lambda: told.billed(answer, names, unit)),
        "models": [{"engine": name, "version": version} for name, version in position.models.items()],
        "fingerprint": lazy(position.fingerprint),
    }


def _change(view: View, answer: Answer) -> dict[str, Any]:
    baseline, outcome, unit = answer.simulation.baseline, answer.outcome, view.unit
    names = view.viewer.customer_name(answer.simulation.position)
    start = baseline.low.median
    return {
        "lowPoint": unit.between(start, outcome.low.median),
        "chanceBelowFloor": outcome.chance_below_ever - baseline.chance_below_ever,
        "parts": lazy(lambda: told.parts(answer.against_baseline(), names, unit, start)),
    }


def levers(desk: CashDesk, context: Context, view: Given = None) -> list[dict[str, Any]]:
    """Return what may be moved as ``CashLeverKind``."""
    viewer = view_of(desk, context, view).viewer
    position = desk.simulation(viewer.entities).position

    def targets(kind: str | None) -> Resolver:
        async def field(_info: Any, first: int = 50) -> Any:
            return await asyncio.to_thread(targets_of, position, kind, viewer, min(first, 500))

        return field

    return [
        {
            **kind.model_dump(exclude={"target_optional"}),
            "targetOptional": kind.target_optional,
            "targets": targets(kind.target),
        }
        for kind in LEVERS.values()
    ]


def lever_effects(
    desk: CashDesk, context: Context, levers: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Return what each lever does on its own as ``CashEffect``."""
    simulation = desk.simulation(view_of(desk, context).viewer.entities)

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
    found = sensitivity(judge, [*single, *rates], levers_of(levers))
    return [
        {
            "lever": each.lever.model_dump(),
            "title": LEVERS[each.lever.kind].title,
            "lowPoint": round(each.change, 2),
        }
        for each in found
    ]


def since(desk: CashDesk, context: Context, days: int = 7, view: Given = None) -> dict[str, Any]:
    """Return what leads from an earlier forecast to today's as ``CashSince``."""
    looked = view_of(desk, context, view)
    viewer, unit, days = looked.viewer, looked.unit, max(1, min(days, MOST_DAYS_AGO))
    now = desk.simulation(viewer.entities)
    then = desk.simulation(viewer.entities, days_ago=days)
    names = viewer.customer_name(now.position)
    return {
        "days": days,
        "currency": unit.currency,
        "before": told.low_mean(then, unit),
        "now": told.low_mean(now, unit),
        "parts": told.parts(explain_since(now, then, days), names, unit, told.lowest_mean(then)),
    }
