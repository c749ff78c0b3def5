"""Days written in figures: ``2026-07-31``, ``31.10.2025``, ``7/31/26``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from symphonies.platform.vizier.ask.language.text import Token

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_MONTHS = 12


def written_day(tokens: Sequence[Token], at: int) -> date | None:
    """Return the day that a token writes in figures.

    Of two numbers that may both be a month the first is the day, unless another day of the question can
    only be written the other way: ``from 9/1/26 to 9/30/26``.
    """
    text = tokens[at].text if at < len(tokens) else ""
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return _date(*map(int, iso.groups()))
    short = _SHORT.fullmatch(text)
    if short is None:
        return None
    first, second, year = map(int, short.groups())
    day, month = (second, first) if second > _MONTHS or _month_first(tokens) else (first, second)
    return _date(year if len(short[3]) > len("26") else 2000 + year, month, day)


def _month_first(tokens: Sequence[Token]) -> bool:
    """Return whether some day of the question is written with its month first, and none the other way."""
    found = [each for each in (_SHORT.fullmatch(token.text) for token in tokens) if each is not None]
    return any(int(each[2]) > _MONTHS for each in found) and all(int(each[1]) <= _MONTHS for each in found)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
