"""What something has, said by its owner: ``the customer's industry``, ``the region of the supplier``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary


def owners_first(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such a pair said as the one dimension that it is: ``customer industry``."""
    found = list(tokens)
    for place in range(len(found) - 1, 0, -1):
        if found[place].stem == "s":
            _without_s(found, place, vocabulary)
        elif found[place].stem == "of":
            _turned(found, place, vocabulary)
    for place in range(len(found) - 1):
        _by_its_plain_word(found, place, vocabulary)
    return tuple(found)


def _by_its_plain_word(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Call an owner by the word that the catalogue has for it: the customer of ``client country``."""
    owner, has = tokens[place].stem, tokens[place + 1].stem
    plain = vocabulary.lexicon.alike.get((owner,), owner)
    known = (owner, has) in vocabulary.dimensions or tokens[place + 1].opens
    if plain != owner and not known and (plain, has) in vocabulary.dimensions:
        tokens[place] = replace(tokens[place], text=plain, stem=plain)


def _without_s(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    after = tokens[place + 1].stem if place + 1 < len(tokens) else ""
    if (tokens[place - 1].stem, after) in vocabulary.dimensions:
        del tokens[place]


def _turned(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    if tokens[place - 1].stem in vocabulary.lexicon.light:
        return  # "number of claims" counts claims
    owner = place + 1
    skipped = words_of("articles", "possessives") | {"each"}
    while owner < len(tokens) and tokens[owner].stem in skipped:
        owner += 1
    if owner < len(tokens) and (tokens[owner].stem, tokens[place - 1].stem) in vocabulary.dimensions:
        tokens[place - 1 : owner + 1] = [tokens[owner], tokens[place - 1]]
