"""Something to do, and what it is expected to bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from symphonies.platform.vizier.facts.claim import Claim, Role
from symphonies.platform.vizier.facts.fact import Fact


@dataclass(frozen=True, kw_only=True)
class Advice(Fact):
    """Something to do.

    Attributes:
        action: what, as a sentence that starts with a verb and has no figures.
        gain: expected gain, in money of ``subject.currency``; None where it cannot be put in money.
        low: lower end of the gain's 80 % interval.
        high: upper end.
        owner: who would do it.
        due_on: by when.
    """

    kind: ClassVar[str] = "advice"
    action: str
    gain: float | None
    low: float | None
    high: float | None
    owner: str
    due_on: date | None = None
    recommendation: str = field(default="")
    """The recommendation's id."""
    place: int = 1
    """Its place among the recommendations, the most valuable first."""
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Code of a language -> action and owner in it."""

    def words(self, language: str) -> tuple[str, str]:
        """Return action and owner in a language, where they were told in it."""
        return self.said.get(language, (self.action, self.owner))

    @property
    def good(self) -> bool | None:
        """Advice is good."""
        return True

    @property
    def key(self) -> str:
        """The action, the same from day to day."""
        return f"{self.kind}:{self.recommendation or self.action}"

    def claims(self) -> Iterator[Claim]:
        """Yield the gain, its interval and the day."""
        if self.gain is not None and self.low is not None and self.high is not None:
            yield Claim(self.gain, "money", Role.VALUE)
            yield Claim(self.low, "money", Role.LOW)
            yield Claim(self.high, "money", Role.HIGH)
        if self.due_on is not None:
            yield Claim(float((self.due_on - date(1970, 1, 1)).days), "date", Role.WHEN)
