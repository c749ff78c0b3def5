"""A hatchling hook: the wheel carries the built front end, so that running it needs no Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKED = {"ui/dist": "symphonies/app/static/platform", "ui/explorer/dist": "symphonies/app/static/explorer"}


class WheelAssets(BuildHookInterface[Any]):
    """Adds what ``tools/build_ui.py`` built; an editable install reads it where it lies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Include the platform's front end in a standard wheel.

        Raises:
            FileNotFoundError: The front end is not built.
        """
        if version == "editable":
            return
        for folder, place in PACKED.items():
            built = Path(self.root) / folder
            if not (built / "manifest.json").is_file():
                raise FileNotFoundError(f"{built} holds no front end; run python tools/build_ui.py first")
            build_data["force_include"][str(built)] = place
