"""Reasons asked for beside a figure: ``failed payments and what the reasons were``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, is_plural, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_WHY, _FOR = "why", "for"
_LONGEST = 4
"""No more words stand between ``and`` and the reasons: ``and for which main reasons``."""


def reasons_asked_for(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such a clause said as ``and reasons for``, which may list or explain."""
    if not any((word,) in vocabulary.dimensions for word in words_of("reasons")):
        return tuple(tokens)
    for place in range(len(tokens) - 1, 0, -1):
        joined = tokens[place].stem in words_of("additions") and not tokens[place].opens
        found = _reasons(tokens, place + 1) if joined and not _is_listed(tokens, place) else None
        if found is not None:
            here = tokens[found[0]]
            said = [replace(here, text=text, stem=stem, opens=False) for text, stem in _said(vocabulary)]
            return (*tokens[: place + 1], *said, *tokens[found[1] :])
    return tuple(tokens)


def _said(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return ``reasons for``, with the word that most figures are kept by."""
    terms = [vocabulary.dimensions[word,] for word in words_of("reasons") if (word,) in vocabulary.dimensions]
    noun = max(terms, key=lambda term: (len(term.paths) + len(term.looser), term.words)).words[0]
    return [(f"{noun}s", noun), (_FOR, _FOR)]


def _reasons(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """Return where the reasons stand that are asked for from a place on, and where that clause ends."""
    for place in range(start, min(start + _LONGEST, len(tokens))):
        word = tokens[place]
        if word.opens:
            return None
        if word.stem in words_of("reasons") or (place == start and word.stem == _WHY):
            asked = place > start or is_plural(word) or word.stem == _WHY
            end = _end(tokens, place + 1)
            return (place, end) if asked and end is not None else None
        if word.stem not in words_of(
            "articles", "possessives", "interrogatives", "asking_reasons", "copulas"
        ):
            return None
    return None


def _end(tokens: Sequence[Token], place: int) -> int | None:
    """Return where a clause ends that says no more of the reasons; None where it does."""
    end = place
    while end < len(tokens) and not tokens[end].opens and tokens[end].stem.isalpha():
        end += 1
    idle = words_of(
        "copulas", "auxiliaries", "pronouns", "having", "of_what", "articles", "far", "near", "giving_reasons"
    )
    return end if all(token.stem in idle for token in tokens[place:end]) else None


def _is_listed(tokens: Sequence[Token], place: int) -> bool:
    """Return whether reasons are one of several things to split by: ``by bank and reason``."""
    before = [token.stem for token in tokens[max(0, place - _LONGEST) : place]]
    return bool({"by", "per"} & set(before)) and tokens[place + 1].stem not in words_of("interrogatives")
