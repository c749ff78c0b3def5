"""Dates with a name of their own: a day, a week, a month, a quarter, a half, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.vizier.ask.language.lexicon import Lexicon
from symphonies.platform.vizier.ask.language.middles import after_middle
from symphonies.platform.vizier.ask.language.shortened import said_in_full, short_year, two_digits
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.when import When
from symphonies.platform.vizier.ask.language.words import words_of
from symphonies.platform.vizier.ask.language.written_days import written_day

_YEARS_BACK = {"last": 1, "previous": 1, "prior": 1, "this": 0, "current": 0, "next": -1}
Found = tuple[When, int] | None


class Reader(Protocol):
    """What names are read for."""

    @property
    def lexicon(self) -> Lexicon:
        """The language."""
        ...

    @property
    def calendar(self) -> Calendar:
        """How the year is cut."""
        ...

    @property
    def as_of(self) -> date:
        """The last day the data speaks of."""
        ...


def named_period(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    """Return the named period that begins at a token, and the token after it."""
    for read in (_day, _near_month, _month, _quarter, _half, _alone, _season, _week, _year):
        found = read(tokens, at, reader)
        if found is not None:
            when, end = found
            return (_dated(when, reader), end)
    return None


def _alone(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    """Read ``the second`` behind ``the third quarter``, ``3Q26``, and the quarter of ``fiscal Q3``."""
    if stem_at(tokens, at) in words_of("kinds_of_year"):
        return _quarter(tokens, at + 1, reader) or _half(tokens, at + 1, reader)
    said, end = said_in_full(tokens, at, reader.lexicon.ordinals)
    found = _quarter(said, 0, reader) or _half(said, 0, reader)
    return None if found is None else (found[0], end)


def _dated(when: When, reader: Reader) -> When:
    future = when.period.start > reader.as_of
    return When(when.period, when.grain, when.instant, None, future, False, when.yearless)


def _day(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    written = written_day(tokens, at)
    if written is not None:
        return _one_day((written.year, written.month, written.day), at + 1)
    return _day_month(tokens, at, reader) or _month_day(tokens, at, reader) or _weekday(tokens, at, reader)


def _weekday(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    """Read ``Monday`` and ``last Monday`` as the newest one."""
    place = at + (stem_at(tokens, at) in words_of("newest"))
    number = reader.lexicon.weekdays.get(stem_at(tokens, place))
    if number is None or tokens[place].text.lower().endswith("s"):
        return None
    day = reader.as_of - timedelta(days=(reader.as_of.weekday() - number) % 7)
    return When(Period(day, day + timedelta(days=1)), Grain.DAY), place + 1


def _one_day(parts: Sequence[str | int], end: int) -> Found:
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return When(Period(day, day + timedelta(days=1)), Grain.DAY), end


def _day_month(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    number = _small(tokens, at, 31)
    if number is None:
        return None
    place = at + 1
    place += stem_at(tokens, place) in words_of("ordinal_endings")
    place += stem_at(tokens, place) == "of"
    month = reader.lexicon.months.get(stem_at(tokens, place))
    if month is None:
        return None
    year = two_digits(tokens, place + 1, reader.as_of)  # "31 aug 26"
    return (
        _one_day((year, month, number), place + 2)
        if year is not None and stem_at(tokens, place + 2) not in words_of("counted")
        else _with_year(tokens, place + 1, reader, month, number)
    )


def _month_day(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    month = reader.lexicon.months.get(stem_at(tokens, at))
    number = _small(tokens, at + 1, 31)
    if (
        month is None
        or number is None
        or short_year(tokens, at, reader.as_of, reader.lexicon.months) is not None
    ):
        return None
    place = at + 2
    place += stem_at(tokens, place) in words_of("ordinal_endings")
    return _with_year(tokens, place, reader, month, number)


def _with_year(tokens: Sequence[Token], place: int, reader: Reader, month: int, day: int) -> Found:
    place += stem_at(tokens, place) == "," and _year_number(tokens, place + 1) is not None  # "Oct 31, 2025"
    year = _year_number(tokens, place)
    if year is not None:
        return _one_day((year, month, day), place + 1)
    found = _one_day((reader.as_of.year, month, day), place)
    if found is not None and found[0].period.start > reader.as_of:
        found = _one_day((reader.as_of.year - 1, month, day), place)
    return None if found is None else (replace(found[0], yearless=True), found[1])


def _month(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    month = reader.lexicon.months.get(stem_at(tokens, at))
    if month is None or _is_plural(tokens[at]):
        return None
    place = at + 1 + (stem_at(tokens, at + 1) == "of")
    said, after = short_year(tokens, at, reader.as_of, reader.lexicon.months) or said_year(
        tokens, place, reader
    )
    year = said or reader.as_of.year - (month > reader.as_of.month)
    period = reader.calendar.period_of(date(year, month, 15), Grain.MONTH)
    return When(period, Grain.MONTH, yearless=said is None), after if said else at + 1


def _near_month(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    """Read ``last March`` and ``next March``: the nearest one on that side of today."""
    word, month = stem_at(tokens, at), reader.lexicon.months.get(stem_at(tokens, at + 1))
    if word not in words_of("nearest") or month is None or _year_number(tokens, at + 2) is not None:
        return None
    period = reader.calendar.period_of(date(reader.as_of.year, month, 15), Grain.MONTH)
    current = reader.calendar.period_of(reader.as_of, Grain.MONTH)
    years = -1 if word == "last" and period.start >= current.start else 0
    years = 1 if word != "last" and period.start <= current.start else years
    return When(reader.calendar.shift(period, years, Grain.YEAR), Grain.MONTH), at + 2


def _is_plural(token: Token) -> bool:
    """Return whether a short name of a month only came about by cutting an s off: ``Mars``, ``decs``."""
    return len(token.stem) <= 4 and token.text.lower() == f"{token.stem}s"


def _quarter(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    said = _year_number(tokens, at)
    place = at + 1 if said is not None else at
    number, place = _quarter_number(tokens, place, reader)
    if number is None:
        return None
    if said is None:
        skip = stem_at(tokens, place) == "of"
        said, after = _year_after(tokens, place + skip, reader)
        place = after if said is not None else place
    first = _first_of_year(said or reader.as_of.year, reader)
    period = reader.calendar.shift(reader.calendar.period_of(first, Grain.QUARTER), number - 1, Grain.QUARTER)
    if said is None and period.start > reader.as_of:
        period = reader.calendar.shift(period, -4, Grain.QUARTER)
    return When(period, Grain.QUARTER, yearless=said is None), place


def _quarter_number(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[int | None, int]:
    word = stem_at(tokens, at)
    if re.fullmatch(r"q[1-4]", word):
        return int(word[1]), at + 1
    number = reader.lexicon.ordinals.get(word)
    if number in (1, 2, 3, 4) and stem_at(tokens, at + 1) == "quarter":
        return number, at + 2
    if _small(tokens, at, 4) is not None:
        suffix = stem_at(tokens, at + 1) in words_of("ordinal_endings")
        if suffix and stem_at(tokens, at + 2) == "quarter":
            return _small(tokens, at, 4), at + 3
    if _small(tokens, at, 4) is not None and stem_at(tokens, at + 1) == "q":
        return _small(tokens, at, 4), at + 2
    if word == "quarter" and _small(tokens, at + 1, 4) is not None:
        return _small(tokens, at + 1, 4), at + 2
    return None, at


def _half(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    word, place = stem_at(tokens, at), at + 1
    if re.fullmatch(r"h[12]", word):
        number = int(word[1])
    elif reader.lexicon.ordinals.get(word) in (1, 2) and stem_at(tokens, at + 1) in ("half", "0.5"):
        number, place = reader.lexicon.ordinals[word], at + 2
    else:
        number, place = 1, after_middle(tokens, at)
        if place is None:
            return None
    skip = stem_at(tokens, place) == "of"
    skip += stem_at(tokens, place + skip) in ("the", "this") and stem_at(tokens, place + skip + 1) == "year"
    this_year = skip == 2
    said, after = _year_after(tokens, place + skip, reader)
    first = _first_of_year(said or reader.as_of.year, reader)
    start = reader.calendar.shift_boundary(first, 6 * (number - 1), Grain.MONTH)
    if said is None and start > reader.as_of:
        start = reader.calendar.shift_boundary(start, -1, Grain.YEAR)
    period = Period(start, reader.calendar.shift_boundary(start, 6, Grain.MONTH))
    yearless = said is None and not this_year
    end = place + skip + 1 if this_year else place
    return When(period, None, yearless=yearless), after if said else end


def _season(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    """Read ``summer`` as the three months that it has in the north."""
    at += stem_at(tokens, at) in words_of("newest")
    month = reader.lexicon.seasons.get(stem_at(tokens, at))
    if month is None:
        return None
    said, after = said_year(tokens, at + 1, reader)
    start = date(said or reader.as_of.year, month, 1)
    if said is None and start > reader.as_of:
        start = start.replace(year=start.year - 1)
    period = Period(start, reader.calendar.shift_boundary(start, 3, Grain.MONTH))
    return When(period, None, yearless=said is None), after if said else at + 1


def _week(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    word, place = stem_at(tokens, at), at + 1
    if word == "week" and stem_at(tokens, place) in words_of("week_of"):
        day = _day(tokens, place + 1 + (stem_at(tokens, place + 1) == "the"), reader)
        if day is not None:
            week = reader.calendar.period_of(day[0].period.start, Grain.WEEK)
            return When(week, Grain.WEEK), day[1]
    short = re.fullmatch(r"(?:c?w|kw)(\d{1,2})", word)
    number = int(short[1]) if short else None
    if word in ("week", "cw") and _small(tokens, at + 1, 53) is not None:
        number, place = _small(tokens, at + 1, 53), at + 2
    if number is None or not 1 <= number <= 53:
        return None
    said = _year_number(tokens, place)
    try:
        start = date.fromisocalendar(said or reader.as_of.year, number, 1)
    except ValueError:
        return None
    return When(Period(start, start + timedelta(days=7)), Grain.WEEK), place + (said is not None)


def _year(tokens: Sequence[Token], at: int, reader: Reader) -> Found:
    word, place = stem_at(tokens, at), at
    short = re.fullmatch(r"fy(\d{2}|\d{4})", word)
    if short:
        said: int | None = int(short[1]) + (2000 if len(short[1]) == 2 else 0)
    else:
        while stem_at(tokens, place) in words_of("kinds_of_year", "years"):
            place += 1
        place += place > at and stem_at(tokens, place) == "year"
        place += (
            place == at and stem_at(tokens, place) == "year" and _year_number(tokens, place + 1) is not None
        )
        said = _year_number(tokens, place)
    if said is None:
        return None
    return When(reader.calendar.period_of(_first_of_year(said, reader), Grain.YEAR), Grain.YEAR), place + 1


def _first_of_year(year: int, reader: Reader) -> date:
    """Return a day inside the first month of a year as the company names it."""
    return reader.calendar.period_of(date(year, reader.calendar.year_month, 15), Grain.YEAR).start


def said_year(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[int | None, int]:
    """Return a year by its number or as seen from today, and the token after it: ``of last year``."""
    said = _year_number(tokens, at)
    if said is not None:
        return said, at + 1
    place = at + (stem_at(tokens, at) in ("of", "in"))
    place += stem_at(tokens, place) == "the"
    back = _YEARS_BACK.get(stem_at(tokens, place))
    if back is not None and stem_at(tokens, place + 1) == "year":
        return reader.as_of.year - back, place + 2
    return None, at


def _year_after(tokens: Sequence[Token], at: int, reader: Reader) -> tuple[int | None, int]:
    """Return the year after a quarter or a half, also in two digits, and the token after it: ``H1 26``."""
    said, end = said_year(tokens, at, reader)
    if said is not None:
        return said, end
    place = at + (stem_at(tokens, at) == "fy")
    text = tokens[place].text if place < len(tokens) else ""
    if re.fullmatch(r"fy\d{2}", text.lower()):
        return 2000 + int(text[2:]), place + 1
    after = stem_at(tokens, place + 1)
    if re.fullmatch(r"[12]\d", text) and after not in words_of("counted"):
        return 2000 + int(text), place + 1
    return None, at


def _year_number(tokens: Sequence[Token], at: int) -> int | None:
    text = tokens[at].text if 0 <= at < len(tokens) else ""
    return int(text) if re.fullmatch(r"(19|20)\d{2}", text) else None


def _small(tokens: Sequence[Token], at: int, most: int) -> int | None:
    number = tokens[at].number if 0 <= at < len(tokens) else None
    return int(number) if number is not None and number == int(number) and 1 <= number <= most else None
