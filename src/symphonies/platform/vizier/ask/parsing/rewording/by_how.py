"""Splits by how something is: ``by how serious they are``, ``by where the customer is based``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_LEAST = 4
"""So many letters at least an adjective shares with its noun: severe and severity, risky and risk."""
_MOST = 4
"""No more letters follow them: the ness of seriousness."""
_NEAR = 5
"""So far behind the adjective those stand that are so: ``by how risky the system is``."""
_COUNTRY = "country"


def said_by_how(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such splits by the dimension itself; one that is none stays unknown."""
    found = list(tokens)
    for place in range(len(found) - 3, -1, -1):
        if found[place].stem in ("by", "per") and found[place + 1].stem == "how":
            _how(found, place, vocabulary)
        elif found[place].stem in ("by", "per") and found[place + 1].stem == "where":
            _where(found, place, vocabulary)
    return tuple(_how_far_ahead(found, vocabulary))


def _how_far_ahead(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Leave out who looked ahead: ``by how many weeks ahead we looked``."""
    for place in range(len(tokens) - 4, -1, -1):
        said = [token.stem for token in tokens[place : place + 4]]
        far = said[:2] == ["how", "many"] and said[2] in vocabulary.lexicon.units
        if far and said[3] in words_of("ahead"):
            first = end = place + 4
            while end < len(tokens) and not tokens[end].opens and tokens[end].stem.isalpha():
                end += 1
            if {token.stem for token in tokens[first:end]} <= words_of("looking_ahead"):
                del tokens[first:end]
    return tokens


def _how(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Reword the split at a place: the severity of ``by how severe they are``."""
    end = _is_over(tokens, place + 3)
    if end is None:
        return
    said = tokens[place + 2]
    noun = vocabulary.lexicon.adjectives.get(said.stem) or _noun(said.stem, vocabulary)
    if noun is not None:
        tokens[place:end] = [tokens[place], replace(said, text=noun, stem=noun)]
    elif not vocabulary.known(said.stem):
        tokens[place:end] = [tokens[place], replace(said, stem=f"how{said.stem}")]


def _noun(adjective: str, vocabulary: Vocabulary) -> str | None:
    """Return the dimension that says how something is."""
    names = [words[0] for words in vocabulary.dimensions if len(words) == 1]
    alike = [(_shared(name, adjective), name) for name in names]
    near = [
        (-shared, name)
        for shared, name in alike
        if shared >= max(_LEAST, len(adjective) - 1) and max(len(name), len(adjective)) - shared <= _MOST
    ]
    return min(near)[1] if near else None


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _where(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Reword ``by where the customer is based``: the customer's country."""
    end = _is_over(tokens, place + 2)
    owners = (token for token in tokens[place + 2 : end] if (token.stem, _COUNTRY) in vocabulary.dimensions)
    owner = next(owners, None)
    if end is None or owner is None:
        return
    end += end < len(tokens) and tokens[end].stem in words_of("placed")
    tokens[place:end] = [tokens[place], owner, replace(owner, text=_COUNTRY, stem=_COUNTRY)]


def _is_over(tokens: Sequence[Token], place: int) -> int | None:
    """Return where ``they are`` ends behind a place; None where nothing is so."""
    for end in range(place, min(place + _NEAR, len(tokens))):
        if tokens[end].opens:
            return None
        if tokens[end].stem in words_of("copulas", "staying"):
            return end + 1
    return None
