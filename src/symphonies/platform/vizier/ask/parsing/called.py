"""Words beside a value that tell it is one: the ``rated`` of ``rated as critical``, the thing it is of."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import words_of
from symphonies.platform.vizier.ask.linking import Vocabulary


def called_at(stems: Sequence[str], place: int) -> int | None:
    """Return where it is said that something is called what stands at a place; None where it is not."""
    place -= 1
    while place > 0 and stems[place] in words_of("calling_as"):
        place -= 1
    return place if place >= 0 and stems[place] in words_of("calling") else None


def is_of_next(stems: Sequence[str], place: int, vocabulary: Vocabulary) -> bool:
    """Return whether a word is a value of the thing behind it: how often, of ``quarterly controls``."""
    thing = stems[place + 1] if place + 1 < len(stems) else ""
    values = vocabulary.values.fit((stems[place],)) if thing else {}
    return stems[place] in words_of("how_often") and any(
        term.column[0].rsplit(".", 1)[-1] == thing for term in values
    )
