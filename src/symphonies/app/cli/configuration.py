"""``symphonies config``: what is set, from where, and what could be."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from symphonies.app.cli.options import settings_for
from symphonies.app.settings import Settings


def config(
    what: Annotated[str, typer.Argument(help="show | check | schema")] = "show",
) -> None:
    """Print the settings in force, check them, or print their JSON schema."""
    if what == "schema":
        print(json.dumps(Settings.model_json_schema(), indent=2))
    elif what == "show":
        print(settings_for().model_dump_json(indent=2))
    elif what == "check":
        settings_for()
        print("The settings are valid.")
    else:
        raise typer.BadParameter(f"{what!r} is none of show, check, schema")


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command()(config)
