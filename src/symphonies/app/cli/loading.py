"""``symphonies load``, ``map``, ``build``: from a source to figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.cli.files import write_text
from symphonies.app.cli.options import AsJson, Store, settings_for, settings_of_store
from symphonies.app.wiring import open_instance
from symphonies.platform.lakehouse import BuildReport

Product = Annotated[str, typer.Argument(help="Id of the product, such as invoicing.")]


def load(
    product: Product,
    source: Annotated[
        str | None, typer.Option("--from", help="File, folder or database URL; none: the mapping names it.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", help="The mapping file; none: files are named like tables.")
    ] = None,
    table: Annotated[str | None, typer.Option(help="Load this table only.")] = None,
    store: Store = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Load nothing if any row is unfit.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load a source into a product; rows that break the contract are kept aside, and the exit code is 2."""
    from symphonies.platform.connectors import load as load_source

    instance = open_instance(settings_for(store))
    try:
        report = load_source(
            instance.lakehouse,
            product,
            place=source,
            mapping=mapping,
            table=table,
            dry_run=dry_run,
            strict=strict,
        )
    finally:
        instance.close()
    print(json.dumps(report.to_dict(), indent=2, default=str) if as_json else "\n".join(report.lines()))
    if not (dry_run or as_json):
        print("Bring the figures up to date with: symphonies build")
    if not report.ok:
        raise typer.Exit(2)


def map_(
    suggest: Annotated[str, typer.Option("--suggest", help="File to draft a mapping for.")],
    product: Annotated[str, typer.Option("--product", help="Id of the product.")],
    currency: Annotated[str, typer.Option(help="ISO code to assume where no column holds one.")] = "EUR",
    out: Annotated[Path | None, typer.Option("--out", help="Write the draft here.")] = None,
) -> None:
    """Draft a mapping from a file's columns to a product's contract."""
    from symphonies.platform.connectors import suggest_mapping
    from symphonies.platform.lakehouse import currencies, discover_products, find_product

    if currency not in currencies():
        raise typer.BadParameter(f"{currency!r} is no ISO 4217 currency code", param_hint="--currency")
    wanted = find_product(discover_products(settings_for().products), product)
    draft = suggest_mapping(suggest, wanted, currency=currency).text
    if out is None:
        print(draft)
    else:
        write_text(out, draft)
        print(f"Drafted {out}. Read it through, then: symphonies load {product} --from {suggest} --map {out}")


def build(
    store: Store = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print the plan; change nothing.")] = False,
    publish: Annotated[bool, typer.Option(help="Write published products as Iceberg tables.")] = True,
    as_json: AsJson = False,
) -> None:
    """Bring models, quality results and published tables up to date."""
    instance = open_instance(settings_of_store(store))
    try:
        lakehouse = instance.lakehouse
        report = lakehouse.plan() if explain else lakehouse.build(publish=publish)
        failed = isinstance(report, BuildReport) and not report.ok
    finally:
        instance.close()
    print(json.dumps(report.to_dict(), indent=2, default=str) if as_json else "\n".join(report.lines()))
    if failed:
        raise typer.Exit(1)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(load)
    cli.command("map")(map_)
    cli.command()(build)
