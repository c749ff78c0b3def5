"""``symphonies brief``: what an executive should know, on the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, cast

import typer

from symphonies.app.cli.days import day_option
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.contexts import make_contexts
from symphonies.app.symphonies import discover_symphonies
from symphonies.app.wiring import open_instance
from symphonies.app.wiring_symphonies import symphony_desks
from symphonies.kernel import NotFoundError, did_you_mean
from symphonies.platform.vizier import (
    Briefing,
    Context,
    Language,
    Length,
    Style,
    Tone,
    brief_whole,
    load_language,
)


def brief(
    symphony: Annotated[str, typer.Argument(help="Whose page: cfo.")],
    as_of: Annotated[datetime | None, day_option(help="The day to speak of; none: the newest.")] = None,
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    length: Annotated[Length, typer.Option(help="How much is told.")] = Length.NORMAL,
    tone: Annotated[Tone, typer.Option(help="How changes are told: distances or movements.")] = Tone.VIVID,
    language: Annotated[str, typer.Option(help="ISO 639-1 code, such as en or de.")] = "en",
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Tell what changed, why, what is coming and what to do."""
    known = {each.declaration.id: each.declaration for each in discover_symphonies()}
    if symphony not in known:
        raise NotFoundError(f"There is no symphony {symphony!r}.", hint=did_you_mean(symphony, known))
    instance = open_instance(settings_of_store(store))
    try:
        if as_of is None:
            symphony_desks(instance, patience_s=None)
        context = cast(
            "Context", make_contexts(instance).of(instance.principal(persona), as_of and as_of.date())
        )
        words = tuple(product.path for product in instance.products)
        style = Style(length, tone, load_language(language, words))
        found = brief_whole(context, symphony, style)
    finally:
        instance.close()
    print(_json(found) if as_json else _plain(found, style.language))


def _plain(briefing: Briefing, language: Language) -> str:
    lines = [briefing.headline.text]
    for section in briefing.text.sections:
        lines += ["", section.title, *(f"  {sentence.text}" for sentence in section.sentences)]
    if briefing.withheld:
        lines += ["", language.text("withheld").format(count=len(briefing.withheld))]
    return "\n".join(lines)


def _json(briefing: Briefing) -> str:
    sections = [
        {"name": part.name, "title": part.title, "sentences": [said.text for said in part.sentences]}
        for part in briefing.text.sections
    ]
    facts = [{"id": fact.id, "kind": fact.kind} | asdict(fact) for fact in briefing.facts]
    told = {"headline": briefing.headline.text, "sections": sections, "facts": facts}
    return json.dumps(told | {"withheld": list(briefing.withheld)}, indent=2, default=str)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(brief)
