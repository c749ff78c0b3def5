"""A noun said once for two values: ``budget compared with the forecast version`` has two versions."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Sense, Token, words_of
from symphonies.platform.vizier.ask.linking import CALLED, Vocabulary

_BETWEEN = 5
"""No more words set one value against another."""


def shared_nouns(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with the noun said of both values."""
    found = list(tokens)
    for noun in range(len(found) - 1, 1, -1):
        if (found[noun].stem,) not in vocabulary.dimensions:
            continue
        second = _columns(found[noun - 1], found[noun], vocabulary)
        first = next((k for k in _before(found, noun - 1, vocabulary)), None) if second else None
        if first is not None and second & _columns(found[first], found[noun], vocabulary):
            found.insert(first + 1, found[noun])
    return tuple(found)


def _before(tokens: Sequence[Token], second: int, vocabulary: Vocabulary) -> list[int]:
    """Return where a word stands from which only ``against the`` leads to a place."""
    for first in range(second - 2, max(second - 2 - _BETWEEN, -1), -1):
        between = tokens[first + 1 : second]
        if any(token.opens or not token.stem.isalpha() for token in (*between, tokens[second])):
            return []
        joint = tuple(
            token.stem for token in between if token.stem not in words_of("articles", "possessives")
        )
        opposed = Sense.VERSUS in vocabulary.lexicon.senses.get(joint, ())
        if opposed or (len(joint) == 1 and set(joint) <= words_of("conjunctions", "oppositions")):
            return [first]
    return []


def _columns(word: Token, noun: Token, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """Return the columns of the values that a word and a noun name."""
    fits = vocabulary.values.fit((word.stem, noun.stem))
    return {term.column for term, fit in fits.items() if fit >= CALLED}
