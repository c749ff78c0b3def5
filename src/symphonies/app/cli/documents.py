"""``symphonies documents``: load, search, list and remove private documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.cli.options import AsJson, Store, settings_for
from symphonies.app.cli.tables import text_table
from symphonies.app.documents import obligation_row, open_documents, passage_row
from symphonies.app.wiring import find_principal
from symphonies.platform.lakehouse import find_store
from symphonies.platform.retrieval import Kind, Library
from symphonies.platform.security import Principal

Persona = Annotated[str | None, typer.Option("--as", help="Whose rights to use.")]
documents = typer.Typer(
    name="documents", help="Private documents: contracts, policies, minutes.", no_args_is_help=True
)
WARNING = "   warning: this text gives orders to a machine; they are quoted, not followed: "


@documents.command()
def load(
    folder: Annotated[Path, typer.Argument(help="A folder, or one file: PDF, DOCX, HTML, Markdown, text.")],
    persona: Persona = None,
    store: Store = None,
) -> None:
    """Load documents; unchanged files are passed over, refused ones stop no other."""
    with _opened(store, persona, makes_store=True) as (library, principal):
        refused = 0
        for outcome in library.load(folder, principal):
            if outcome.error is None:
                told = f", {outcome.chunks} passages" if outcome.chunks else ""
                print(f"{outcome.state}: {outcome.file}{told}")
            else:
                refused += 1
                print(f"refused {outcome.error.code}: {outcome.error}")
    if refused:
        raise typer.Exit(1)


@documents.command()
def search(
    words: Annotated[str, typer.Argument(help="What is sought, in any words.")],
    persona: Persona = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many passages at most.")] = 5,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Find passages, cited by section and page."""
    with _opened(store, persona) as (library, principal):
        found = library.search(words, principal, limit)
    if as_json:
        print(json.dumps([passage_row(each) for each in found], indent=2))
        return
    for number, each in enumerate(found, 1):
        print(f"{number}. {each.citation} ({each.document.id})\n   “{each.snippet}”")
        for phrase in each.chunk.suspicious:
            print(
                f"   warning: this text gives orders to a machine; they are quoted, not followed: “{phrase}”"
            )
    if not found:
        print("Nothing in the documents you may read answers that.")


@documents.command()
def obligations(
    kind: Annotated[Kind | None, typer.Option(help="Only this kind.")] = None,
    persona: Persona = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """List what the documents bind their parties to."""
    with _opened(store, persona) as (library, principal):
        rows = [obligation_row(*each) for each in library.obligations(principal, kind)]
    if as_json:
        print(json.dumps(rows, indent=2))
        return
    print(text_table(("title", "kind", "value", "unit", "day", "party", "section", "page"), rows))


@documents.command(name="list")
def list_documents(persona: Persona = None, store: Store = None, as_json: AsJson = False) -> None:
    """List the documents one may read."""
    with _opened(store, persona) as (library, principal):
        rows = [
            {
                "id": each.id,
                "title": each.title,
                "format": each.format,
                "pages": each.pages,
                "owner": each.access.owner,
                "loaded_at": each.loaded_at.isoformat(timespec="seconds"),
                "digest": each.digest,
            }
            for each in library.readable(principal)
        ]
    shown = ("id", "title", "format", "pages", "owner", "loaded_at")
    print(json.dumps(rows, indent=2) if as_json else text_table(shown, rows))


@documents.command()
def remove(
    document: Annotated[str, typer.Argument(help="Its id, as listed.")],
    persona: Persona = None,
    store: Store = None,
) -> None:
    """Forget a document, its text and its vectors; only its owner may."""
    with _opened(store, persona) as (library, principal):
        library.remove(document, principal)
    print(f"removed: {document}")


@contextmanager
def _opened(
    store: Path | None, persona: str | None, *, makes_store: bool = False
) -> Iterator[tuple[Library, Principal]]:
    """Open the documents alone: a server may hold the figures meanwhile, or there may be none."""
    settings = settings_for(store)
    if not (makes_store or settings.lakehouse.store.is_dir()):
        find_store(settings.lakehouse)
    principal = find_principal(settings, persona)
    library = open_documents(settings)
    try:
        yield library, principal
    finally:
        library.close()


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(documents)
