"""Every command, gathered. Importing it loads the engines, which the gateway alone does not need."""

from __future__ import annotations

import typer

from symphonies.app.cli import (
    asking,
    briefing,
    cash,
    company,
    configuration,
    corrections,
    deciding,
    documents,
    explaining,
    forecasting,
    gateway,
    inspection,
    jobs,
    loading,
    models,
    querying,
    serving,
    subgraphs,
    watching,
)

cli = typer.Typer(
    name="symphonies",
    help="Executive intelligence: load ledgers, query metrics, serve the symphonies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (
    company,
    loading,
    querying,
    asking,
    corrections,
    documents,
    briefing,
    deciding,
    cash,
    explaining,
    watching,
    forecasting,
    models,
    jobs,
    serving,
    inspection,
    configuration,
    gateway,
    subgraphs,
):
    module.register(cli)
