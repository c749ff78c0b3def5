"""Ranges and lists of periods: ``from May to July``, ``between 1 and 14 January``, ``Q1, Q2 and Q3``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from symphonies.kernel import Grain, Period
from symphonies.platform.vizier.ask.language.edges import Dates, edge
from symphonies.platform.vizier.ask.language.neighbours import are_two_times
from symphonies.platform.vizier.ask.language.points import named_period
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import When, spanning
from symphonies.platform.vizier.ask.language.words import words_of

_EACH = (Grain.QUARTER, Grain.YEAR)
Found = tuple[When, int] | None


def date_range(reader: Dates, tokens: Sequence[Token], at: int) -> Found:
    """Read ``from May to July`` and ``between the start of the year and now``."""
    opening = stem_at(tokens, at)
    place = at + 1 if opening in ("from", "between") else at
    first = (
        reader.atom(tokens, place)
        or _start(reader, tokens, place)
        or _day_of_range(reader, tokens, place, opening)
    )
    if first is None or first[0].future:
        return None
    joints = {"and"} if opening == "between" else words_of("range")
    glued = first[0].grain is Grain.MONTH and stem_at(tokens, first[1]) in reader.lexicon.months
    if stem_at(tokens, first[1]) not in joints and not glued:
        return None
    place = first[1] + (not glued)
    starts = edge(reader, tokens, place) if first[0].instant else None
    second = starts or reader.atom(tokens, place) or _now(reader, tokens, place)
    if second is None:
        return None
    start = _aligned(first[0].period.start, second[0].period.end, first[0])
    if start >= second[0].period.end or are_two_times(reader, tokens, at, first, second[0]):
        return None
    ends = (first[0], second[0]) if opening == "between" and not first[0].instant else None
    return When(Period(start, second[0].period.end), None, ends=ends), second[1]


def _start(reader: Dates, tokens: Sequence[Token], at: int) -> Found:
    """Read ``the start of July``, where a range begins; from end to end two days are compared."""
    first = (
        edge(reader, tokens, at)
        if stem_at(tokens, at + (stem_at(tokens, at) == "the")) in words_of("starts")
        else None
    )
    return None if first is None else (replace(first[0], instant=True), first[1])


def _day_of_range(reader: Dates, tokens: Sequence[Token], at: int, opening: str) -> Found:
    """Read the first day of ``between 1 and 14 January 2026``: its month follows the second."""
    joints = {"and"} if opening == "between" else words_of("range")
    first = tokens[at].number if at < len(tokens) else None
    place = at + 1 + (stem_at(tokens, at + 1) in words_of("ordinal_endings"))
    if first is None or stem_at(tokens, place) not in joints:
        return None
    last = named_period(tokens, place + 1, reader)
    if last is None or last[0].grain is not Grain.DAY or not 1 <= first < last[0].period.start.day:
        return None
    day = last[0].period.start.replace(day=int(first))
    return replace(last[0], period=Period(day, day + timedelta(days=1))), place


def joined(reader: Dates, tokens: Sequence[Token], at: int) -> Found:
    """Read ``2024 and 2025``: neighbours, each for itself; ``July and August`` are one time."""
    listed, end = _listed(reader, tokens, at)
    several = len(listed) > 2
    if len(listed) < 2 or not (several or stem_at(tokens, listed[0][1]) == "and"):
        return None
    pair = sorted((when for when, _ in listed), key=lambda each: each.period.start)
    if any(first.period.end != second.period.start for first, second in pairwise(pair)):
        return None
    if not several and are_two_times(reader, tokens, at, listed[0], listed[1][0]):
        return None
    alike = all(when.grain is pair[0].grain for when in pair)
    each = alike and (several or pair[0].grain in _EACH)
    return replace(spanning(pair[0], pair[-1]), each=each), end


def _listed(reader: Dates, tokens: Sequence[Token], at: int) -> tuple[list[tuple[When, int]], int]:
    """Return the periods of ``Q1, Q2 and Q3``, and the token after the last."""
    found, place, end = list[tuple[When, int]](), at, at
    while True:
        read = reader.atom(tokens, place)
        if read is None or read[0].same:
            return found, end
        found.append(read)
        end = place = read[1]
        place += stem_at(tokens, place) == ","
        place += stem_at(tokens, place) == "and"
        if place == end:
            return found, end
        place += stem_at(tokens, place) == "in"


def _aligned(start: date, end: date, first: When) -> date:
    """Return the start of a range whose first part has no year: the last one before its end."""
    if first.yearless:
        moved = start.replace(year=end.year)
        return moved if moved < end else moved.replace(year=end.year - 1)
    return start


def _now(reader: Dates, tokens: Sequence[Token], at: int) -> Found:
    if stem_at(tokens, at) not in words_of("today"):
        return None
    return When(Period(reader.as_of, reader.as_of + timedelta(days=1)), Grain.DAY), at + 1
