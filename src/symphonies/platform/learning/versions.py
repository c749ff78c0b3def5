"""One version of a model: what it was learned from, how it did, and who looked at it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from symphonies.platform.learning.drift import Reference
from symphonies.platform.learning.engines import EngineFacts, Evaluation


class Standing(StrEnum):
    """What a review said."""

    DRAFT = "draft"
    """Nobody looked at it yet; whatever it says is marked so."""
    APPROVED = "approved"


class Review(BaseModel):
    """Who looked at a version, when, and what they said."""

    model_config = ConfigDict(frozen=True)

    reviewer: str
    at: datetime
    note: str = ""


class Draft(BaseModel):
    """A version that is not stored yet."""

    model_config = ConfigDict(frozen=True)

    facts: EngineFacts
    learned_until: date
    """The last day it knows of."""
    seed: int
    data_hash: str
    """SHA-256 of what it was learned from."""
    code_hash: str
    """SHA-256 of the engine's source."""
    created_at: datetime
    run: str
    """What made it; the same run stores one version only."""
    evaluation: Evaluation
    reference: Reference
    """How its features were distributed, to tell drift from."""


class Version(Draft):
    """A stored version."""

    number: int = Field(ge=1)
    files: dict[str, str]
    """By file of the model, its SHA-256."""
    review: Review | None = None

    @property
    def engine(self) -> str:
        """Whose model it is."""
        return self.facts.id

    @property
    def standing(self) -> Standing:
        """Draft until a person approved it."""
        return Standing.DRAFT if self.review is None else Standing.APPROVED
