"""The command line: ``symphonies <verb>``. Errors go to stderr with a code; the exit code is not 0."""

from __future__ import annotations

import sys

import typer

from symphonies.app.cli import company, configuration, inspection, loading, querying, serving
from symphonies.kernel import SymphonyError

cli = typer.Typer(
    name="symphonies",
    help="Executive intelligence: load ledgers, query metrics, serve the symphonies.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for module in (company, loading, querying, serving, inspection, configuration):
    module.register(cli)


def main() -> None:
    """Run the command line; an expected error prints what, where and how to mend it."""
    try:
        cli()
    except SymphonyError as error:
        print(f"error {error.code}: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        print(f"  More: docs/errors/{error.code}.md", file=sys.stderr)
        raise SystemExit(1) from error
