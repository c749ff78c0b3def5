"""Spans of time, percentages, money and dates in a sentence, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from symphonies.platform.retrieval.obligations.numbers import NUMBER, value_of
from symphonies.platform.retrieval.obligations.obligation import Unit

_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "euro": "EUR", "dollar": "USD", "pound": "GBP"}
_CODE = r"EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|SGD|INR|CNY|BRL|MXN|ZAR|AED"
_SCALE = {"million": 1e6, "mio": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3, "billion": 1e9, "bn": 1e9}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(_MONTHS)

_TIME = re.compile(
    rf"{NUMBER}[\s-]*(?:calendar|consecutive|business|working|banking|full|clear)?\s*(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NET = re.compile(r"\bnet[\s-]+(?P<days>\d{1,3})\b(?!\s*(?:%|per))", re.IGNORECASE)
_PERCENT = re.compile(rf"{NUMBER}\s*(?:%|per\s?cent\b)(?:\s*\(\s*[\d.]+\s*%\s*\))?", re.IGNORECASE)
_SCALED = r"(?:\s*(?P<scale>million|mio|m|thousand|k|billion|bn)\b)?"
_MONEY_AFTER = re.compile(rf"(?P<sign>{_CODE}|[€$£¥])\s*{NUMBER}{_SCALED}")
_MONEY_BEFORE = re.compile(rf"{NUMBER}{_SCALED}\s*(?P<sign>(?:{_CODE})\b|[€£]|euro|pound|dollar)")
_DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
    ),
)


@dataclass(frozen=True)
class Quantity:
    """One value in a sentence, from ``begin`` to ``end``."""

    begin: int
    end: int
    unit: Unit
    value: float | None = None
    currency: str | None = None
    day: date | None = None
    doubtful: bool = False


def quantities(sentence: str) -> tuple[Quantity, ...]:
    """Return what a sentence counts, in order; what is part of another is not told twice."""
    found = [*_times(sentence), *_percents(sentence), *_money(sentence), *_dates(sentence)]
    found.sort(key=lambda each: (each.begin, -each.end))
    kept: list[Quantity] = []
    for each in found:
        if not kept or each.begin >= kept[-1].end:
            kept.append(each)
    return tuple(kept)


def _times(sentence: str) -> Iterator[Quantity]:
    for found in _TIME.finditer(sentence):
        value, doubtful = value_of(found)
        yield Quantity(*found.span(), Unit(f"{found['unit'].lower()}s"), value, doubtful=doubtful)
    for found in _NET.finditer(sentence):
        yield Quantity(*found.span(), Unit.DAYS, float(found["days"]))


def _percents(sentence: str) -> Iterator[Quantity]:
    for found in _PERCENT.finditer(sentence):
        value, doubtful = value_of(found)
        yield Quantity(*found.span(), Unit.PERCENT, value, doubtful=doubtful)


def _money(sentence: str) -> Iterator[Quantity]:
    for pattern in (_MONEY_AFTER, _MONEY_BEFORE):
        for found in pattern.finditer(sentence):
            value, doubtful = value_of(found)
            sign = found["sign"]
            scale = _SCALE[found["scale"]] if found["scale"] else 1.0
            yield Quantity(
                *found.span(), Unit.MONEY, value * scale, _SIGNS.get(sign.lower(), sign), doubtful=doubtful
            )


def _dates(sentence: str) -> Iterator[Quantity]:
    for pattern in _DATES:
        for found in pattern.finditer(sentence):
            parts = found.groupdict()
            month = int(parts["number"]) if "number" in parts else _MONTHS.index(parts["month"].lower()) + 1
            try:
                day = date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                continue  # the 31st of June is no day
            yield Quantity(*found.span(), Unit.DATE, day=day)
