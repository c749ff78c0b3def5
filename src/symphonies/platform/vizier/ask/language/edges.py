"""The edges of periods: ``end of June``, ``the start of the year``, ``quarter end``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from symphonies.kernel import Grain, Period
from symphonies.platform.vizier.ask.language.points import Reader, named_period
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import When
from symphonies.platform.vizier.ask.language.words import phrases_of, words_of


class Dates(Reader, Protocol):
    """What edges are read for."""

    def atom(self, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
        """Read one period that begins at a token."""
        ...

    def current(self, grain: Grain) -> When:
        """Return the period that is running."""
        ...


def edge(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``end of June``, ``the start of the year``, ``year end 2025``, ``June end``."""
    place = at + (stem_at(tokens, at) in ("the", "at"))
    place += stem_at(tokens, place) == "the"
    several = stem_at(tokens, place - 2) in words_of("distributives")  # which no one day is
    of_each = several and stem_at(tokens, place - 1) in reader.lexicon.units
    return None if of_each else _one_edge(reader, tokens, place)


def _one_edge(reader: Dates, tokens: Sequence[Token], place: int) -> tuple[When, int] | None:
    side = stem_at(tokens, place)
    bare = _without_of(reader, tokens, place)
    if bare is not None:
        return bare
    if side in words_of("starts", "ends") and stem_at(tokens, place + 1) == "of":
        found = whole(reader, tokens, place + 2)
        return None if found is None else (cut(reader, found[0], side), found[1])
    if side in ("last", "first") and [stem_at(tokens, place + k) for k in (1, 2)] == ["day", "of"]:
        found = whole(reader, tokens, place + 3)
        return (
            None if found is None else (cut(reader, found[0], "end" if side == "last" else "start"), found[1])
        )
    unit = reader.lexicon.units.get(side)
    if stem_at(tokens, place - 1) in words_of("distributives"):
        return None
    if unit is not None and stem_at(tokens, place + 1) == "end":
        found = reader.atom(tokens, place + 2) if unit == "year" else named_period(tokens, place + 2, reader)
        if found is not None and (unit != "year" or found[0].grain is Grain.YEAR):
            return cut(reader, found[0], "end"), found[1]
        return replace(cut(reader, reader.current(Grain(unit)), "end"), edge=Grain(unit)), place + 2
    named = named_period(tokens, place, reader)
    if named is None:
        return None
    after = named[1]
    if reader.lexicon.units.get(stem_at(tokens, after), "") == named[0].grain:  # "September month-end"
        after += 1 + (stem_at(tokens, after + 1) == "-")
    return (cut(reader, named[0], "end"), after + 1) if stem_at(tokens, after) == "end" else None


def _without_of(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read ``end September`` and ``the turn of the year``."""
    (turn,) = phrases_of("turn_of_year")
    if tuple(stem_at(tokens, at + k) for k in range(len(turn))) == turn:
        year = reader.current(Grain.YEAR)
        before = reader.calendar.shift(year.period, -1, Grain.YEAR)
        return cut(reader, replace(year, period=before), "end"), at + len(turn)
    found = named_period(tokens, at + 1, reader) if stem_at(tokens, at) == "end" else None
    return None if found is None else (cut(reader, found[0], "end"), found[1])


def whole(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[When, int] | None:
    """Read a period after ``end of``, where ``the year`` is the current one."""
    word = stem_at(tokens, at)
    unit = reader.lexicon.units.get(stem_at(tokens, at + 1))
    if word in words_of("distributives") and unit is not None:
        return None
    if word in ("the", "this") and unit is not None and stem_at(tokens, at + 2) != "before":
        return named_period(tokens, at + 1, reader) or (reader.current(Grain(unit)), at + 2)
    return reader.atom(tokens, at + (word == "the"))


def cut(reader: Dates, found: When, side: str) -> When:
    """Return the first or the last day of a period."""
    period = found.period
    if side in words_of("starts"):
        first = Period(period.start, period.start + timedelta(days=1))
        return When(first, Grain.DAY, instant=True, yearless=found.yearless)
    last = Period(period.last_day, period.end)
    future = period.last_day > reader.as_of
    return When(last, Grain.DAY, instant=True, future=future, yearless=found.yearless)
