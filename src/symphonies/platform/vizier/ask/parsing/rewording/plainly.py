"""Phrases that people say for plainer words: ``falling due``, ``behind with payment``, ``out the door``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Lexicon, Token
from symphonies.platform.vizier.ask.linking import Vocabulary

_BEFORE = 4
"""The most words of a name before the part it is about."""
_EXACT = 0.95
"""A phrase that is a name in the catalogue this well is left alone."""


def said_plainly(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such phrases replaced, but where the catalogue has them for a name."""
    lexicon = vocabulary.lexicon
    found = list(tokens)
    for phrase, plain in lexicon.plainly:
        for start in range(len(found) - len(phrase), -1, -1):
            said = found[start : start + len(phrase)]
            stems = tuple(token.stem for token in said)
            parted = any(token.opens for token in said[1:])
            if tuple(map(lexicon.root, stems)) != phrase or parted or _named(stems, vocabulary):
                continue
            every = [token.stem for token in found]
            if not vocabulary.names.sayings.surround(every, start, start + len(phrase)):
                found[start : start + len(phrase)] = [
                    replace(said[0], text=word, stem=word, opens=said[0].opens and not place)
                    for place, word in enumerate(_inflected(plain, said, lexicon))
                ]
    return tuple(_first_ones(_quantiles(found, vocabulary), lexicon))


def _first_ones(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Say ``top`` for the first so many of what is listed: ``just the first eight``."""
    for place in range(len(tokens) - 1):
        number = tokens[place + 1].number or lexicon.numbers.get(tokens[place + 1].stem, 0)
        after = tokens[place + 2] if place + 2 < len(tokens) else None
        dated = after is not None and (after.stem in lexicon.units or not after.stem.isalpha())
        if tokens[place].stem == "first" and number > 1 and not dated:
            tokens[place] = replace(tokens[place], text="top", stem="top")
    return tokens


def _inflected(plain: tuple[str, ...], said: Sequence[Token], lexicon: Lexicon) -> tuple[str, ...]:
    """Return one verb for another in the form of that: disputed for contested."""
    past = f"{plain[0]}d" if len(plain) == len(said) == 1 else ""
    formed = said[0].text.endswith("ed") and lexicon.root(past) == lexicon.root(plain[0]) if past else False
    return (past,) if formed else plain


def _quantiles(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Give a part of a distribution its short name: the p90 of ``nine in ten`` and ``90th percentile``."""
    for phrase, name in vocabulary.lexicon.quantiles:
        for start in range(len(tokens) - len(phrase), -1, -1):
            said = tokens[start : start + len(phrase)]
            if tuple(token.stem for token in said) == phrase and not _ends_name(
                tokens, start, len(phrase), vocabulary
            ):
                tokens[start : start + len(phrase)] = [replace(said[0], text=name, stem=name)]
    return tokens


def _ends_name(tokens: Sequence[Token], start: int, length: int, vocabulary: Vocabulary) -> bool:
    """Return whether a phrase ends what the catalogue calls so: ``days late for nine in ten``."""
    stems = tuple(token.stem for token in tokens[: start + length])
    firsts = range(max(0, start - _BEFORE), start)
    return any(_named(stems[first:], vocabulary) for first in firsts)


def _named(stems: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    fits = (vocabulary.names.fit(stems), vocabulary.values.fit(stems))
    return stems in vocabulary.dimensions or any(max(fit.values(), default=0.0) >= _EXACT for fit in fits)
