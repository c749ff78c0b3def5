"""``symphonies gateway``: the supergraph gateway on its own, without the rest of the product."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

gateway = typer.Typer(
    name="gateway", help="Compose, check, explain and serve a supergraph.", no_args_is_help=True
)


@gateway.command()
def serve(
    supergraph: Annotated[Path, typer.Option(help="A composed supergraph.")],
    port: Annotated[int, typer.Option(help="Port; 0 picks a free one.")] = 4000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve a supergraph and print the address."""
    from symphonies.federation.server import GatewayApp, GatewayHandle
    from symphonies.federation.server.process import listen, run
    from symphonies.federation.server.sources import load

    app = GatewayApp(GatewayHandle(*load(supergraph)))
    listener = listen(host, port)
    address = listener.getsockname()
    run(
        app,
        listener,
        lambda: print(f"The supergraph is served at http://{address[0]}:{address[1]}/graphql", flush=True),
    )


@gateway.command()
def explain(
    supergraph: Annotated[Path, typer.Option(help="A composed supergraph.")],
    query: Annotated[str, typer.Option(help="The operation, or @FILE.")],
) -> None:
    """Print how an operation is answered."""
    from symphonies.federation import Gateway

    text = Path(query[1:]).read_text("utf-8") if query.startswith("@") else query
    print(Gateway(supergraph.read_text("utf-8"), {}).explain(text))


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(gateway)
