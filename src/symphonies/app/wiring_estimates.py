"""What the engines of symphonies tell products: each an ``estimates.py`` in a symphony's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from symphonies.app.wiring_symphonies import SUITE

MODULE = "estimates"


class Estimated(Protocol):
    """Rows of one table of a product, told from the end of one day on."""

    table: str
    """``product.table``."""
    rows: Mapping[str, Sequence[Any]]
    engine: str
    version: int
    as_of: date
    seed: int


class Estimates(Protocol):
    """What an ``estimates.py`` offers."""

    ENGINES: tuple[str, ...]
    """Whose models stand behind the estimates."""

    def estimate(self, services: Any) -> Iterator[Estimated]:
        """Tell what is estimated, table by table, the as-of day first."""
        ...

    def models_behind(self, services: Any) -> str:
        """Return which versions it would stand on."""
        ...


def symphony_estimates(suite: Path = SUITE) -> tuple[Estimates, ...]:
    """Return what the installed symphonies estimate."""
    return tuple(
        cast("Estimates", import_module(f"symphonies.suite.{file.parent.name}.{MODULE}"))
        for file in sorted(suite.glob(f"*/{MODULE}.py"))
    )
