"""By how much: numbers as they are written in English and in German, with their unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from symphonies.platform.vizier.foresight.wording import language, words

_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.0}
_SHARES = {"percent": 0.01, "points": 0.01, "bps": 0.0001}


@dataclass(frozen=True)
class Amount:
    """An amount of a lever.

    Attributes:
        value: in the lever's unit, above 0; None where it is of another kind.
        sign: 1 or -1 where one is written or meant; 0 for the words beside it to say.
        level: whether it is a level to reach, not a change.
    """

    value: float | None
    sign: int = 0
    level: bool = False


def units_of(unit: str) -> Mapping[str, float]:
    """Return what the spoken units are worth in a lever's unit."""
    return {
        "days": _DAYS,
        "weeks": {name: days / 7 for name, days in _DAYS.items()},
        "ratio": {"percent": 0.01},
        "points": _SHARES,
    }[unit]


def amount_in(text: str, units: Mapping[str, float]) -> Amount | None:
    """Return the amount that is said in a text; the last one of ``from 45 to 60 days`` less the first."""
    said = set(words(text))
    if "percent" in units and said & language()["double"]:
        return Amount(1.0, 1)
    if "percent" in units and said & language()["halve"]:
        return Amount(0.5, -1)
    found = [each for match in _pattern().finditer(text) if (each := _read(match, units)) is not None]
    if not found:
        return None
    if len(found) > 1 and re.search(r"\b(from|von)\b", text, re.IGNORECASE):
        return _between(found[0], found[-1])
    value, sign, start, known = found[0]
    if not known and len(found) > 1:
        value, sign, start, known = next((each for each in found if each[3]), found[0])
    level = bool(re.search(r"\b(to|auf|at|is|are|bei)\s+$", text[:start], re.IGNORECASE)) and not sign
    beside = re.search(
        r"\b(later|earlier|more|less|longer|higher|lower|late|später|höher|mehr)\b", text, re.I
    )
    return Amount(value, sign, level and beside is None)


_Read = tuple[float | None, int, int, bool]
"""Value, sign, where it begins, and whether a unit was said that fits."""


def _between(first: _Read, last: _Read) -> Amount:
    if first[0] is None or last[0] is None:
        return Amount(None)
    gap = last[0] - first[0]
    return Amount(abs(gap), 1 if gap >= 0 else -1)


def _read(match: re.Match[str], units: Mapping[str, float]) -> _Read | None:
    word = match["number"]
    value = number(word) if word[0].isdigit() else language()["numbers"].get(word.lower())
    if value is None:
        return None
    spoken = (match["unit"] or "").lower()
    unit = "points" if spoken.startswith("percentage") else "bps" if spoken.startswith("basis") else spoken
    kind = next((name for name, names in language()["units"].items() if unit == name or unit in names), None)
    if kind is None and not word[0].isdigit():
        return None
    sign = 0 if match["sign"] is None else 1 if match["sign"] == "+" else -1
    if kind is None:
        # a bare number is taken in the lever's first unit
        return value * next(iter(units.values())), sign, match.start(), False
    scale = units.get(kind)
    return (None if scale is None else value * scale), sign, match.start(), True


@cache
def _pattern() -> re.Pattern[str]:
    """Return what finds a number in digits or words, with the word after it."""
    known: list[str] = list(language()["numbers"])
    spelt = "|".join(sorted(known, key=len, reverse=True))
    return re.compile(
        r"(?P<sign>[+\-\u2212])?(?<!\w)"
        rf"(?P<number>\d+(?:[.,\s]\d{{3}})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|(?:{spelt})\b)"
        r"(?:\s*-?\s*(?P<unit>%|(?:percentage|basis)\s+points?|[^\W\d_]+))?",
        re.IGNORECASE,
    )


def number(text: str) -> float:
    """Return what ``1,000.5``, ``1.000,5``, ``2,5`` or ``2.5`` means.

    Of two signs the last one parts the decimals; one sign before exactly three digits parts thousands.
    """
    plain = re.sub(r"\s", "", text)
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return float(plain)
    last = plain.rfind(marks[-1])
    decimals = len(plain) - last - 1
    if (len(set(marks)) == 1 and len(marks) > 1) or (len(marks) == 1 and decimals == 3):
        return float(re.sub("[.,]", "", plain))
    return float(re.sub("[.,]", "", plain[:last]) + "." + plain[last + 1 :])
