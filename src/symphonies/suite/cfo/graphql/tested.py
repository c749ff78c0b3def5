"""The backtest as the schema tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symphonies.suite.cfo.graphql import told
from symphonies.suite.cfo.graphql.denomination import Denomination
from symphonies.suite.cfo.graphql.lazy import lazy
from symphonies.suite.cfo.graphql.view import view_of
from symphonies.suite.cfo.graphql.viewer import Context
from symphonies.suite.cfo.pinnacle.cash import BAND, RIVALS, Backtest, Horizon
from symphonies.suite.cfo.pinnacle.desk import CashDesk


def cash_backtest(desk: CashDesk, context: Context, view: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return how past forecasts did as ``CashBacktest``."""
    looked = view_of(desk, context, view)
    tested = backtest(desk.backtest(looked.viewer.entities), looked.unit)
    return tested | {"inputs": lazy(lambda: told.inputs(desk.position()))}


def coverage(tested: Backtest) -> list[dict[str, Any]]:
    """Return how often each band held as ``BandCoverage``."""
    return [
        {
            "level": each.level,
            "covered": each.covered,
            "origins": each.origins,
            "planned": each.planned,
            "reason": each.reason,
            "chance": each.chance and {"low": each.chance[0], "high": each.chance[1]},
        }
        for each in tested.coverage
    ]


def backtest(tested: Backtest, unit: Denomination) -> dict[str, Any]:
    """Return all of it as ``CashBacktest``."""
    return {
        "model": tested.model,
        "asOf": None if tested.as_of is None else tested.as_of.isoformat(),
        "currency": unit.currency,
        "origins": tested.origins,
        "planned": tested.planned,
        "coverage": coverage(tested),
        "error": tested.error,
        "rivalErrors": _rivals(tested.rival_errors),
        "weeks": [
            {
                "week": week.week,
                "level": each.level,
                "covered": week.covered.get(each.level),
                "error": week.error,
                "rivalErrors": _rivals(week.rival_errors),
            }
            for week in tested.weeks
            for each in tested.coverage
        ],
        "horizons": [_horizon(each, unit) for each in tested.horizons],
        "reason": tested.reason,
    }


def _horizon(horizon: Horizon, unit: Denomination) -> dict[str, Any]:
    return {
        "weeks": horizon.weeks,
        "level": BAND,
        "covered": horizon.covered,
        "error": unit.told(100 * horizon.error),
        "forecasts": [
            {"madeOn": each.made_on.isoformat(), "on": each.on.isoformat()}
            | {name: unit.told(100 * getattr(each, name)) for name in ("forecast", "low", "high", "came")}
            for each in horizon.told
        ],
    }


def _rivals(errors: Mapping[str, float]) -> list[dict[str, Any]]:
    return [{"id": name, "title": title, "error": errors.get(name)} for name, title in RIVALS.items()]
