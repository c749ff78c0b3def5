"""A store opened in this process, for as long as a block lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from symphonies.app.settings import load_settings
from symphonies.app.wiring import Instance, open_instance
from symphonies.platform.security import Scope

Scopes = Callable[[str], Scope]
"""Persona -> what it may see."""


@contextmanager
def opened(store: Path, *, read_only: bool = False, **sections: Any) -> Iterator[Instance]:
    """Open a store with settings by section, whatever the environment says; close it at the end."""
    lakehouse = {"store": store, "read_only": read_only}
    found = open_instance(load_settings(environment={}, lakehouse=lakehouse, **sections))
    try:
        yield found
    finally:
        found.close()
