"""Words that say only that something is called a value: the ``rated`` of ``rated as critical``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import words_of


def called_at(stems: Sequence[str], place: int) -> int | None:
    """Return where it is said that something is called what stands at a place; None where it is not."""
    place -= 1
    while place > 0 and stems[place] in words_of("calling_as"):
        place -= 1
    return place if place >= 0 and stems[place] in words_of("calling") else None
