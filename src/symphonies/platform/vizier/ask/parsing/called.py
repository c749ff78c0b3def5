"""Words that say only that something is called a value: the ``rated`` of ``rated as critical``."""

from __future__ import annotations

from collections.abc import Sequence

_CALLED = frozenset(
    [
        "rated",
        "classified",
        "classed",
        "categorised",
        "categorized",
        "graded",
        "marked",
        "labelled",
        "labeled",
        "tagged",
        "flagged",
        "deemed",
        "considered",
        "judged",
        "rating",
        "scored",
        "assessed",
        "designated",
    ]
)
_AS = frozenset({"as", "a", "an", "to", "be", "being", "with", "the", "of", "our"})
"""Words between what calls and what something is called."""


def called_at(stems: Sequence[str], place: int) -> int | None:
    """Return where it is said that something is called what stands at a place; None where it is not."""
    place -= 1
    while place > 0 and stems[place] in _AS:
        place -= 1
    return place if place >= 0 and stems[place] in _CALLED else None
