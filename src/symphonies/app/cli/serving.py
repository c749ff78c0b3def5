"""``symphonies serve``: the product on loopback."""

from __future__ import annotations

from typing import Annotated

import typer

from symphonies.app.cli.options import Store, settings_of_store


def serve(
    store: Store = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port on loopback; 0 picks a free one.")
    ] = None,
) -> None:
    """Serve the dashboards and the supergraph on loopback, and print the address."""
    from symphonies.app.server import run_server

    server: dict[str, object] = {} if port is None else {"port": port}
    run_server(settings_of_store(store, server=server))


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(serve)
