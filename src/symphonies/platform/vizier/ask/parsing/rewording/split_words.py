"""Splits said without ``by``: ``supplier wise``, ``month for month``, ``each company separately``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, is_plural, phrases_of, stands_at, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_BY = "by"
_END = "end"
_LONGEST = 3
"""No dimension is said in more words."""
_EXACT = 0.98
"""A figure named in full fits this well."""
_WISE = "wise"
_STARTS = frozenset({",", ";", "-"})


def said_with_by(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such splits said with ``by``."""
    found = _at_ends(list(tokens), vocabulary)
    for place in range(len(found) - 1, -1, -1):
        if place < len(found):
            _one_by_one(found, place, vocabulary)
    for place in range(len(found) - 1, 0, -1):
        _laid_out(found, place, vocabulary)
    return tuple(found)


def _laid_out(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Reword the split that is the side of a table: ``months as columns``, ``systems down the side``."""
    for phrase in phrases_of("laid_out"):
        end = place + len(phrase)
        parted = any(token.opens for token in tokens[place:end])
        over = end >= len(tokens) or tokens[end].opens or not tokens[end].stem.isalnum()
        start = (
            _begins(tokens, place, vocabulary)
            if stands_at(tokens, place, phrase) and over and not parted
            else None
        )
        if start is not None:
            tokens[start:end] = [_by(tokens[start]), *tokens[start:place]]
            return


def _at_ends(tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Reword what is told at the end of each period: ``at quarter-ends``, ``month-end by month-end``."""
    for place in range(len(tokens) - 2, -1, -1):
        said = tuple(token.stem for token in tokens[place : place + 2])
        if said[0] not in vocabulary.lexicon.units or said[1] != _END:
            continue
        before = tokens[place - 1].stem if place else ""
        again = tuple(token.stem for token in tokens[place + 3 : place + 5])
        joint = tokens[place + 2].stem if again == said else ""
        twice = joint in words_of("repeating", "until") | {"-"}
        several = tokens[place + 1].text.lower() != _END
        if several and before in words_of("articles", "near") and tokens[place - 2].stem != "at":
            continue  # "when the quarter ends"
        if twice or several:
            start = place - (before in words_of("on_a_day"))
            tokens[start : place + (5 if twice else 2)] = [_by(tokens[place]), tokens[place]]
    return tokens


def _one_by_one(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Reword the split that is said by a word at a place, if any."""
    word, lexicon = tokens[place].stem, vocabulary.lexicon
    if word == _WISE or word in lexicon.singly or word in lexicon.cuts:
        _behind(tokens, place, vocabulary)
    elif word.endswith(_WISE) and _names((word.removesuffix(_WISE),), vocabulary):
        tokens[place : place + 1] = [_by(tokens[place]), _named(tokens[place], word.removesuffix(_WISE))]
    elif word in words_of("repeating") | {_BY} and 0 < place < len(tokens) - 1:
        alike = tokens[place - 1].text.lower() == tokens[place + 1].text.lower()
        if word == _BY and not alike:
            return  # "the last 12 months by month"
        if tokens[place - 1].stem == tokens[place + 1].stem and _names((tokens[place - 1].stem,), vocabulary):
            del tokens[place + 1]
            tokens[place - 1 : place + 1] = [_by(tokens[place - 1]), tokens[place - 1]]
    else:
        _all_of_them(tokens, place, vocabulary)


def _behind(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Reword a dimension and the word behind it: ``supplier wise``, ``at country level``."""
    noun = vocabulary.lexicon.adjectives.get(tokens[place - 1].stem, "") if place else ""
    if noun and (noun,) in vocabulary.dimensions and tokens[place].stem in vocabulary.lexicon.cuts:
        tokens[place - 1] = _named(tokens[place - 1], noun)
    start = _begins(tokens, place, vocabulary)
    timed = start is not None and tokens[start].stem in vocabulary.lexicon.units
    if start is None and tokens[place].stem == _WISE:
        _as_to(tokens, place, vocabulary)
    if start is None or (timed and tokens[place].stem != _WISE):
        return
    first = start
    while first and tokens[first - 1].stem in words_of("articles", "distributives", "before_splits"):
        first -= 1
    opened = first > 0 and tokens[first - 1].stem in (_BY, "per")
    cut = tokens[place].stem in vocabulary.lexicon.cuts
    goes_on = place + 1 < len(tokens) and tokens[place + 1].stem in (_BY, "per")
    named = _is_name(tokens[start : place + 1], vocabulary) or _is_figure(tokens[start:place], vocabulary)
    if cut and (opened or goes_on or named):
        return
    said = [*([] if opened else [_by(tokens[first])]), *tokens[start:place]]
    tokens[first : place + 1] = [*_named_by_it(tokens, start, place, vocabulary), *said]


def _as_to(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Leave out the word that only says which figure it is about: ``sales wise``, ``revenue-wise``."""
    end = place - (place > 1 and tokens[place - 1].text == "-")
    if any(_is_figure(tokens[first:end], vocabulary) for first in range(max(0, end - _LONGEST), end)):
        del tokens[end : place + 1]


def _is_name(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether words are a figure, a value or a dimension as they stand: ``risk level``."""
    words = tuple(token.stem for token in tokens)
    fits = (vocabulary.names.fit(words), vocabulary.values.fit(words))
    return words in vocabulary.dimensions or any(max(fit.values(), default=0.0) >= _EXACT for fit in fits)


def _is_figure(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    fit = vocabulary.names.fit([token.stem for token in tokens])
    return max(fit.values(), default=0.0) >= _EXACT


def _named_by_it(tokens: list[Token], start: int, place: int, vocabulary: Vocabulary) -> list[Token]:
    """Take out a figure that a dimension begins: the supplier payments of ``supplier wise payments``."""
    after = place + 1
    if after >= len(tokens):
        return []
    words = tuple(token.stem for token in (*tokens[start:place], tokens[after]))
    if max(vocabulary.names.fit(words).values(), default=0.0) < _EXACT:
        return []
    return [*tokens[start:place], tokens.pop(after)]


def _all_of_them(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    """Split by what a part of the question names all of: ``aged debtors, all the buckets``."""
    opens = place == 0 or tokens[place].opens or tokens[place - 1].text in _STARTS
    for words in phrases_of("all_of") if opens else ():
        start = place + len(words)
        if tuple(token.stem for token in tokens[place:start]) != words:
            continue
        end = next(
            (k for k in range(start + _LONGEST, start, -1) if _are_named(tokens, start, k, vocabulary)), None
        )
        if end is not None and (words[0] != "all" or is_plural(tokens[end - 1])):
            tokens[place:start] = [_by(tokens[place])]
        return


def _begins(tokens: Sequence[Token], end: int, vocabulary: Vocabulary) -> int | None:
    """Return where a dimension begins that ends at a place; None where there is none."""
    firsts = range(max(0, end - _LONGEST), end)
    return next((first for first in firsts if _are_named(tokens, first, end, vocabulary)), None)


def _are_named(tokens: Sequence[Token], start: int, end: int, vocabulary: Vocabulary) -> bool:
    return end <= len(tokens) and _names(tuple(token.stem for token in tokens[start:end]), vocabulary)


def _names(words: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Return whether words are a dimension or a length of time."""
    return words in vocabulary.dimensions or (len(words) == 1 and words[0] in vocabulary.lexicon.units)


def _by(token: Token) -> Token:
    return _named(token, _BY)


def _named(token: Token, word: str) -> Token:
    return replace(token, text=word, stem=word)
