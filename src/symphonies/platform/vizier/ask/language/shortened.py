"""Dates of which a part was left out: the year of ``aug 26``, the noun of ``lower than in the second``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.words import words_of

_NUMBERED = re.compile(r"([qh])(\d{2})")
_NUMBERS = frozenset({"1", "2", "3", "4"})
_AFTER_NOUN = 3
"""A noun, and ``of 2025`` behind it."""
_ARTICLE = "the"
_NOUNS = ("quarter", "half")
_LONGEST_SHORT = 4
"""Letters of ``sept``; a name of more is written out."""
_DIGITS = 2
_OLDEST = 9
"""Years that a company still speaks of in two digits."""


def short_year(
    tokens: Sequence[Token], at: int, as_of: date, months: Collection[str]
) -> tuple[int, int] | None:
    """Return the year of two digits behind a month, and the token after it; None where it is a day.

    It is a year behind a dash or an apostrophe, behind a short name (``aug 26``) and after ``in`` or
    ``for``, unless a word stands before the month after which days are named (``on aug 26``).
    """
    place = at + 1 + (stem_at(tokens, at + 1) == "-")
    year = two_digits(tokens, place, as_of)
    if year is None:
        return None
    glued = place > at + 1 or tokens[place].start > tokens[at].end + 1
    name, before = tokens[at].text.lower(), stem_at(tokens, at - 1)
    short = len(name) <= _LONGEST_SHORT and name not in words_of("short_months")
    ranges = _ends_range(tokens, at, as_of, months) or _opens_range(tokens, at, place + 1, as_of, months)
    told = (short or before in words_of("before_months")) and (
        ranges or before not in words_of("before_days")
    )
    return (year, place + 1) if glued or told else None


def _ends_range(tokens: Sequence[Token], at: int, as_of: date, months: Collection[str]) -> bool:
    """Return whether months lead to another one: ``jan to aug 26``, ``12 months to sep 26``."""
    said = stem_at(tokens, at - 2)
    dated = stem_at(tokens, at - 3) in months and two_digits(tokens, at - 2, as_of) is not None
    month = said in months and not stem_at(tokens, at - 3).isdigit()  # "from 1 Jan to aug 26" ends on a day
    return stem_at(tokens, at - 1) in words_of("between_months") and (month or said == "month" or dated)


def _opens_range(tokens: Sequence[Token], at: int, end: int, as_of: date, months: Collection[str]) -> bool:
    """Return whether another month with its year follows: ``from aug 25 to sep 26``."""
    opened = stem_at(tokens, at - 1) in ("from", "between") and stem_at(tokens, end) in words_of(
        "between_months"
    )
    return opened and stem_at(tokens, end + 1) in months and two_digits(tokens, end + 2, as_of) is not None


def two_digits(tokens: Sequence[Token], at: int, as_of: date) -> int | None:
    """Return the year that a number of two digits may be: a recent one."""
    text = tokens[at].text if 0 <= at < len(tokens) else ""
    if len(text) != _DIGITS or not text.isdigit() or stem_at(tokens, at + 1) in words_of("ordinal_endings"):
        return None
    year = as_of.year - as_of.year % 100 + int(text)
    return year if as_of.year - _OLDEST <= year <= as_of.year + 1 else None


def said_in_full(
    tokens: Sequence[Token], at: int, ordinals: Collection[str]
) -> tuple[tuple[Token, ...], int]:
    """Return ``Q3 26`` for ``3Q26`` and ``second quarter`` for ``the second``, and the token after it."""
    short = _NUMBERED.fullmatch(stem_at(tokens, at + 1))
    if short is not None and at < len(tokens) and tokens[at].text in _NUMBERS:
        name = f"{short[1]}{tokens[at].text}"
        year = replace(tokens[at + 1], text=short[2], stem=short[2])
        return (replace(tokens[at], text=name, stem=name), year), at + 2
    following = _shared_with_next(tokens, at, ordinals)
    if following:
        return (tokens[at], *tokens[following : following + _AFTER_NOUN]), at + 1
    noun = _shared_noun(tokens, at, ordinals)
    return ((tokens[at], replace(tokens[at], text=noun, stem=noun)) if noun else ()), at + 1


def _shared_with_next(tokens: Sequence[Token], at: int, ordinals: Collection[str]) -> int:
    """Return where the noun is that an ordinal shares: ``second and third quarter``; 0 for none."""
    place = at + 2 + (stem_at(tokens, at + 2) == _ARTICLE)
    joined = stem_at(tokens, at) in ordinals and stem_at(tokens, at + 1) in words_of("sharing")
    shared = joined and stem_at(tokens, place) in ordinals and stem_at(tokens, place + 1) in _NOUNS
    return place + 1 if shared else 0


def _shared_noun(tokens: Sequence[Token], at: int, ordinals: Collection[str]) -> str | None:
    """Return the noun that an ordinal shares with one before it: the quarter of ``than in the second``."""
    opened = stem_at(tokens, at - 1) in words_of("before_ordinals")
    opened |= stem_at(tokens, at - 1) == _ARTICLE and stem_at(tokens, at - 2) in words_of("before_ordinals")
    ends = at + 1 >= len(tokens) or tokens[at + 1].opens or tokens[at + 1].text == ","
    if stem_at(tokens, at) not in ordinals or not (opened and ends):
        return None
    named = (
        stem_at(tokens, place)
        for place in range(at - 1, 0, -1)
        if stem_at(tokens, place) in _NOUNS and stem_at(tokens, place - 1) in ordinals
    )
    return next(named, None)
