"""Values that only explain what a figure is split by: ``each caption (personnel, premises and so on)``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Token, phrases_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_LONGEST = 4
"""No value or dimension is named in more words."""


def without_examples(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[tuple[Token, ...], list[str]]:
    """Return the tokens without lists of examples behind a dimension, and those as written."""
    for place in range(1, len(tokens)):
        if not _ends_dimension(tokens, place, vocabulary):
            continue
        first = place + (tokens[place].text == ",")
        opened = _phrase(tokens, first, phrases_of("for_example"))
        end = _listed(tokens, first + opened, vocabulary)
        closed = _phrase(
            tokens, end + (end < len(tokens) and tokens[end].text == ","), phrases_of("and_so_on")
        )
        if end > first + opened and (opened or closed):
            end += (closed and tokens[end].text == ",") + closed
            said = " ".join(token.text for token in tokens[first:end] if token.text != ",")
            return (*tokens[:place], *tokens[end:]), [said]
    return tuple(tokens), []


def _ends_dimension(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> bool:
    """Return whether the name of a dimension ends before a place."""
    starts = range(max(0, place - _LONGEST), place)
    names = (tuple(token.stem for token in tokens[start:place]) for start in starts)
    return any(name in vocabulary.dimensions for name in names)


def _listed(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> int:
    """Return where the values end that are listed from a place on."""
    while place < len(tokens):
        ends = range(min(place + _LONGEST, len(tokens)), place, -1)
        found = next((end for end in ends if _is_value(tokens[place:end], vocabulary)), None)
        if found is None:
            break
        place = found
        more = place
        while more < len(tokens) and tokens[more].stem in words_of("conjunctions", "additions") | {
            ",",
            "the",
        }:
            more += 1
        if more == place or more == len(tokens) or _phrase(tokens, place, phrases_of("and_so_on")):
            break
        goes_on = any(
            _is_value(tokens[more:end], vocabulary)
            for end in range(more + 1, min(more + _LONGEST, len(tokens)) + 1)
        )
        if not goes_on:
            break
        place = more
    return place


def _is_value(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    words = tuple(token.stem for token in tokens)
    idle = words[0] in vocabulary.lexicon.stop or words[-1] in vocabulary.lexicon.stop
    return not idle and bool(vocabulary.values.fit(words))


def _phrase(tokens: Sequence[Token], place: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Return how many words of one of some phrases stand at a place."""
    said = tuple(token.stem for token in tokens[place : place + 3])
    return next((len(each) for each in phrases if said[: len(each)] == each), 0)
