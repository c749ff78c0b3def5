"""One correction: a phrase, and the figure or split that a person meant by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from symphonies.kernel import SymphonyError
from symphonies.platform.records import Record


class State(StrEnum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class CorrectionRefusedError(SymphonyError):
    """A review that cannot stand: of one's own words alone, or a rejection without a reason."""

    code: ClassVar[str] = "CORRECTION_REFUSED"


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
        read_as: the metric or the path it was read as; None where it was not understood, or asked about.
        said_at: when it was said first, UTC; None before it is kept.
        state: whether it was reviewed, and how.
        decided_by: who reviewed it.
        decided_at: when, UTC.
        reason: why it was rejected; empty otherwise.
    """

    id: str
    said: str
    metric: str | None
    dimension: str | None
    question: str
    people: tuple[str, ...]
    read_as: str | None = None
    said_at: datetime | None = None
    state: State = State.PROPOSED
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    def to_body(self) -> dict[str, Any]:
        """Return the correction as a document."""
        return asdict(self) | {
            name: at and at.isoformat()
            for name, at in (("said_at", self.said_at), ("decided_at", self.decided_at))
        }


def of_record(record: Record) -> Correction:
    """Return the correction that a record holds."""
    body: Mapping[str, Any] = record.body
    decided = body.get("decided_at")
    return Correction(
        body["id"],
        body["said"],
        body["metric"],
        body["dimension"],
        body["question"],
        tuple(body["people"]),
        body.get("read_as"),
        record.created_at,
        State(body["state"]),
        body["decided_by"],
        decided and datetime.fromisoformat(decided),
        body.get("reason", ""),
    )
