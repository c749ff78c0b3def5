"""Figures as people read them: three significant digits, a unit, a true minus."""

from __future__ import annotations

import math
from datetime import date, timedelta

from babel.numbers import get_currency_symbol

MINUS = "\N{MINUS SIGN}"
_STEPS = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
_SUFFIX = {"days": "days", "months": "months", "bps": "bp"}


def _three_digits(value: float) -> str:
    """Format a positive number below a thousand to three significant digits."""
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{decimals}f}"


def _short(magnitude: float) -> str:
    for step, letter in _STEPS:
        if magnitude >= step * 0.9995:
            return f"{_three_digits(magnitude / step)}{letter}"
    return f"{magnitude:.0f}" if magnitude >= 100 or magnitude == int(magnitude) else _three_digits(magnitude)


def _share(magnitude: float) -> str:
    percent = magnitude * 100
    return f"{percent:.1f}%" if percent < 100 else f"{percent:.0f}%"


def figure(value: float, unit: str, currency: str | None = None, *, change: bool = False) -> str:
    """Return the figure in words a board would use.

    Args:
        value: in the metric's unit; shares as ratios; dates as days since 1970-01-01.
        unit: the metric's unit.
        currency: ISO 4217 code, for money.
        change: whether this is a difference of two values (shares become points).
    """
    if not math.isfinite(value):
        return "n/a"
    sign = MINUS if value < 0 else ""
    magnitude = abs(value)
    if unit == "money":
        symbol = get_currency_symbol(currency, locale="en") if currency else ""
        spacer = " " if symbol.isalpha() and len(symbol) == 3 else ""
        return f"{sign}{symbol}{spacer}{_short(magnitude)}"
    if unit == "ratio":
        return f"{sign}{magnitude * 100:.1f} pp" if change else f"{sign}{_share(magnitude)}"
    if unit == "date":
        day = date(1970, 1, 1) + timedelta(days=int(value))
        return f"{sign}{magnitude:.0f} days" if change else f"{day.day} {day:%b %Y}"
    if unit == "count":
        return f"{sign}{magnitude:,.0f}"
    text = f"{sign}{magnitude:.1f}"
    return f"{text} {_SUFFIX[unit]}" if unit in _SUFFIX else text
