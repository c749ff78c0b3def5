"""The engines that propose what to do: each a module ``proposers/<name>.py`` in a symphony's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from symphonies.app.wiring import Instance
from symphonies.app.wiring_symphonies import SUITE, symphony_desks
from symphonies.platform.vizier import Proposer


class ProposerModule(Protocol):
    """What a proposer's module offers."""

    def open_proposer(self, desk: Any) -> Callable[[Any], Proposer]:
        """Return what makes the proposer of a request, over the desk of its symphony."""
        ...


def proposer_modules(suite: Path = SUITE) -> dict[str, list[ProposerModule]]:
    """Return the installed proposers, by symphony."""
    found: dict[str, list[ProposerModule]] = {}
    for file in sorted(suite.glob("*/proposers/*.py")):
        if file.stem != "__init__":
            symphony = file.parent.parent.name
            module = import_module(f"symphonies.suite.{symphony}.proposers.{file.stem}")
            found.setdefault(symphony, []).append(cast("ProposerModule", module))
    return found


def symphony_proposers(instance: Instance) -> Mapping[str, Callable[[Any], list[Proposer]]]:
    """Return, by symphony, what makes the proposers of a request; desks are opened when first asked."""

    def maker(symphony: str, modules: list[ProposerModule]) -> Callable[[Any], list[Proposer]]:
        def of(context: Any) -> list[Proposer]:
            desk = symphony_desks(instance)[symphony]
            return [module.open_proposer(desk)(context) for module in modules]

        return of

    return {symphony: maker(symphony, modules) for symphony, modules in proposer_modules().items()}
