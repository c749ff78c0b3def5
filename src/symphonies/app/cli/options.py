"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.settings import Settings, load_settings
from symphonies.platform.lakehouse import find_store

Store = Annotated[
    Path | None, typer.Option("--store", help="Folder of the store.", envvar="SYMPHONIES_LAKEHOUSE__STORE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_for(store: Path | None = None, server: dict[str, object] | None = None) -> Settings:
    """Return the settings with what the command line gave on top."""
    lakehouse: dict[str, object] = {} if store is None else {"store": store}
    return load_settings(lakehouse=lakehouse, server=server or {})


def settings_of_store(store: Path | None, server: dict[str, object] | None = None) -> Settings:
    """Return the settings of a store that must be there already, lest a misspelt folder become one.

    Raises:
        StoreNotFoundError: there is none.
    """
    settings = settings_for(store, server)
    find_store(settings.lakehouse)
    return settings
