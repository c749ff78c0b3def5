"""One correction: a phrase, and the figure or split that a person meant by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Correction:
    """A phrase and what was meant by it.

    Attributes:
        id: the same for the same phrase and target.
        said: the phrase as it was said.
        metric: the metric meant; None where it was a split.
        dimension: the path of the dimension meant; None where it was a figure.
        question: the question in which it was said first.
        people: who meant it, each once.
        state: whether it was reviewed, and how.
        decided_by: who reviewed it.
    """

    id: str
    said: str
    metric: str | None
    dimension: str | None
    question: str
    people: tuple[str, ...]
    state: State = State.PROPOSED
    decided_by: str | None = None

    def to_body(self) -> dict[str, Any]:
        """Return the correction as a document."""
        return asdict(self)


def from_body(body: Mapping[str, Any]) -> Correction:
    """Return the correction that a document holds."""
    return Correction(
        body["id"],
        body["said"],
        body["metric"],
        body["dimension"],
        body["question"],
        tuple(body["people"]),
        State(body["state"]),
        body["decided_by"],
    )
