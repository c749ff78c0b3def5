"""The page of the command line, from the commands themselves."""

from __future__ import annotations

from typing import Any

import typer

from symphonies.app.cli import cli
from tools.reference.markdown import code, table


def page() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(cli)
    text = f"# Commands\n\n{group.help}\n\nAn exit code other than 0 comes with an error on stderr.\n"
    return text + "".join(_command(name, it) for name, it in sorted(group.commands.items()))


def _command(name: str, it: Any) -> str:
    arguments = [p for p in it.params if p.param_type_name == "argument"]
    usage = " ".join(["symphonies", name, *(_argument(p) for p in arguments)])
    text = f"\n## {name}\n\n{' '.join((it.help or '').split())}\n\n```\n{usage}\n```\n"
    rows = [(_name(p), p.type.name, _default(p), p.help) for p in it.params if p.name != "help"]
    return text + ("\n" + table(("Name", "Type", "Default", "Meaning"), rows) if rows else "")


def _argument(p: Any) -> str:
    shown = p.human_readable_name.upper() + ("..." if p.nargs == -1 else "")
    return shown if p.required else f"[{shown}]"


def _name(p: Any) -> str:
    return listed_options(p.opts) if p.param_type_name == "option" else code(p.human_readable_name.upper())


def listed_options(options: list[str]) -> str:
    """The spellings of one option."""
    return ", ".join(code(option) for option in options)


def _default(p: Any) -> str:
    empty = p.default is None or callable(p.default) or p.default in ((), [], False)
    return "" if empty or p.required else code(p.default)
