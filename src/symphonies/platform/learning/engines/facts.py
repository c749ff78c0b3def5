"""What people should know about an engine before they trust it: its ``card.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from symphonies.kernel import DeclarationError
from symphonies.platform.learning.backtesting import Rolling


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Score(_Part):
    """What a score says."""

    meaning: str
    unit: str = ""
    better: Literal["lower", "higher"] | float = "lower"
    """Which way is better; or the value to be near to, such as 0.8 for the coverage of an 80 % band."""

    def loss(self, value: float) -> float:
        """Returns a score as something of which less is better."""
        if self.better == "lower":
            return value
        return -value if self.better == "higher" else abs(value - float(self.better))


class EngineFacts(_Part):
    """The part of a model card that people write."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    purpose: str
    owner: str
    inputs: tuple[str, ...]
    """The tables it reads, such as ``invoicing.invoices``."""
    target: str
    primary: str
    """The score by which a challenger wins or loses."""
    scores: dict[str, Score]
    limits: tuple[str, ...]
    """What it cannot do, and where it should not be used."""
    fairness: str
    """Whom it may treat differently, and how that is watched."""
    untested: bool = False
    """Whether its first version is served, as a draft, while it is still being tested."""
    code: tuple[str, ...] = ()
    """Folders with source that it is made of besides its own, relative to it."""
    origins: int = Field(default=6, ge=1)
    every_days: int = Field(default=28, ge=1)
    horizon_days: int = Field(default=91, ge=1)

    @model_validator(mode="after")
    def _primary_is_a_score(self) -> Self:
        if self.primary not in self.scores:
            raise ValueError(f"primary {self.primary!r} is none of the scores {sorted(self.scores)}")
        return self

    @property
    def rolling(self) -> Rolling:
        """Where its backtest looks ahead from."""
        return Rolling(self.origins, self.every_days, self.horizon_days)


def load_facts(folder: Path) -> EngineFacts:
    """Returns what the ``card.yaml`` of an engine's folder says.

    Raises:
        DeclarationError: it cannot be read as meant.
    """
    file = folder / "card.yaml"
    try:
        return EngineFacts.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise DeclarationError(f"{file}: {error}", hint="Mend the engine's card.") from error
