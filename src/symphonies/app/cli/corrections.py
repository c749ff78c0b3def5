"""``symphonies corrections``: review what people said they meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.asking import open_corrections
from symphonies.app.cli.options import AsJson, Store, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.wiring import open_instance
from symphonies.platform.security import Scope
from symphonies.platform.vizier import Correction, Corrections, CorrectionState

Persona = Annotated[str | None, typer.Option("--as", help="Whose rights to use.")]
Number = Annotated[str, typer.Argument(help="Its id, as listed.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the correction.")]
corrections = typer.Typer(
    name="corrections", help="What people said they meant by a phrase.", no_args_is_help=True
)


@corrections.command(name="list")
def list_corrections(
    state: Annotated[CorrectionState | None, typer.Option(help="Only those that stand so.")] = None,
    persona: Persona = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """List the corrections, the newest first."""
    with _opened(store, persona) as (kept, scope):
        rows = [each.to_body() for each in kept.to_review(scope, state)]
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    told = [
        {
            **row,
            "means": row["metric"] or row["dimension"],
            "by": ", ".join(row["people"]),
            "said_at": (row["said_at"] or "")[:10],
        }
        for row in rows
    ]
    print(
        text_table(("id", "state", "said", "read_as", "means", "by", "said_at", "question", "reason"), told)
        if told
        else "There are none."
    )


@corrections.command()
def approve(number: Number, persona: Persona = None, store: Store = None) -> None:
    """Let a phrase stand for what was meant by it, for all who may see that."""
    with _opened(store, persona) as (kept, scope):
        print(_line(kept.approve(number, scope)))


@corrections.command()
def reject(number: Number, reason: Reason, persona: Persona = None, store: Store = None) -> None:
    """Let a phrase mean what it meant before, with the reason."""
    with _opened(store, persona) as (kept, scope):
        print(_line(kept.reject(number, scope, reason)))


def _line(found: Correction) -> str:
    return f"{found.state}: “{found.said}” means {found.metric or found.dimension}"


@contextmanager
def _opened(store: Path | None, persona: str | None) -> Iterator[tuple[Corrections, Scope]]:
    instance = open_instance(settings_of_store(store))
    try:
        yield open_corrections(instance), instance.scope(instance.principal(persona))
    finally:
        instance.close()


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(corrections)
