"""Answers that people keep on a page: the questions that lead to them, asked again when the page opens."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from symphonies.kernel import SymphonyError
from symphonies.platform.records import RecordNotFoundError, Records

KIND = "pin"
MOST = 40
"""How many pins one person keeps."""
MOST_QUESTIONS = 50
LONGEST = 2_000
"""Characters of a name or a question."""


class PinRefusedError(SymphonyError):
    """A pin has no question, too many, or there are too many pins."""

    code: ClassVar[str] = "PIN_REFUSED"


@dataclass(frozen=True)
class Pin:
    """One pinned answer.

    Attributes:
        symphony: whose page it is on.
        page: which page.
        questions: the conversation up to the answer: a follow-up means nothing without what was asked before.
    """

    symphony: str
    page: str
    questions: tuple[str, ...]


class Pins:
    """Keeps each person's pins; nobody sees another's."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of(self, person: str) -> tuple[Pin, ...]:
        """Return somebody's pins, the first pinned first."""
        found = self._records.find(KIND, owner=person, limit=MOST)
        kept = sorted(found, key=lambda record: (record.created_at, record.id))
        return tuple(
            Pin(each.body["symphony"], each.body["page"], tuple(each.body["questions"])) for each in kept
        )

    def put(self, person: str, pin: Pin) -> tuple[Pin, ...]:
        """Keep a pin and return all; one that is there already stays as it is.

        Raises:
            PinRefusedError: it cannot be asked again, or there are too many.
        """
        _check(pin)
        pins = self.of(person)
        if pin in pins:
            return pins
        if len(pins) >= MOST:
            raise PinRefusedError(
                f"You keep {len(pins)} pins, the most there may be.", hint="Take one off first."
            )
        body = {"symphony": pin.symphony, "page": pin.page, "questions": list(pin.questions)}
        self._records.put(KIND, _id(person, pin), body, by=person, owner=person)
        return self.of(person)

    def remove(self, person: str, pin: Pin) -> tuple[Pin, ...]:
        """Take a pin away, if it is there, and return the others."""
        with suppress(RecordNotFoundError):
            self._records.delete(KIND, _id(person, pin), by=person)
        return self.of(person)


def _check(pin: Pin) -> None:
    count = len(pin.questions)
    if not 1 <= count <= MOST_QUESTIONS or not all(each.strip() for each in pin.questions):
        raise PinRefusedError(
            f"A pin of {count} questions cannot be asked again.",
            hint=f"Between 1 and {MOST_QUESTIONS} questions are kept, none of them empty.",
        )
    longest = max(map(len, (pin.symphony, pin.page, *pin.questions)))
    if longest > LONGEST:
        raise PinRefusedError(
            f"A pin with a text of {longest} characters is too long.", hint=f"At most {LONGEST} are kept."
        )


def _id(person: str, pin: Pin) -> str:
    told = json.dumps([person, pin.symphony, pin.page, *pin.questions])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
