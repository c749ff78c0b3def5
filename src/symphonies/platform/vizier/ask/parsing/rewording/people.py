"""Whose something is, said of people: ``Nora Tran's accounts``, ``handled by Ines Vogel``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Token, phrases_of, stands_at, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_LONGEST = 3
"""The most words of a person's name."""
_NAMED = 0.8
"""How well a person fits who is called so in part."""


def of_people(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with what says that something is a person's left out, or said plainly."""
    found = list(tokens)
    for start, end in reversed(list(_people(found, vocabulary))):
        held = _plain_holdings(found, end)
        _without_phrase(found, end, phrases_of("looked_after"))
        before = _phrase_before(found, start)
        if before < start and not any(token.opens for token in found[before + 1 : start + 1]):
            owned = words_of("holdings") & {token.stem for token in found[before:start]}
            if owned and not held:
                found[end:end] = _said(found[end - 1], "s", *words_of("plain_holding"))
            del found[before:start]
    return tuple(found)


def _people(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield from where to where a person is named."""
    place = 0
    while place < len(tokens):
        ends = (
            end
            for end in range(min(place + _LONGEST, len(tokens)), place, -1)
            if _is_person(tokens[place:end], vocabulary)
        )
        end = next(ends, None)
        if end is not None:
            yield place, end
        place = end or place + 1


def _is_person(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    if not tokens[0].text[:1].isupper() or any(token.opens for token in tokens[1:]):
        return False
    fits = vocabulary.values.fit(tuple(token.stem for token in tokens))
    best = max(fits.values(), default=0.0)
    return best >= _NAMED and all(
        term.column in vocabulary.people for term, fit in fits.items() if fit == best
    )


def _plain_holdings(tokens: list[Token], end: int) -> bool:
    """Say what somebody looks after in a word that is nothing else: an account may be one at a bank."""
    owned = stands_at(tokens, end, ("s",)) and end + 1 < len(tokens)
    held = owned and not tokens[end + 1].opens and tokens[end + 1].stem in words_of("holdings")
    if held and tokens[end + 1].stem not in words_of("parties"):
        tokens[end + 1] = _said(tokens[end + 1], *words_of("plain_holding"))[0]
    return held


def _said(place: Token, *words: str) -> list[Token]:
    return [replace(place, text=word, stem=word, opens=False) for word in words]


def _without_phrase(tokens: list[Token], place: int, phrases: Sequence[Sequence[str]]) -> None:
    phrase = next((each for each in phrases if stands_at(tokens, place, each)), None)
    if phrase is not None and not any(token.opens for token in tokens[place : place + len(phrase)]):
        del tokens[place : place + len(phrase)]


def _phrase_before(tokens: Sequence[Token], start: int) -> int:
    """Return where what leads to a person begins: ``assigned to``, ``in the hands of``, ``for which``."""
    leading = (each for each in phrases_of("looked_after_by") if stands_at(tokens, start - len(each), each))
    return start - len(next(leading, ()))
