"""The engines that are installed: each a folder ``pinnacle/<name>`` of a symphony with a ``card.yaml``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from symphonies.kernel import did_you_mean
from symphonies.platform.learning import Engine, ModelUnknownError

SUITE = Path(__file__).parent.parent / "suite"
CARD, MODULE, OBJECT = "card.yaml", "engine", "ENGINE"


def engine_names(suite: Path = SUITE) -> tuple[str, ...]:
    """Returns the names of the engines that are installed."""
    return tuple(sorted(_folders(suite)))


def find_engine(name: str) -> Engine[Any]:
    """Returns an engine by its name; only then is it loaded.

    Raises:
        ModelUnknownError: there is no such engine.
    """
    folders = _folders(SUITE)
    if name not in folders:
        raise ModelUnknownError(f"There is no engine {name!r}.", hint=did_you_mean(name, list(folders)))
    parts = folders[name].relative_to(SUITE.parent.parent).parts
    return getattr(import_module(".".join([*parts, MODULE])), OBJECT)


def _folders(suite: Path) -> dict[str, Path]:
    return {card.parent.name: card.parent for card in sorted(suite.glob(f"*/pinnacle/*/{CARD}"))}
