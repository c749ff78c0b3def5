"""Amounts in words and digits: ``1m``, ``EUR 2 million``, ``250,000``, ``10 %``, ``45 days``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.ask.language.lexicon import Lexicon, Sense
from symphonies.platform.vizier.ask.language.spoken import Number, spoken
from symphonies.platform.vizier.ask.language.text import Token
from symphonies.platform.vizier.ask.language.words import words_of

_DAYS = {"day": 1, "week": 7, "month": 30}
"""How many days a change by so much lasts."""


@dataclass(frozen=True)
class Amount:
    """A number with what it counts."""

    value: float
    """Ratios as 0..1."""
    unit: str | None
    """``ratio``, ``days``, ``bps``, ``months`` or ``money``; None: a bare number."""
    currency: str | None
    end: int
    """The token after it."""
    scaled: bool = False
    """Whether it came with a magnitude, such as ``k`` or ``million``."""


def amount_at(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Amount | None:
    """Return the amount that begins at a token; None when there is none."""
    part = _part_of(tokens, start, lexicon)
    if part is not None and spoken(tokens, start, lexicon) is None:
        return part
    place = start
    currency = _currency(tokens, place, lexicon)
    if currency is not None:
        place += 1
    sign = 1.0
    if currency is not None and _is_ratio(tokens, place + 1, lexicon):
        return None
    if place < len(tokens) and _is_sign(tokens, place, lexicon):
        sign, place = (-1.0 if tokens[place].text == "-" else 1.0), place + 1
    read = spoken(tokens, place, lexicon) or _written(tokens, place, lexicon)
    if read is None:
        return None
    value, place, scaled = sign * read.value, read.end, read.scaled
    after = None if currency else _currency(tokens, place, lexicon)
    if after is not None:
        return Amount(value, "money", after, place + 1, scaled)
    if currency is not None:
        return Amount(value, "money", currency, place, scaled)
    year = not scaled and 1900 <= value <= 2100 and tokens[place - 1].text.isdigit()
    unit = lexicon.measured.get(tokens[place].stem) if place < len(tokens) and not year else None
    if unit is not None:
        return Amount(value / 100 if unit == "ratio" else value, unit, None, place + 1, scaled)
    return Amount(value, None, None, place, scaled)


def _is_sign(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Return whether a sign belongs to the number behind it: not the dash of ``paid late - five worst``."""
    if tokens[place].text not in "+-" or place + 1 == len(tokens):
        return False
    near = tokens[place].end == tokens[place + 1].start or place == 0
    measured = any(token.stem in lexicon.measured for token in tokens[place + 2 : place + 3])
    return near or measured or tokens[place].text == "+"


def _part_of(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Amount | None:
    """Return the share of ``over a quarter of the receivables``."""
    place = start + (tokens[start].stem in words_of("indefinites"))
    told, of = (tokens[k].stem if k < len(tokens) else "" for k in (place, place + 1))
    if of != "of" or told not in lexicon.parts:
        return None
    before = tuple(token.stem for token in tokens[max(start - 2, 0) : start])
    said = {sense for words in (before, before[-1:]) for sense in lexicon.senses.get(words, ())}
    limited = bool({Sense.OVER, Sense.UNDER} & said)
    return Amount(lexicon.parts[told], "ratio", None, place + 1) if limited else None


def supposed_at(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> Amount | None:
    """Return what is said of a change that is supposed: ``a week``, ``two months``, ``a tenth``."""
    article = tokens[start].stem in words_of("indefinites")
    number = 1.0 if article else _number(tokens, start, lexicon)
    following = tokens[start + 1].stem if start + 1 < len(tokens) else ""
    days = _DAYS.get(lexicon.units.get(following, ""))
    if article and following in lexicon.parts:
        return Amount(lexicon.parts[following], "ratio", None, start + 2)
    if number is None or days is None or following not in lexicon.units:
        return None
    return Amount(number * days, "days", None, start + 2)


def _is_ratio(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Return whether a number is one of percent, no amount of a currency: ``the franc 5 % stronger``."""
    return place < len(tokens) and lexicon.measured.get(tokens[place].stem) in ("ratio", "bps")


def _written(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> Number | None:
    """Read ``250,000``, ``1.5 million`` and ``a thousand``."""
    value = _number(tokens, place, lexicon)
    if value is None:
        return None
    scale = lexicon.magnitudes.get(tokens[place + 1].stem) if place + 1 < len(tokens) else None
    return Number(value * (scale or 1), place + 1 + (scale is not None), scale is not None)


def _number(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> float | None:
    if place >= len(tokens):
        return None
    written = tokens[place].number
    if tokens[place].stem == "a" and place + 1 < len(tokens) and tokens[place + 1].stem in lexicon.magnitudes:
        return 1.0
    if tokens[place].text.lower() == "ones":
        return None
    return written if written is not None else lexicon.numbers.get(tokens[place].stem)


def _currency(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> str | None:
    from babel.numbers import list_currencies

    if place >= len(tokens):
        return None
    word = lexicon.symbols.get(tokens[place].text, tokens[place].stem)
    if word in lexicon.currencies:
        return lexicon.currencies[word]
    code = word.upper()
    return code if len(code) == 3 and code in list_currencies() and code not in ("ALL", "TOP") else None
