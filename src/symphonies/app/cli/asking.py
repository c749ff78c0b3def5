"""``symphonies ask``: a question in plain words; without one, a conversation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.asking import foreign_asker, open_asker
from symphonies.app.catalogues import open_catalogue
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.wiring import open_instance
from symphonies.app.wiring_symphonies import symphony_desks
from symphonies.platform.security import Scope
from symphonies.platform.vizier import Answer, Asker, Reading

SHOWN = 20
"""Rows printed; ``--json`` gives them all."""


def ask(
    question: Annotated[str | None, typer.Argument(help="The question; none: a conversation.")] = None,
    persona: Annotated[str | None, typer.Option("--as", help="Whose rights to use.")] = None,
    after: Annotated[list[str] | None, typer.Option(help="A question before it, for follow-ups.")] = None,
    catalogue: Annotated[
        Path | None, typer.Option(help="A folder of MetricFlow or Ossie files to ask, instead of the store.")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="With --catalogue: the DuckDB file it speaks of.")] = None,
    how: Annotated[bool, typer.Option("--how", help="Print how it was worked out.")] = False,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question in plain language, ask back, or say why it cannot be answered."""
    with _opened(store, persona, catalogue, data) as (asker, scope):
        if question is None:
            _converse(asker, scope)
            return
        answer = _after(asker, scope, after or [], question)
    print(json.dumps(answer.to_dict(), indent=2, default=str) if as_json else _text(answer, how=how))
    if answer.kind == "refusal":
        raise typer.Exit(1)


@contextmanager
def _opened(
    store: Path | None, persona: str | None, catalogue: Path | None, data: Path | None
) -> Iterator[tuple[Asker, Scope]]:
    """Open the store, or the catalogue of another with its data."""
    if (catalogue is None) is not (data is None):
        raise typer.BadParameter("--catalogue and --data, the DuckDB file it speaks of, go together")
    if catalogue is not None and data is not None:
        foreign = open_catalogue(catalogue, data)
        yield foreign_asker(foreign), foreign.scope
        return
    instance = open_instance(settings_of_store(store))
    try:
        symphony_desks(instance, patience_s=None)
        yield open_asker(instance), instance.scope(instance.principal(persona))
    finally:
        instance.close()


def _after(asker: Asker, scope: Scope, before: list[str], question: str) -> Answer:
    reading: Reading | None = None
    for earlier in before:
        reading = asker.ask(earlier, scope, reading).reading
    return asker.ask(question, scope, reading)


def _converse(asker: Asker, scope: Scope) -> None:
    """Answer line by line; each may lean on the one before. An empty line or the end of input ends it."""
    reading: Reading | None = None
    prompt = "? " if sys.stdin.isatty() else ""
    while True:
        print(prompt, end="", flush=True)
        line = sys.stdin.readline()
        if not line.strip():
            return
        answer = asker.ask(line.strip(), scope, reading)
        reading = answer.reading
        print(_text(answer, how=False))


def _text(answer: Answer, *, how: bool) -> str:
    lines = [answer.sentence]
    lines += [f"  - {choice}" for choice in (*answer.choices, *answer.suggestions)]
    if len(answer.rows) > 1 or (answer.rows and answer.chart is not None and answer.chart.kind == "table"):
        shown = [
            name for name in answer.columns if f"{name}__label" not in answer.columns and name != "is_rest"
        ]
        lines += ["", text_table(shown, answer.rows[:SHOWN])]
        if len(answer.rows) > SHOWN:
            lines.append(f"... and {len(answer.rows) - SHOWN} more rows")
    lines += [f"note: {note}" for note in answer.notes]
    if how and answer.working is not None:
        work = answer.working
        lines += ["", *work.words, *(f"from {table}" for table in work.lineage), *work.plan]
        lines += ["", work.sql] if work.sql else []
    return "\n".join(lines)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(ask)
