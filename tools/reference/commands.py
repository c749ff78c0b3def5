"""The page of the command line, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import typer

from symphonies.app.cli.commands import cli
from tools.reference.markdown import code, listed, table


def page() -> str:
    """Every command with its arguments and options."""
    group: Any = typer.main.get_command(cli)
    text = f"# Commands\n\n{group.help}\n\nAn exit code other than 0 comes with an error on stderr.\n"
    return text + "".join(_command(name, it) for name, it in sorted(_flat(group.commands)))


def _flat(commands: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The commands, those of a group under both names."""
    for name, it in commands.items():
        if hasattr(it, "commands"):
            yield from ((f"{name} {inner}", each) for inner, each in _flat(it.commands))
        else:
            yield name, it


def _command(name: str, it: Any) -> str:
    given = [parameter for parameter in it.params if parameter.name != "help"]
    usage = " ".join(
        ["symphonies", name, *(_usage(parameter) for parameter in given if _is_argument(parameter))]
    )
    text = f"\n## {name}\n\n`{usage}`\n\n{' '.join((it.help or '').split())}\n"
    rows = [(_name(it), _type(it), _default(it), it.help) for it in given]
    return text + ("\n" + table(("Name", "Type", "Default", "Meaning"), rows) if rows else "")


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _usage(parameter: Any) -> str:
    shown = parameter.name.upper() + ("..." if parameter.nargs == -1 else "")
    return shown if parameter.required else f"[{shown}]"


def _name(parameter: Any) -> str:
    spelled = code(parameter.name.upper()) if _is_argument(parameter) else listed(parameter.opts)
    return spelled + (", required" if parameter.required else "")


def _type(parameter: Any) -> str:
    annotation = parameter.type_descriptor.annotation
    kind = next(iter(get_args(annotation)), annotation)
    if issubclass(kind, Enum):
        shown = listed(member.value for member in kind)
    else:
        shown = (
            "switch"
            if kind is bool
            else {"str": "text", "int": "whole number"}.get(kind.__name__, kind.__name__)
        )
    return shown + (", repeatable" if parameter.multiple or parameter.nargs == -1 else "")


def _default(parameter: Any) -> str:
    return "" if parameter.default in (None, False, (), []) else code(parameter.default)
