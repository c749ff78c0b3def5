"""How each reader wants to be told: kept until they choose otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.platform.records import RecordNotFoundError, Records
from symphonies.platform.vizier.narrate import Length, Tone

KIND = "reading"


@dataclass(frozen=True)
class ReadingStyle:
    """Length, tone, and the code of the language."""

    length: Length = Length.NORMAL
    tone: Tone = Tone.VIVID
    language: str = "en"


class ReadingStyles:
    """Keeps how readers want to be told."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of(self, principal: str) -> ReadingStyle:
        """Return what a reader chose; the usual way for those who did not."""
        try:
            body = self._records.get(KIND, principal).body
        except RecordNotFoundError:
            return ReadingStyle()
        return ReadingStyle(Length(body["length"]), Tone(body["tone"]), body["language"])

    def keep(self, principal: str, reading: ReadingStyle) -> ReadingStyle:
        """Keep what a reader chose, and return it."""
        body = {"length": reading.length.value, "tone": reading.tone.value, "language": reading.language}
        self._records.put(KIND, principal, body, by=principal)
        return reading
