"""``symphonies status``, ``check``, ``contract``, ``lineage``: what there is, and whether it holds."""

from __future__ import annotations

import json
from typing import Annotated

import typer
import yaml

from symphonies.app.checks import check_names
from symphonies.app.cli.options import AsJson, Store, settings_for, settings_of_store
from symphonies.app.cli.tables import text_table
from symphonies.app.wiring import open_instance
from symphonies.platform.lakehouse import discover_products, find_product, to_odcs


def status(store: Store = None, as_json: AsJson = False) -> None:
    """Tell which products are connected, how fresh they are and whether their tests pass."""
    instance = open_instance(settings_of_store(store))
    try:
        found = [instance.lakehouse.status(product.id) for product in instance.products]
    finally:
        instance.close()
    if as_json:
        print(json.dumps([state.to_dict() for state in found], indent=2, default=str))
        return
    columns = ("product", "connected", "rows", "newest", "trust", "next step")
    rows = [
        dict(
            zip(
                columns,
                (s.product, s.connected, s.rows, s.newest_on, str(s.trust), s.next_step or ""),
                strict=True,
            )
        )
        for s in found
    ]
    print(text_table(columns, rows))


def check() -> None:
    """Resolve every name in contracts, models, metrics and dashboards without opening a store."""
    faults = check_names(settings_for().products)
    for fault in faults:
        print(fault)
    if faults:
        raise typer.Exit(1)
    print("Every name resolves.")


def contract(
    product: Annotated[str, typer.Argument(help="Id of the product.")], as_json: AsJson = False
) -> None:
    """Print a product's contract as an Open Data Contract Standard document."""
    document = to_odcs(find_product(discover_products(settings_for().products), product))
    print(json.dumps(document, indent=2) if as_json else yaml.safe_dump(document, sort_keys=False), end="")


def schema() -> None:
    """Print the supergraph schema that the installed products compose to."""
    from symphonies.app.supergraph import declared_sdl

    print(declared_sdl(discover_products(settings_for().products)), end="")


def lineage(
    metric: Annotated[str, typer.Argument(help="Metric id.")], store: Store = None, as_json: AsJson = False
) -> None:
    """Follow a metric back to the source columns and files it comes from."""
    instance = open_instance(settings_of_store(store))
    try:
        edges = instance.metric_lineage(metric)
    finally:
        instance.close()
    if as_json:
        print(json.dumps([edge.to_dict() for edge in edges], indent=2, default=str))
    else:
        print("\n".join(map(str, edges)) or "It is computed from no column.")


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(status)
    cli.command()(check)
    cli.command()(contract)
    cli.command()(lineage)
    cli.command()(schema)
