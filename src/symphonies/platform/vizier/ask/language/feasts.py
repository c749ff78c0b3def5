"""Days with a name of their own: ``Christmas``, ``Halloween of last year``, ``Good Friday 2025``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from symphonies.kernel import Grain, Period, named_holiday
from symphonies.platform.vizier.ask.language.points import Reader, said_year
from symphonies.platform.vizier.ask.language.text import Token
from symphonies.platform.vizier.ask.language.when import When


def feast(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[When, int] | None:
    """Read a feast as the newest one that has been, and return the token after its name."""
    feasts = reader.lexicon.feasts
    longest = max(map(len, feasts))
    stems = tuple(token.stem for token in tokens[at : at + longest])
    name = next((stems[:n] for n in range(len(stems), 0, -1) if stems[:n] in feasts), None)
    if name is None:
        return None
    year, end = said_year(tokens, at + len(name), reader)
    day = _day(feasts[name], year or reader.as_of.year)
    if day is not None and year is None and day > reader.as_of:
        day = _day(feasts[name], reader.as_of.year - 1)
    if day is None:
        return None
    fixed = isinstance(feasts[name][0], int)  # one that moves has another day in another year
    when = When(Period(day, day + timedelta(days=1)), Grain.DAY, future=day > reader.as_of)
    return replace(when, yearless=year is None and fixed), end


def _day(told: Sequence[int | str], year: int) -> date | None:
    """Return the day of a feast in a year, by month and day or by a country that keeps it."""
    first, second = told
    if isinstance(first, int):
        return date(year, first, int(second))
    return named_holiday(first, str(second), year)
