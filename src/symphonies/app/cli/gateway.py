"""``symphonies gateway``: the supergraph gateway on its own, without the rest of the product."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.cli.files import read_text, write_text
from symphonies.federation import (
    Comparison,
    Contract,
    Gateway,
    SubgraphList,
    compare,
    make_service,
    read_operations,
    run_service,
)
from symphonies.federation import compose as compose_subgraphs

gateway = typer.Typer(
    name="gateway",
    help="Compose, check, explain and serve a supergraph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Supergraph = Annotated[Path, typer.Option(help="A composed supergraph.")]
Subgraphs = Annotated[
    Path, typer.Option(help="YAML or JSON with each subgraph's url, and its schema file unless it tells it.")
]
Include = Annotated[
    list[str] | None, typer.Option(help="Contract: keep what has this tag; may be given again.")
]
Exclude = Annotated[
    list[str] | None, typer.Option(help="Contract: leave out what has this tag; may be given again.")
]
Config = Annotated[
    Path | None, typer.Option(help="YAML or JSON with sections such as limits, cors, traffic.")
]


@gateway.command()
def serve(
    supergraph: Annotated[Path | None, typer.Option(help="A composed supergraph.")] = None,
    subgraphs: Annotated[
        Path | None, typer.Option(help="Subgraphs to compose: YAML or JSON with their urls and schemas.")
    ] = None,
    config: Config = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = 4000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    watch: Annotated[bool, typer.Option("--watch", help="Take changed files over while serving.")] = False,
    include: Include = None,
    exclude: Exclude = None,
) -> None:
    """Serve a supergraph over HTTP and WebSocket, and print the address; SIGHUP takes changed files over."""
    if (supergraph is None) == (subgraphs is None):
        raise typer.BadParameter("give either --supergraph or --subgraphs")
    contract = _contract(include, exclude)
    service = make_service(supergraph, subgraphs, config, watch=watch, contract=contract)
    run_service(
        service.app,
        host,
        port,
        lambda at: print(f"The supergraph is served at {at}{service.path}", flush=True),
    )


@gateway.command()
def compose(
    subgraphs: Subgraphs,
    out: Annotated[Path | None, typer.Option(help="Write the supergraph here; none: print it.")] = None,
    include: Include = None,
    exclude: Exclude = None,
) -> None:
    """Compose subgraphs into a supergraph; errors and hints go to stderr with subgraph, line and column."""
    schemas = asyncio.run(SubgraphList(subgraphs).schemas())
    result = compose_subgraphs(schemas, _contract(include, exclude))
    for hint in result.hints:
        print(f"hint {hint}", file=sys.stderr)
    for error in result.errors:
        print(f"error {error}", file=sys.stderr)
    if result.supergraph_sdl is None:
        raise typer.Exit(1)
    if out is None:
        print(result.supergraph_sdl, end="")
    else:
        write_text(out, result.supergraph_sdl)
        print(f"Wrote {out}. Serve it with: symphonies gateway serve --supergraph {out}")


@gateway.command()
def check(
    supergraph: Annotated[Path, typer.Option(help="The supergraph clients use now.")],
    against: Annotated[Path, typer.Option(help="The supergraph that is to replace it.")],
    operations: Annotated[
        Path | None, typer.Option(help="What clients send: a folder of .graphql files, or lines of JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what a new supergraph would break; the exit code is 1 if it breaks an operation."""
    recorded = None if operations is None else list(read_operations(operations))
    comparison = compare(read_text(supergraph), read_text(against), recorded)
    print(
        _as_json(comparison) if as_json else "\n".join(_lines(comparison)) or "Nothing changes for clients."
    )
    if comparison.is_breaking:
        raise typer.Exit(1)


@gateway.command()
def explain(
    supergraph: Supergraph,
    query: Annotated[str, typer.Option(help="The operation, or @FILE.")],
    operation: Annotated[str | None, typer.Option(help="Which operation of the document.")] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="An active override label; may be given again.")
    ] = None,
    plan_only: Annotated[bool, typer.Option("--plan-only", help="Print nothing but the plan.")] = False,
) -> None:
    """Print how an operation is answered: as it is understood, who can answer what, the plan, its fetches."""
    text = read_text(Path(query[1:])) if query.startswith("@") else query
    gateway = Gateway(read_text(supergraph), {})
    print(gateway.explain(text, operation, labels=frozenset(label or ()), stages=not plan_only))


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.add_typer(gateway)


def _contract(include: list[str] | None, exclude: list[str] | None) -> Contract | None:
    return Contract(frozenset(include or ()), frozenset(exclude or ())) if include or exclude else None


def _lines(comparison: Comparison) -> Iterator[str]:
    for change in comparison.changes:
        users = ", ".join(dict.fromkeys(each.name for each in change.operations))
        used = f" Used by {users}." if users else ""
        yield f"{change.severity}: {change.code} {change.coordinate}: {change.message}{used}"
    for operation, reason in comparison.broken:
        yield f"breaking: {operation.name} is no longer valid: {reason}"
    for operation, reason in comparison.unreadable:
        yield f"note: {operation.name} was not valid before either: {reason}"


def _as_json(comparison: Comparison) -> str:
    changes = [
        {
            "severity": change.severity,
            "code": change.code,
            "coordinate": change.coordinate,
            "message": change.message,
            "operations": [each.name for each in change.operations],
        }
        for change in comparison.changes
    ]
    broken = [{"operation": each.name, "reason": reason} for each, reason in comparison.broken]
    unreadable = [{"operation": each.name, "reason": reason} for each, reason in comparison.unreadable]
    return json.dumps({"changes": changes, "broken": broken, "unreadable": unreadable}, indent=2)
