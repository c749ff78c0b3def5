"""``symphonies decisions``: what was decided on recommendations, what it was to bring and what it brought."""

from __future__ import annotations

import json
from typing import Annotated, Any, cast

import typer

from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.contexts import make_contexts
from symphonies.app.wiring import open_instance
from symphonies.platform.vizier import Context, Decision, figure, visible_decisions


def decisions(
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 50,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """List what was decided: by whom, the gain predicted, and the gain realised once it could be measured."""
    instance = open_instance(settings_of_store(store))
    try:
        context = cast("Context", make_contexts(instance).of(instance.principal(persona)))
        rows = [_told(each, instance.company.currency) for each in visible_decisions(context)[:limit]]
    finally:
        instance.close()
    if as_json:
        print(json.dumps(rows, indent=2, default=str))
    else:
        shown = [
            {**row, "predicted": row["predicted_text"], "realised": row["realised_text"]} for row in rows
        ]
        columns = ("decision", "state", "by", "predicted", "realised", "measure_on", "reason")
        print(text_table(columns, shown) if shown else "Nothing was decided yet.")


def _told(decision: Decision, currency: str) -> dict[str, Any]:
    def money(value: float | None) -> str:
        return "" if value is None else figure(value, "money", currency)

    return {
        "id": decision.proposal,
        "decision": decision.action,
        "state": decision.state.value,
        "by": ", ".join(decision.approvers),
        "predicted": decision.predicted,
        "predicted_text": money(decision.predicted),
        "realised": decision.realised,
        "realised_text": money(decision.realised),
        "measure_on": decision.measure_on,
        "until": decision.until,
        "reason": decision.reason,
    }


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command()(decisions)
