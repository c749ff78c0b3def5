"""Whole periods: ``full year 2025``, ``the whole of the quarter``, ``the same month of 2025``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from symphonies.kernel import Grain, Period
from symphonies.platform.vizier.ask.language.edges import Dates
from symphonies.platform.vizier.ask.language.points import named_period
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import When
from symphonies.platform.vizier.ask.language.words import words_of

_NUMBERS, _ENDINGS = ("1", "2"), ("st", "nd")
_HALF_OF_MONTH = 15
"""Days of the first half of a month."""
_MONTHS = (3, 6, 9)


def named_in_full(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read a period with a name of its own; the ``full year`` after it says no more."""
    found = named_period(tokens, at, reader)
    if found is None or stem_at(tokens, found[1]) not in words_of("entire"):
        return found
    return found[0], found[1] + 2 * (stem_at(tokens, found[1] + 1) in reader.lexicon.units)


def half_of_month(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``the second half of September`` as its 16th to its last day."""
    number, place = reader.lexicon.ordinals.get(stem_at(tokens, at)), at + 1
    if stem_at(tokens, at) in _NUMBERS and stem_at(tokens, at + 1) in _ENDINGS:
        number, place = int(tokens[at].text), at + 2
    halved = stem_at(tokens, place) == "half" and stem_at(tokens, place + 1) in ("of", "in")
    if number not in (1, 2) or not halved:
        return None
    month = named_period(tokens, place + 2, reader)
    if month is None or month[0].grain is not Grain.MONTH:
        return None
    period = month[0].period
    middle = period.start + timedelta(days=_HALF_OF_MONTH)
    half = Period(period.start, middle) if number == 1 else Period(middle, period.end)
    return replace(month[0], period=half, grain=None), month[1]


def full_period(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``the full year`` and ``the whole of the quarter`` as the current one, unless one is named."""
    if stem_at(tokens, at) not in words_of("entire"):
        return None
    place = at + 1 + (stem_at(tokens, at + 1) == "of")
    place += stem_at(tokens, place) in ("the", "this")
    named = named_period(tokens, place, reader)
    if named is not None:
        return named
    unit = reader.lexicon.units.get(stem_at(tokens, place))
    return None if unit is None else (reader.current(Grain(unit)), place + 1)


def first_months(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``9M 2026`` as the first nine months of that year."""
    count = tokens[at].number if at < len(tokens) else None
    if count not in _MONTHS or stem_at(tokens, at + 1) != "m":
        return None
    year = named_period(tokens, at + 2, reader)
    if year is None or year[0].grain is not Grain.YEAR:
        return None
    start = year[0].period.start
    end = reader.calendar.shift_boundary(start, int(count or 0), Grain.MONTH)
    return When(Period(start, end), None, future=year[0].future), year[1]


def same_part(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``the same quarter of 2025``: of that year the part that was spoken of."""
    part = stem_at(tokens, at + 1)
    if stem_at(tokens, at) != "same" or not (
        part in reader.lexicon.units or part in words_of("parts_of_year")
    ):
        return None
    year = named_period(tokens, at + 2 + (stem_at(tokens, at + 2) in ("of", "in")), reader)
    if year is None or year[0].grain is not Grain.YEAR:
        return None
    return replace(year[0], same=True), year[1]
