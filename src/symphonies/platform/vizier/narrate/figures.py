"""Figures as people read them: three significant digits, a unit, a true minus, in their language."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from symphonies.platform.vizier.narrate.language import Language, load_language

MINUS = "\N{MINUS SIGN}"
EPOCH = date(1970, 1, 1)
_STEPS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def figure(
    value: float,
    unit: str,
    currency: str | None = None,
    *,
    change: bool = False,
    language: Language | None = None,
    case: str | None = None,
) -> str:
    """Return the figure in words a board would use.

    Args:
        value: in the metric's unit; shares as ratios; dates as days since 1970-01-01.
        unit: the metric's unit.
        currency: ISO 4217 code, for money.
        change: whether this is a difference of two values (shares become points, dates become days).
        language: whose digits, scales and words to use; English when none is given.
        case: the grammatical case of the unit's word, where the language has cases.
    """
    language = language or load_language()
    if not math.isfinite(value):
        return "n/a"
    sign, magnitude = (MINUS if value < 0 else ""), abs(value)
    told = language.data["figures"]
    if sign and not any(digit in "123456789" for digit in figure(magnitude, unit, change=change)):
        sign = ""
    if unit == "money":
        return _money(sign, magnitude, currency, language)
    if unit == "ratio" and change:
        return sign + told["points"].format(number=_digits(magnitude * 100, 1, language))
    if unit == "ratio":
        percent = magnitude * 100
        return sign + told["share"].format(number=_digits(percent, 1 if percent < 100 else 0, language))
    if unit == "date" and not change:
        return format_date(EPOCH + timedelta(days=round(value)), told["day"], locale=language.locale)
    if unit == "count":
        return f"{sign}{_digits(magnitude, 0, language)}"
    decimals = 0 if unit == "date" else 1
    text = f"{sign}{_digits(magnitude, decimals, language)}"
    word = _unit_word("days" if unit == "date" else unit, magnitude, decimals, language, case)
    return f"{text} {word}" if word else text


def _money(sign: str, magnitude: float, currency: str | None, language: Language) -> str:
    told = language.data["figures"]
    number, scale = _short(magnitude, language)
    symbol = get_currency_symbol(currency, locale=language.locale) if currency else ""
    if symbol.isalpha() and len(symbol) == 3:
        symbol += "\N{NO-BREAK SPACE}"
    text = told["money"].format(sign=sign, symbol=symbol, number=number, scale=told["scales"].get(scale, ""))
    return text.strip().replace("\N{NO-BREAK SPACE}", " ")


def _short(magnitude: float, language: Language) -> tuple[str, str]:
    for step, scale in _STEPS:
        if magnitude >= step * 0.9995:
            return _three_digits(magnitude / step, language), scale
    if magnitude >= 100 or magnitude == int(magnitude):
        return _digits(magnitude, 0, language), ""
    return _three_digits(magnitude, language), ""


def _three_digits(value: float, language: Language) -> str:
    """Format a positive number below a thousand to three significant digits."""
    return _digits(value, 0 if value >= 100 else 1 if value >= 10 else 2, language)


def _digits(value: float, decimals: int, language: Language) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(Decimal(f"{value:.{decimals}f}"), format=pattern, locale=language.locale)


def _unit_word(unit: str, magnitude: float, decimals: int, language: Language, case: str | None) -> str:
    words = language.data["figures"]["units"].get(unit)
    if words is None:
        return ""
    plural = Locale.parse(language.locale).plural_form(Decimal(f"{magnitude:.{decimals}f}"))
    if plural == "one":
        return words["one"]
    return words.get(case or "", words["other"])
