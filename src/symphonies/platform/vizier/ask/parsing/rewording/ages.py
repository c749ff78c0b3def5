"""How old something is, said as a limit of days: ``90 days or older``, ``overdue for over two months``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from symphonies.platform.semantics import MetricType
from symphonies.platform.vizier.ask.language import Sense, Token, stands_at, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_DAYS = {"day": 1, "week": 7, "month": 30}
_LONGEST = 4
"""The most words of a phrase such as ``not more than``."""
_NAMED = 0.98
_NAME = 3
"""A figure is looked for in so many words."""


def old_in_days(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the tokens with ages counted in days, behind ``more than`` or before ``or more``."""
    found = list(tokens)
    for place in range(len(found) - 2, -1, -1):
        if _length(found, place, vocabulary) is not None:
            _say_as_limit(found, place, vocabulary)
    return tuple(found)


def _length(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> tuple[float, int] | None:
    """Return the number and the days of its unit of a length of time: 2 and 30 of ``two months``."""
    lexicon = vocabulary.lexicon
    number = tokens[place].number or lexicon.numbers.get(tokens[place].stem)
    days = _DAYS.get(lexicon.units.get(tokens[place + 1].stem, ""))
    plain = tokens[place + 1].text.lower() not in words_of("how_often")
    return (number, days) if number and days and plain else None


def _say_as_limit(tokens: list[Token], place: int, vocabulary: Vocabulary) -> None:
    length = _length(tokens, place, vocabulary)
    if length is None:
        return
    above = _say_or_more(tokens, place + 2)
    opened = _limit_before(tokens, place, vocabulary)
    if opened is None and not above:
        return
    start = place if opened is None else opened
    behind = _aged_behind(tokens, place + 2 + 2 * above, vocabulary)
    if not (behind or _told_before(tokens, start, vocabulary)):
        return
    number, days = length
    if days > 1:
        tokens[place] = replace(tokens[place], text=f"{number * days:g}", stem=f"{number * days:g}")
        tokens[place + 1] = replace(tokens[place + 1], text="days", stem="day")
    end = place + 2 + 2 * above
    rest = [*tokens[:start], *tokens[end + behind :]]
    if behind and (_leans(tokens, vocabulary) or _names_figure(rest, vocabulary)):
        del tokens[end : end + behind]


def _say_or_more(tokens: list[Token], place: int) -> bool:
    """Say ``or more`` for what says so of an age; return whether something does: ``or older``, ``plus``."""
    if place < len(tokens) and tokens[place].stem in words_of("and_over"):
        after = tokens[place]
        tokens[place : place + 1] = [
            replace(after, text=word, stem=word, opens=False) for word in ("or", "more")
        ]
        return True
    if place + 1 >= len(tokens) or tokens[place].stem not in words_of("conjunctions"):
        return False
    said = tokens[place + 1].stem
    if said in words_of("older"):
        tokens[place + 1] = replace(tokens[place + 1], text="more", stem="more")
    return said in words_of("older") | {"more"}


def _limit_before(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> int | None:
    """Return where the words that limit an amount begin: ``longer than``; None where none stand there."""
    for start in range(max(0, place - _LONGEST), place):
        phrase = tuple(token.stem for token in tokens[start:place])
        if {Sense.OVER, Sense.UNDER} & set(vocabulary.lexicon.senses.get(phrase, ())):
            return start
    return None


def _aged_behind(tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> int:
    """Return how many words say that a length is an age: one of ``old``, two of ``past due``."""
    fitting = (len(each) for each in vocabulary.lexicon.aged if stands_at(tokens, place, each))
    return max(fitting, default=0)


def _told_before(tokens: Sequence[Token], start: int, vocabulary: Vocabulary) -> bool:
    """Return whether what opens a limit says that it is an age: ``unpaid for``, ``late by``, ``older``."""
    own = _stem_is(tokens, start, words_of("of_what_age"))
    before = start - 1 - _stem_is(tokens, start - 1, words_of("says_how_long"))
    return own or _stem_is(tokens, before, words_of("aged_for"))


def _stem_is(tokens: Sequence[Token], place: int, words: frozenset[str]) -> bool:
    return 0 <= place < len(tokens) and tokens[place].stem in words


def _leans(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether a question points at what was said before: ``how much of that``, ``only those``."""
    stems = [token.stem for token in tokens]
    senses = vocabulary.lexicon.senses
    firsts = (senses.get(tuple(stems[:length]), ()) for length in range(1, _LONGEST + 1))
    opens = any({Sense.FOLLOW, Sense.ONLY, Sense.OVER, Sense.UNDER} & set(each) for each in firsts)
    pairs = pairwise(stems)
    of_that = any(
        first in words_of("of_what") and second in words_of("pronouns", "near", "far")
        for first, second in pairs
    )
    return opens or of_that or any(token.text.lower() in words_of("pointing_at_several") for token in tokens)


def _names_figure(tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Return whether what may be old is named in full among words: a figure of what there is on a day."""
    stems = tuple(token.stem for token in tokens)
    return any(
        fit >= _NAMED and vocabulary.metrics[name].type is MetricType.STOCK
        for length in range(1, _NAME + 1)
        for start in range(len(stems) - length + 1)
        for (name, _), fit in vocabulary.names.fit(stems[start : start + length]).items()
    )
