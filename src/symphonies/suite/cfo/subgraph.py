"""The CFO's subgraph: cash, levers, scenarios and stresses. See ``graphql/schema.graphql``."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from symphonies.platform.subgraphs import off_loop
from symphonies.suite.cfo.graphql import forecast, scenarios, tested
from symphonies.suite.cfo.graphql.collections import cash_collections
from symphonies.suite.cfo.graphql.lazy import Resolver
from symphonies.suite.cfo.graphql.mitigation import (
    cash_mitigation,
    cash_mitigation_kept,
    cash_mitigations,
    delete_cash_mitigation,
    share_cash_mitigation,
)
from symphonies.suite.cfo.graphql.stresses import stress_test, stresses
from symphonies.suite.cfo.pinnacle.desk import CashDesk
from symphonies.suite.cfo.pinnacle.sources import open_desk

__all__ = ["SDL", "events", "open_desk", "prepare", "references", "resolvers"]

SDL = (Path(__file__).parent / "graphql" / "schema.graphql").read_text("utf-8")


def prepare(desk: CashDesk) -> None:
    """Read the position and draw the group's paths, so that the first question is answered at once.

    Raises:
        PositionPreparingError: it takes longer than a question may wait; it will be there soon.
        PositionUnknownError: nothing has been loaded that cash could be told from.
    """
    desk.simulation().baseline  # noqa: B018


def resolvers(desk: CashDesk) -> Mapping[str, Mapping[str, Resolver]]:
    """Return the resolvers of the subgraph, by type and field."""
    asked = {
        "Query": {
            "cash": forecast.cash,
            "cashLevers": forecast.levers,
            "cashSensitivity": forecast.lever_effects,
            "cashSince": forecast.since,
            "cashScenarios": scenarios.scenarios,
            "cashScenario": scenarios.scenario,
            "cashComparison": scenarios.comparison,
            "cashStresses": stresses,
            "cashBacktest": tested.cash_backtest,
            "cashCollections": cash_collections,
            "cashMitigation": cash_mitigation,
            "cashMitigations": cash_mitigations,
            "cashMitigationKept": cash_mitigation_kept,
        },
        "Mutation": {
            "saveCashScenario": scenarios.save,
            "reviseCashScenario": scenarios.revise,
            "shareCashScenario": scenarios.share,
            "deleteCashScenario": scenarios.delete,
            "restoreCashScenario": scenarios.restore,
            "shareCashMitigation": share_cash_mitigation,
            "deleteCashMitigation": delete_cash_mitigation,
        },
    }
    return {
        kind: {name: _asked(desk, resolve) for name, resolve in fields.items()}
        for kind, fields in asked.items()
    }


def references(desk: CashDesk) -> Mapping[str, Resolver]:
    """Return how the key of a scenario becomes the scenario."""

    async def scenario(given: Mapping[str, Any], info: Any) -> dict[str, Any]:
        return await _asked(desk, scenarios.scenario)(None, info, id=given["id"])

    return {"CashScenario": scenario}


def events(desk: CashDesk) -> Mapping[str, Resolver]:
    """Return the generators of subscriptions."""

    async def steps(_source: object, info: Any, view: Any = None) -> AsyncIterator[dict[str, Any]]:
        return await stress_test(desk, info.context, view)

    return {"cashStressTest": steps}


def _asked(desk: CashDesk, resolve: Resolver) -> Resolver:
    """Return what asks the desk for a viewer."""
    return off_loop(partial(resolve, desk))
