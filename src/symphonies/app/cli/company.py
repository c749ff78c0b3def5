"""``symphonies demo`` and ``symphonies company``: fill a store with a whole company."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.cli.days import day_option
from symphonies.app.cli.options import Store, settings_for
from symphonies.app.wiring import PERSONAS_FILE, open_instance


def demo(
    store: Store = None,
    scale: Annotated[float, typer.Option(min=0.001, max=100, help="1 is about a million rows.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same company.")] = 7,
    as_of: Annotated[datetime, day_option(help="The last day of its books.")] = datetime(2026, 10, 31),
) -> None:
    """Generate the sample company into the store and build its figures."""
    from symphonies.app.sample import fill_with_sample

    settings = settings_for(store)
    if not fill_with_sample(settings, seed=seed, scale=scale, as_of=as_of.date(), say=print):
        raise typer.Exit(1)


def company(
    folder: Annotated[Path, typer.Argument(help="Holds company.yaml and *.mapping.yaml files.")],
    store: Store = None,
) -> None:
    """Load a company's own folder into the store and build its figures; unchanged files are passed over."""
    from symphonies.platform.connectors import load_company

    settings = settings_for(store)
    instance = open_instance(settings)
    try:
        print("\n".join(load_company(instance.lakehouse, folder).lines()))
        personas = folder / PERSONAS_FILE
        if personas.is_file():
            shutil.copyfile(personas, settings.lakehouse.store / PERSONAS_FILE)
        report = instance.lakehouse.build(publish=settings.lakehouse.publish)
        print("\n".join([*(result.line() for result in report.failed), report.lines()[-1]]))
    finally:
        instance.close()
    if not report.ok:
        raise typer.Exit(1)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(demo)
    cli.command()(company)
