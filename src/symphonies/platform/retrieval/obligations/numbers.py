"""Numbers in digits, in words, and in both: ``60``, ``sixty``, ``sixty (60)``."""

from __future__ import annotations

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join([*sorted(_SMALL, key=len, reverse=True), *_SCALES])
_WORDS = rf"\b(?:{_WORD})(?:(?:\s+and\s+|[\s-]+)(?:{_WORD}))*\b"
_DIGITS = r"\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

_BOTH = rf"(?P<both>{_WORDS})\s*\(\s*(?P<digits_of_both>{_DIGITS})\s*%?\s*\)"
NUMBER = rf"(?:{_BOTH}|(?P<digits>{_DIGITS})|(?P<words>{_WORDS}))"
"""A pattern of one number; its groups are read by `value_of`."""


def value_of(found: re.Match[str]) -> tuple[float, bool]:
    """Return the value of a match of `NUMBER`, and whether its words and digits differ.

    Where they do, the words hold: a figure is more easily mistyped, and so courts read it.
    """
    if found["both"] is not None:
        said, shown = in_words(found["both"]), _in_digits(found["digits_of_both"])
        return said, said != shown
    if found["digits"] is not None:
        return _in_digits(found["digits"]), False
    return in_words(found["words"]), False


def in_words(text: str) -> float:
    """Return the number that English words say, such as ``one hundred and twenty``."""
    total, held = 0, 0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _SMALL:
            held += _SMALL[word]
        elif word == "hundred":
            held = max(held, 1) * 100
        elif word in _SCALES:
            total += max(held, 1) * _SCALES[word]
            held = 0
    return float(total + held)


def _in_digits(text: str) -> float:
    return float(re.sub(r"[,'’ ]", "", text))
