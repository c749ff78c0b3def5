"""Where models are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .ports import Registry


class LearningSettings(BaseModel):
    """The registry of models, and when they are learned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["folder"] = "folder"
    folder: Path | None = None
    """None: in the store."""
    automatic: bool = True
    """Whether the server prepares forecasts and learns models anew without being asked."""
    look_first_s: float = Field(default=20.0, ge=0.0)
    """How long after it has prepared its forecasts the server learns what was never learned or tested."""
    look_every_s: float = Field(default=900.0, ge=1.0)
    """How often the server looks whether a model should be learned anew."""


def open_registry(settings: LearningSettings, store: Path) -> Registry:
    """Opens the registry of models of a store."""
    from symphonies.platform.learning.adapters.folder import FolderRegistry

    return FolderRegistry(settings.folder or store / "models")
