"""Figures in a text: value, unit, sign, and how exactly they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from symphonies.platform.vizier.check.vocabulary import Vocabulary

RATIO, POINTS, MONEY, PLAIN, FRACTION = "ratio", "points", "money", "plain", "fraction"
FRACTION_TOLERANCE = 0.06
"""How far a share may lie from "half" or "a third" and still be called so."""


@dataclass(frozen=True)
class Quantity:
    """One figure as printed.

    Attributes:
        value: signed; percent and points as ratios; dates as days since 1970-01-01.
        unit: ``money``, ``ratio``, ``points``, ``days``, ``months``, ``bps``, ``date``, ``plain`` or
            ``fraction``.
        currency: ISO 4217 code where one is printed.
        signed: whether a sign is printed.
        tolerance: half a unit in the last place printed.
        start: where it begins in the text.
        end: where it ends.
        text: as printed.
    """

    value: float
    unit: str
    currency: str | None
    signed: bool
    tolerance: float
    start: int
    end: int
    text: str

    @property
    def turns(self) -> bool:
        """Whether it is a change by itself, such as "doubled"."""
        return self.unit == FRACTION


def quantities(text: str, vocabulary: Vocabulary) -> Iterator[Quantity]:
    """Yield the figures of a text, in order of kind, not of place.

    Args:
        text: the text, with dates, periods and names blanked out.
        vocabulary: of its language.
    """
    text, found = _take(text, vocabulary.out_of, _shares)
    yield from found
    text, found = _take(text, vocabulary.fractions, partial(_fraction, vocabulary=vocabulary))
    yield from found
    for match in vocabulary.words.finditer(text):
        number = float(vocabulary.data["words"][match["word"].lower()])
        yield _quantity(match, number, 1.0, vocabulary)
    for match in vocabulary.number.finditer(text):
        digits = match["digits"].replace(vocabulary.group, "").replace(vocabulary.decimal, ".")
        places = len(digits.partition(".")[2])
        yield _quantity(match, float(digits), 10.0**-places, vocabulary)


def _take(
    text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Quantity]
) -> tuple[str, list[Quantity]]:
    found = [make(match) for match in pattern.finditer(text)]
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text, found


def _shares(match: re.Match[str]) -> Quantity:
    value = int(match[1]) / int(match[2]) if int(match[2]) else 0.0
    step = 0.5 / int(match[2]) if int(match[2]) else 0.0
    return Quantity(value, RATIO, None, False, step, match.start(), match.end(), match[0])


def _fraction(match: re.Match[str], vocabulary: Vocabulary) -> Quantity:
    value = float(vocabulary.data["fractions"][match[1].lower()])
    return Quantity(
        value, FRACTION, None, value < 0, FRACTION_TOLERANCE, match.start(), match.end(), match[0]
    )


def _quantity(match: re.Match[str], number: float, place: float, vocabulary: Vocabulary) -> Quantity:
    groups = match.groupdict()
    scale = float(vocabulary.data["scales"].get((groups["scale"] or "").lower(), 1.0))
    sign = (groups.get("sign") or groups.get("inner") or "").strip()
    unit, factor = _unit((groups["unit"] or "").lower(), vocabulary)
    currency = _currency(groups.get("before") or groups["after"], vocabulary)
    if currency is not None:
        unit = MONEY
    value = number * scale * factor * (-1.0 if sign in {"-", "\N{MINUS SIGN}"} else 1.0)
    start, end = match.span()
    text = match[0]
    lead = len(text) - len(text.lstrip())
    tolerance = place * scale * factor / 2
    return Quantity(value, unit, currency, bool(sign), tolerance, start + lead, end, text.strip())


def _unit(word: str, vocabulary: Vocabulary) -> tuple[str, float]:
    told = vocabulary.data
    if word in told["percent"]:
        return RATIO, 0.01
    if word in told["points"]:
        return POINTS, 0.01
    return told["units"].get(word, PLAIN), 1.0


def _currency(word: str | None, vocabulary: Vocabulary) -> str | None:
    if not word:
        return None
    known = {name.lower(): code for name, code in vocabulary.symbols.items()}
    return known.get(word.lower()) or vocabulary.data["currencies"].get(word.lower())
