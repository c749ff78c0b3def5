"""Figures as people read them: three significant digits, a unit, a true minus, in their language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from symphonies.platform.vizier.narrate.language import Language, load_language

MINUS = "\N{MINUS SIGN}"
EPOCH = date(1970, 1, 1)
_MOST_MORE = 5
"""Figures that so many further decimals do not tell apart are the same."""
_STEPS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def figure(
    value: float,
    unit: str,
    currency: str | None = None,
    *,
    change: bool = False,
    language: Language | None = None,
    case: str | None = None,
    apart: Sequence[float] = (),
) -> str:
    """Return the figure in words a board would use.

    Args:
        value: in the metric's unit; shares as ratios; dates as days since 1970-01-01.
        unit: the metric's unit.
        currency: ISO 4217 code, for money.
        change: whether this is a difference of two values (shares become points, dates become days).
        language: whose digits, scales and words to use; English when none is given.
        case: the grammatical case of the unit's word, where the language has cases.
        apart: other figures of the sentence in the same unit: each gets as many decimals as tell all apart.
    """
    language = language or load_language()
    if not math.isfinite(value):
        return "n/a"
    if len(different := {value, *apart}) > 1:

        def told_with(more: int) -> set[str]:
            return {_figure(each, unit, currency, change, language, case, more) for each in different}

        more = next((each for each in range(_MOST_MORE) if len(told_with(each)) == len(different)), 0)
        return _figure(value, unit, currency, change, language, case, more)
    return _figure(value, unit, currency, change, language, case, 0)


def more_than(most: float, unit: str, language: Language | None = None, case: str | None = None) -> str:
    """Return that a figure is more than the greatest that is told of its metric.

    Args:
        most: the greatest, in the metric's unit.
        unit: the metric's unit: one with a word of its own, or a share.
        language: whose digits and words to use; English when none is given.
        case: the grammatical case of the unit's word.
    """
    language = language or load_language()
    decimals = 0 if most == int(most) else 1
    word = _unit_word(unit, most, decimals, language, case)
    told = f"{_digits(most, decimals, language)} {word}" if word else figure(most, unit, language=language)
    return language.data["figures"]["more"].format(figure=told)


def _figure(
    value: float,
    unit: str,
    currency: str | None,
    change: bool,
    language: Language,
    case: str | None,
    more: int,
) -> str:
    """Return a figure with so many decimals more than usual."""
    sign, magnitude = (MINUS if value < 0 else ""), abs(value)
    told = language.data["figures"]
    if sign:
        printed = _figure(magnitude, unit, None, change, language, None, more)
        sign = sign if any(digit in "123456789" for digit in printed) else ""
    if unit == "money":
        return _money(sign, magnitude, currency, language, more)
    if unit == "ratio" and change:
        return sign + told["points"].format(number=_digits(magnitude * 100, 1 + more, language))
    if unit == "ratio":
        percent = magnitude * 100
        decimals = (1 if 0 < percent < 100 else 0) + more
        return sign + told["share"].format(number=_digits(percent, decimals, language))
    if unit == "date" and not change:
        return format_date(EPOCH + timedelta(days=round(value)), told["day"], locale=language.locale)
    if unit == "count":
        return f"{sign}{_digits(magnitude, more, language)}"
    whole = unit == "date" or magnitude >= 100 or (magnitude == 0 and not change)
    # a plain number says nothing of what is a small step for it: three digits count, as for money
    decimals = (0 if whole else 2 if unit == "number" and magnitude < 9.995 else 1) + more
    text = f"{sign}{_digits(magnitude, decimals, language)}"
    word = _unit_word("days" if unit == "date" else unit, magnitude, decimals, language, case)
    return f"{text} {word}" if word else text


def _money(sign: str, magnitude: float, currency: str | None, language: Language, more: int) -> str:
    told = language.data["figures"]
    number, scale = _short(magnitude, language, more)
    symbol = get_currency_symbol(currency, locale=language.locale) if currency else ""
    if symbol.isalpha() and len(symbol) == 3:
        symbol += "\N{NO-BREAK SPACE}"
    text = told["money"].format(sign=sign, symbol=symbol, number=number, scale=told["scales"].get(scale, ""))
    return text.strip().replace("\N{NO-BREAK SPACE}", " ")


def _short(magnitude: float, language: Language, more: int) -> tuple[str, str]:
    for step, scale in _STEPS:
        if magnitude >= step * 0.9995:
            return _three_digits(magnitude / step, language, more), scale
    if magnitude >= 100 or magnitude == int(magnitude):
        return _digits(magnitude, more if magnitude else 0, language), ""
    return _three_digits(magnitude, language, more), ""


def _three_digits(value: float, language: Language, more: int) -> str:
    """Format a positive number below a thousand to three significant digits, or more."""
    return _digits(value, (0 if value >= 100 else 1 if value >= 10 else 2) + more, language)


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
