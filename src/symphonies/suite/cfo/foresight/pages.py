"""Where the figures of the cash desk can be looked into, and what they are read from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from symphonies.platform.learning import load_facts
from symphonies.platform.scenarios import Lever
from symphonies.platform.vizier import Page
from symphonies.suite.cfo.pinnacle import cash

_SYMPHONY = Path(__file__).parents[1].name


def pages_of(levers: Sequence[Lever] = ()) -> tuple[Page, ...]:
    """Return the page of the forecast with levers set and its drivers, and the one of past forecasts."""
    moved = [("lever", _text(lever)) for lever in levers]
    forecast = f"/{_SYMPHONY}/forecast{'?' if moved else ''}{urlencode(moved)}"
    return (
        Page("Cash forecast and what drives it", forecast),
        Page("How past forecasts did, and the model", f"/{_SYMPHONY}/accuracy"),
    )


@cache
def tables() -> tuple[str, ...]:
    """Return the tables that cash is told from, as its model card names them."""
    return tuple(load_facts(Path(cash.__file__).parent).inputs)


def _text(lever: Lever) -> str:
    target = "" if lever.target is None else f".{lever.target}"
    return f"{lever.kind}{target}={lever.value:g}"
