"""Days and periods in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names

from symphonies.kernel import Period
from symphonies.platform.vizier.check.quantity import Quantity
from symphonies.platform.vizier.narrate.figures import EPOCH

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_QUARTER = re.compile(r"\b(?:Q([1-4])[ /]?(?:FY)?(\d{4})|(?:FY)?(\d{4})[ /]?Q([1-4]))\b")
_FISCAL = re.compile(r"\bFY ?\d{4}(?:/\d{2,4})?(?: Q[1-4]| P\d{1,2}| W\d{1,2})?\b")
_WEEK = re.compile(r"\b\d{4}-?W\d{2}\b|\b\d{4} W\d{1,2}\b")
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d{2}(?![\w%]|[.,]\d)")


@dataclass(frozen=True)
class Moment:
    """A period named in a text.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        text: as printed.
        year: the year, where it is named.
        month: the month 1..12, where it is named.
        quarter: the quarter 1..4, where it is named.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    quarter: int | None = None

    def names(self, period: Period, label: str) -> bool:
        """Whether it may stand for a period with that label."""
        if self.text.lower() == label.lower():
            return True
        if self.year is not None and self.year not in (period.start.year, period.last_day.year):
            return False
        if self.month is not None:
            near = period.days < 40 or TOGETHER in label
            return near and self.month in (period.start.month, period.last_day.month)
        if self.quarter is not None:
            numbers = [int(found) for found in re.findall(r"Q([1-4])", label)]
            return self.quarter in (numbers or [(period.last_day.month + 2) // 3])
        return self.year is not None


TOGETHER = " to "
"""Stands in the label of several periods told together: then a month may name an end."""


@lru_cache(maxsize=8)
def _months(locale: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale=locale).items():
                found[name.lower().rstrip(".")] = number
    return found


def moments(text: str, locale: str, labels: frozenset[str]) -> tuple[str, list[Quantity], list[Moment]]:
    """Return a text with its days and periods blanked out, the days as figures, and the periods.

    Args:
        text: the text.
        locale: of its language.
        labels: what calendars call the periods that may be named.
    """
    days: list[Quantity] = []
    periods: list[Moment] = []
    for start, end, found in _days(text, locale):
        number = float((found - EPOCH).days)
        days.append(Quantity(number, "date", None, False, 0.5, start, end, text[start:end]))
    text = _blank(text, [(day.start, day.end) for day in days])
    for label in sorted(labels, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE):
            text = _blank(text, [match.span()])
            periods += [Moment(match.start(), match.end(), match[0])]
    for moment in _periods(text, locale):
        if text[moment.start : moment.end].strip():
            periods.append(moment)
            text = _blank(text, [(moment.start, moment.end)])
    return text, days, periods


def _days(text: str, locale: str) -> Iterator[tuple[int, int, date]]:
    months = _months(locale)
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    for match in _ISO.finditer(text):
        yield from _valid(match, int(match[1]), int(match[2]), int(match[3]))
    for match in re.finditer(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+({names})\.?,?\s+(\d{{4}})\b", text, re.I):
        yield from _valid(match, int(match[3]), months[match[2].lower()], int(match[1]))
    for match in re.finditer(rf"\b({names})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,\s+(\d{{4}})\b", text, re.I):
        yield from _valid(match, int(match[3]), months[match[1].lower()], int(match[2]))


def _valid(match: re.Match[str], year: int, month: int, day: int) -> Iterator[tuple[int, int, date]]:
    try:
        yield match.start(), match.end(), date(year, month, day)
    except ValueError:
        return


def _periods(text: str, locale: str) -> Iterator[Moment]:
    for match in _QUARTER.finditer(text):
        quarter, year = (match[1] or match[4]), (match[2] or match[3])
        yield Moment(match.start(), match.end(), match[0], year=int(year), quarter=int(quarter))
    for pattern in (_FISCAL, _WEEK):
        for match in pattern.finditer(text):
            yield Moment(match.start(), match.end(), match[0])
    months = _months(locale)
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    # A month is written with a capital, so that the verb "may" is none.
    for match in re.finditer(rf"\b({names})\b\.?(?:\s+(\d{{4}})\b)?", text, re.I):
        if match[1][0].isupper():
            year = int(match[2]) if match[2] else None
            yield Moment(match.start(), match.end(), match[0], year=year, month=months[match[1].lower()])
    for match in _YEAR.finditer(text):
        yield Moment(match.start(), match.end(), match[0], year=int(match[0]))


def _blank(text: str, places: list[tuple[int, int]]) -> str:
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
