"""Where models are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .ports import Registry


class LearningSettings(BaseModel):
    """The registry of models."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["folder"] = "folder"
    folder: Path | None = None
    """None: in the store."""


def open_registry(settings: LearningSettings, store: Path) -> Registry:
    """Opens the registry of models of a store."""
    from symphonies.platform.learning.adapters.folder import FolderRegistry

    return FolderRegistry(settings.folder or store / "models")
