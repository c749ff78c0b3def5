"""Neighbours that are two times, not one span: ``Q2 to Q3``, ``how did it go from May to June``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from symphonies.kernel import Grain
from symphonies.platform.vizier.ask.language.lexicon import Lexicon, Sense
from symphonies.platform.vizier.ask.language.text import Token
from symphonies.platform.vizier.ask.language.when import When
from symphonies.platform.vizier.ask.language.words import words_of

_LONG = (Grain.QUARTER, Grain.YEAR)
"""Nobody names two of these for one span; ``July to August`` is one."""
_OPENING = frozenset({"from", "between"})
_JOINTS = ("to", "and")
_LONGEST = 3
"""A time right before ``to`` has no more words."""


class _Reader(Protocol):
    @property
    def lexicon(self) -> Lexicon: ...

    def atom(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None: ...


def are_two_times(
    reader: _Reader, tokens: Sequence[Token], at: int, first: tuple[When, int], second: When
) -> bool:
    """Return whether a figure is held at a time against the time right before it.

    Args:
        reader: Knows the words.
        tokens: The question.
        at: Where the two times begin.
        first: The earlier one, and the token after it.
        second: The later one.
    """
    when, end = first
    if tokens[end].stem not in _JOINTS or when.grain is None or when.grain is not second.grain:
        return False
    if when.period.end != second.period.start or _is_cut(reader.lexicon, tokens):
        return False
    opening = at if tokens[at].stem in _OPENING else at - 1
    if opening >= 0 and tokens[opening].stem in _OPENING:
        return _led(reader.lexicon, tokens, opening)
    shown = any({Sense.TREND, Sense.CHART} & _senses_of(reader.lexicon, token) for token in tokens)
    return when.grain in _LONG and tokens[end].stem == "to" and not shown


def ends_two_times(reader: _Reader, tokens: Sequence[Token], at: int) -> bool:
    """Return whether ``to`` stands between two such times."""
    second = reader.atom(tokens, at + 1)
    firsts = range(max(0, at - _LONGEST), at) if second is not None else ()
    for start in firsts:
        first = reader.atom(tokens, start)
        if first is not None and second is not None and first[1] == at:
            same = _are_a_year_apart(first[0], second[0])
            return same or are_two_times(reader, tokens, start, first, second[0])
    return False


def _are_a_year_apart(when: When, second: When) -> bool:
    """Return whether a part of a year is held against that of the year before: ``H1 2026 to H1 2025``."""
    start, other = when.period.start, second.period.start
    part = when.grain is second.grain and when.grain not in (Grain.DAY, Grain.WEEK)
    return part and start.year == other.year + 1 and start.replace(year=other.year) == other


def _senses_of(lexicon: Lexicon, token: Token) -> set[Sense]:
    """Return what a word may do."""
    return set(lexicon.senses.get((token.stem,), ()))


def _is_cut(lexicon: Lexicon, tokens: Sequence[Token]) -> bool:
    """Return whether a figure is wanted for each of shorter periods: ``monthly``, ``by quarter``."""
    units = [place for place, token in enumerate(tokens) if token.stem in lexicon.units]
    adverbs = any(tokens[place].text.lower().endswith("ly") for place in units)
    split = words_of("distributives") | {"by", "per"}
    return adverbs or any(place and tokens[place - 1].stem in split for place in units)


def _led(lexicon: Lexicon, tokens: Sequence[Token], opening: int) -> bool:
    """Return whether a figure is led from a time to the next: ``how did it go``, ``rose from``."""
    asked = any(token.stem == "how" for token in tokens)
    verbs = {place for place, token in enumerate(tokens) if lexicon.root(token.stem) in lexicon.moves}
    senses = {sense for token in tokens for sense in _senses_of(lexicon, token)}
    bridged = any(token.stem in words_of("bridges") for token in tokens)
    changes = bridged or bool({Sense.CHANGE, Sense.GROWTH} & senses)
    return changes or bool(verbs and (asked or opening - 1 in verbs))
