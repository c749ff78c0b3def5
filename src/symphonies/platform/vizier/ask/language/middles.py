"""The middle of a year: ``half-year``, ``at mid-year``, ``since the half-year mark``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.words import phrases_of, words_of


def after_middle(tokens: Sequence[Token], at: int) -> int | None:
    """Return the token after ``half-year`` or ``the half-year mark``; None where no such name begins."""
    return None if stem_at(tokens, at - 1) in words_of("before_halves") else _middle(tokens, at)


def is_middle(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the middle of a year is named."""
    return _middle(tokens, at + (stem_at(tokens, at) == "the")) is not None


def _middle(tokens: Sequence[Token], at: int) -> int | None:
    for name in phrases_of("middle_of_year"):
        end = at + len(name)
        if tuple(token.stem for token in tokens[at:end]) == name:
            return end + (stem_at(tokens, end) in words_of("marks"))
    return None
