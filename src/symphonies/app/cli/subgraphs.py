"""``symphonies subgraph``: the product's subgraphs as processes of their own."""

from __future__ import annotations

from typing import Annotated

import typer

from symphonies.app.cli.options import Store, settings_for

subgraph = typer.Typer(
    name="subgraph",
    help="Serve subgraphs of the product apart from its gateway.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@subgraph.callback()
def about() -> None:
    """Serve subgraphs of the product apart from its gateway."""


@subgraph.command()
def serve(
    names: Annotated[list[str] | None, typer.Argument(help="Which subgraphs; all if none is named.")] = None,
    store: Store = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 picks a free one.")] = 8021,
) -> None:
    """Serve subgraphs as standard federation endpoints at /subgraphs/NAME; the store is only read."""
    from symphonies.app.subgraphs import run_subgraphs

    settings = settings_for(store, server={"port": port})
    run_subgraphs(settings, names or [], lambda told: print(told, flush=True))


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(subgraph)
