"""The command line: ``symphonies <verb>``. Errors go to stderr with a code; the exit code is not 0."""

from __future__ import annotations

import sys

from symphonies.kernel import SymphonyError


def main() -> None:
    """Run the command line; an expected error prints what, where and how to mend it."""
    try:
        if sys.argv[1:2] == ["gateway"]:
            from symphonies.app.cli.gateway import gateway

            gateway(args=sys.argv[2:], prog_name="symphonies gateway")
        else:
            from symphonies.app.cli.commands import cli

            cli()
    except SymphonyError as error:
        print(f"error {error.code}: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        print(f"  More: docs/errors/{error.code}.md", file=sys.stderr)
        raise SystemExit(1) from error
    except Exception as error:
        from symphonies.federation import FederationError  # loaded already if it is one of the gateway's

        if not isinstance(error, FederationError):
            raise
        print(f"error {error.code}: {error.message}", file=sys.stderr)
        print(f"  More: docs/errors/{error.code}.md", file=sys.stderr)
        raise SystemExit(1) from error
