"""Limits said around their amount: ``250k plus``, ``1 million minimum``, ``at or below 15 %``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import (
    Amount,
    Sense,
    Token,
    amount_at,
    phrases_of,
    stands_at,
    words_of,
)
from symphonies.platform.vizier.ask.linking import Vocabulary


def said_before_amount(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with such limits said as the grammar reads them, before their amount."""
    found = list(tokens)
    for place in range(len(found) - 1, -1, -1):
        amount = amount_at(found, place, vocabulary.lexicon) if place < len(found) else None
        if amount is None or not _counts(found, place, amount):
            continue
        _between(found, place, amount, vocabulary)
        _bound_behind(found, place, amount, vocabulary)
        _bound_before(found, place)
    return tuple(found)


def _counts(tokens: Sequence[Token], place: int, amount: Amount) -> bool:
    """Return whether an amount begins where its number is written, and is no day, month or quarter."""
    begins = tokens[place].number is not None or amount.end > place + 1 or amount.scaled
    return begins and not (place and tokens[place - 1].text in words_of("signs_of_numbers"))


def _bound_behind(tokens: list[Token], place: int, amount: Amount, vocabulary: Vocabulary) -> None:
    """Say ``at least`` before an amount for ``plus`` or ``minimum`` behind it."""
    end = amount.end
    if end >= len(tokens) or tokens[end].opens:
        return
    word, sized = tokens[end].stem, amount.scaled or amount.unit is not None
    closes = (
        end + 1 == len(tokens) or tokens[end + 1].stem in vocabulary.lexicon.stop or tokens[end + 1].opens
    )
    over = word in words_of("and_over") and sized
    if closes and (over or word in words_of("bounds_below")):
        said = "least"
    elif closes and word in words_of("bounds_above"):
        said = "most"
    elif word in words_of("marks") and place and tokens[place - 1].stem in words_of("articles"):
        del tokens[end], tokens[place - 1]
        return
    else:
        return
    tokens[end : end + 1] = []
    tokens[place:place] = _said(tokens[place], "at", said)


def _bound_before(tokens: list[Token], place: int) -> None:
    """Say ``at least`` for ``not below`` and ``at or above``, ``at most`` for their opposites."""
    for phrases, said in ((phrases_of("no_less"), "least"), (phrases_of("no_more"), "most")):
        for phrase in phrases:
            start = place - len(phrase)
            if stands_at(tokens, start, phrase):
                tokens[start:place] = _said(tokens[start], "at", said)
                return


def _between(tokens: list[Token], place: int, amount: Amount, vocabulary: Vocabulary) -> None:
    """Say ``between … and`` for ``over 100k but under 250k``."""
    senses, end = vocabulary.lexicon.senses, amount.end
    over = place > 0 and Sense.OVER in senses.get((tokens[place - 1].stem,), ())
    joint = end + 2 < len(tokens) and tokens[end].stem in words_of("joints_of_bounds")
    if not (over and joint) or Sense.UNDER not in senses.get((tokens[end + 1].stem,), ()):
        return
    if amount_at(tokens, end + 2, vocabulary.lexicon) is None:
        return
    tokens[place - 1] = _said(tokens[place - 1], "between")[0]
    tokens[end : end + 2] = _said(tokens[end], "and")


def _said(place: Token, *words: str) -> list[Token]:
    return [replace(place, text=word, stem=word, opens=place.opens and not k) for k, word in enumerate(words)]
