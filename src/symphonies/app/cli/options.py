"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from symphonies.app.settings import Settings, load_settings

Store = Annotated[
    Path | None, typer.Option("--store", help="Folder of the store.", envvar="SYMPHONIES_LAKEHOUSE__STORE")
]
DAY_FORMATS = ["%Y-%m-%d"]
"""How days are given: ISO 8601."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def settings_for(store: Path | None = None, server: dict[str, object] | None = None) -> Settings:
    """Return the settings with what the command line gave on top."""
    lakehouse: dict[str, object] = {} if store is None else {"store": store}
    return load_settings(lakehouse=lakehouse, server=server or {})
