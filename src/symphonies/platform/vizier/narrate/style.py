"""How long a text is, and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from symphonies.platform.vizier.narrate.language import Language, load_language


class Length(StrEnum):
    """How much is told."""

    BRIEF = "brief"
    NORMAL = "normal"
    FULL = "full"


class Tone(StrEnum):
    """How it is told."""

    PLAIN = "plain"
    """Distances: so much above plan."""
    VIVID = "vivid"
    """Movements: rose, fell, jumped."""


SENTENCES = {Length.BRIEF: 1, Length.NORMAL: 3, Length.FULL: 12}
"""How many sentences a section has at most."""


@dataclass(frozen=True)
class Style:
    """What a reader set.

    Attributes:
        length: how much is told.
        tone: how it is told.
        language: in which language.
    """

    length: Length = Length.NORMAL
    tone: Tone = Tone.VIVID
    language: Language = field(default_factory=load_language)
