"""``symphonies anomalies``: what is unusual, on the command line."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Annotated, Any

import typer

from symphonies.app.cli.days import day_option
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.watching import data_stamp, open_watcher
from symphonies.app.wiring import Instance, open_instance
from symphonies.platform.security import Scope
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier import (
    Finding,
    Inbox,
    Origin,
    Watcher,
    fact_of,
    listed,
    load_language,
    place_of,
    sentence,
)


def anomalies(
    as_of: Annotated[datetime | None, day_option(help="The day to speak of; none: the newest.")] = None,
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    accept: Annotated[
        str | None, typer.Option(help="Take the level of an item, by its id, for the usual one; it closes.")
    ] = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """List what is unusual in any metric or slice, one item for each cause, the surest first."""
    instance = open_instance(settings_of_store(store))
    try:
        layer = instance.semantics
        if as_of is not None:
            company = instance.company.model_copy(update={"as_of": as_of.date()})
            layer = SemanticLayer(instance.catalog, instance.lakehouse.engine, company)
        scope = instance.scope(instance.principal(persona))
        inbox = Inbox(instance.records, scope.audience)
        watcher = open_watcher(instance, partial(data_stamp, instance, instance.lakehouse.status))
        if accept is not None:
            _accept(accept, watcher, inbox, instance, layer, scope)
            return
        found = watcher.look(layer, scope)
        states: dict[str, str] = {}
        if as_of is None:
            # the same inbox as the server's; a day of the past changes nothing in it
            items = inbox.update([each.id for each in found], instance.clock.now(), confirm=1)
            states = {item.id: item.state.value for item in items}
        told = [
            {
                **_told(each, layer),
                "state": states.get(each.id),
                "began": _began(watcher.origin(each, layer, scope), layer),
            }
            for each in found
        ]
    finally:
        instance.close()
    if as_json:
        print(json.dumps(told, indent=2, default=str))
    else:
        print("\n\n".join(_plain(each) for each in told) or "Nothing is unusual.")


def _accept(
    id: str, watcher: Watcher, inbox: Inbox, instance: Instance, layer: SemanticLayer, scope: Scope
) -> None:
    found = watcher.look(layer, scope)
    inbox.update([each.id for each in found], instance.clock.now(), confirm=1)
    finding = next((each for each in found if each.id == id), None)
    if finding is None:
        raise inbox.over(id)
    inbox.accept(finding, by=scope.principal_id, at=instance.clock.now())
    print(
        f"{layer.catalog.metric(finding.head.metric).title}: "
        f"the level since {finding.head.first_on} is the usual one now."
    )


def _told(finding: Finding, layer: SemanticLayer) -> dict[str, Any]:
    head, fact = finding.head, fact_of(finding, layer)
    return {
        "id": finding.id,
        "metric": head.metric,
        "title": fact.subject.title,
        "slice": dict(head.slice),
        "label": head.label,
        "kind": head.kind.value,
        "since": head.first_on,
        "until": None if head.lasts else head.last_on,
        "period": fact.subject.span.label,
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "unit": fact.subject.unit,
        "currency": fact.subject.currency,
        "chance": head.chance,
        "sentence": sentence(fact).text,
        "also": list(finding.metrics[1:]),
    }


def _began(origin: Origin, layer: SemanticLayer) -> dict[str, Any]:
    cause = origin.cause
    return {
        "metric": cause.metric,
        "title": layer.catalog.metric(cause.metric).title,
        "slice": dict(cause.slice),
        "label": place_of(cause, layer),
        "since": cause.first_on,
        "calm": [layer.catalog.metric(metric).title for metric in origin.calm],
        "single": origin.single,
        "parts": [place_of(each, layer) for each in origin.parts],
        "rivals": [layer.catalog.metric(each.metric).title for each in origin.rivals],
    }


def _plain(told: dict[str, Any]) -> str:
    lasting = f"since {told['since']}" if told["until"] is None else f"from {told['since']}"
    state = f", {told['state']}" if told["state"] not in (None, "firing") else ""
    lines = [told["sentence"], f"  {lasting}, chance {told['chance']:.1g}{state}"]
    began = told["began"]
    if (began["metric"], began["slice"]) != (told["metric"], told["slice"]):
        where = f" in {began['label']}" if began["label"] else ""
        lines.append(f"  began with {began['title'].lower()}{where} on {began['since']}")
    if not began["single"]:
        lines.append(f"  no single cause: {_instead(began)}")
    if began["calm"]:
        lines.append(f"  did not move: {', '.join(began['calm'])}")
    if told["also"]:
        lines.append(f"  shows in {', '.join(told['also'])} too")
    return "\n".join(lines)


def _instead(began: dict[str, Any]) -> str:
    """Return what there is instead of a single cause."""
    told = []
    if began["parts"]:
        told.append(f"{listed(began['parts'], load_language())} moved alike")
    if began["rivals"]:
        told.append(f"{listed(began['rivals'], load_language())} moved by then too")
    return "; ".join(told) or "no part of it stands out"


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(anomalies)
