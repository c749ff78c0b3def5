"""What the checker reads in a language: its words as patterns, and the names it may meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import get_currency_symbol

from symphonies.platform.vizier.narrate import Language
from symphonies.platform.vizier.narrate.figures import MINUS

CURRENCIES = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "JPY",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CAD",
    "AUD",
    "CNY",
    "INR",
    "BRL",
)


@dataclass(frozen=True)
class Vocabulary:
    """Compiled patterns of one language.

    Attributes:
        number: a figure with its sign, currency, scale and unit, as named groups.
        out_of: ``8 of 10``.
        words: number words.
        fractions: phrases that stand for a share or a multiple.
        up: words that point upwards, as a pattern.
        down: words that point downwards.
        neutral: phrases in which such words point nowhere.
        same: phrases that say nothing differs.
        negations: words that turn a clause round.
        by: words before a difference, at its very start.
        to: words before what something became, at its very start.
        again: what may stand between a figure and the same told in another unit: 5 *(* 2%.
        future: starts of words for what is to come.
        usual: starts of words for what is usual, and what is not.
        superlatives: words that compare with all there ever was.
        against: kind of reference -> pattern.
        breaks: where a sentence falls into clauses.
        glue: what may stand between a reference and its figure: a plan *of* 5.
        decimal: the decimal separator.
        group: the thousands separator.
        data: the language's ``reading`` section.
        language: the language.
    """

    number: re.Pattern[str]
    out_of: re.Pattern[str]
    words: re.Pattern[str]
    fractions: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    neutral: re.Pattern[str]
    same: re.Pattern[str]
    negations: re.Pattern[str]
    by: re.Pattern[str]
    to: re.Pattern[str]
    again: frozenset[str]
    future: re.Pattern[str]
    usual: re.Pattern[str]
    superlatives: re.Pattern[str]
    against: Mapping[str, re.Pattern[str]]
    breaks: re.Pattern[str]
    glue: frozenset[str]
    decimal: str
    group: str
    data: Mapping[str, Any]
    language: Language

    @property
    def symbols(self) -> Mapping[str, str]:
        """Currency symbols and codes -> ISO 4217 codes."""
        return _symbols(self.language.locale)


@lru_cache(maxsize=8)
def _symbols(locale: str) -> Mapping[str, str]:
    found = {get_currency_symbol(code, locale=locale): code for code in CURRENCIES}
    return found | {code: code for code in CURRENCIES}


_COMPILED: dict[str, Vocabulary] = {}


def vocabulary_of(language: Language) -> Vocabulary:
    """Return the compiled vocabulary of a language; compiled once for each."""
    if language.code not in _COMPILED:
        _COMPILED[language.code] = _compile(language)
    return _COMPILED[language.code]


def _compile(language: Language) -> Vocabulary:
    told = language.data["reading"]
    symbols = Locale.parse(language.locale).number_symbols
    symbols = symbols.get("latn", symbols)
    decimal, group = symbols["decimal"], symbols["group"]
    digits = rf"\d+(?:{re.escape(group)}\d{{3}})*(?:{re.escape(decimal)}\d+)?"
    units = [*told["percent"], *told["points"], *told["units"]]
    tail = (
        rf"(?:\s?(?P<scale>{_any(told['scales'])})(?![\w]))?"
        rf"(?:\s?(?P<after>{_any(_symbols(language.locale))}|{_any(told['currencies'])})(?![\w]))?"
        rf"(?:\s?(?P<unit>{_any(units)})(?![\w]))?"
    )
    head = (
        rf"(?P<sign>[{MINUS}+-]\s?)?(?P<before>{_any(_symbols(language.locale))})?\s?(?P<inner>[{MINUS}-])?"
    )
    flags = re.IGNORECASE
    return Vocabulary(
        number=re.compile(rf"(?<![\w{re.escape(decimal)}]){head}(?P<digits>{digits}){tail}", flags),
        out_of=re.compile(rf"(?<!\w)(\d+)(?: \w+)? (?:{_any(told['out_of'])}) (\d+)(?!\w)", flags),
        words=re.compile(rf"\b(?P<word>{_any(told['words'])}){tail}", flags),
        fractions=re.compile(rf"\b({_any(told['fractions'])})\b", flags),
        up=re.compile(rf"\b(?:{_any(told['up'])})\w*", flags),
        down=re.compile(rf"\b(?:{_any(told['down'])})\w*", flags),
        neutral=re.compile(rf"\b(?:{_any(told['neutral'])})\w*", flags),
        same=re.compile(rf"\b(?:{_any(told['same'])})\b", flags),
        negations=re.compile(rf"\b(?:{_any(told['negations'])})\b", flags),
        by=re.compile(_before(told["by"], told["about"]), flags),
        to=re.compile(_before(told["to"], told["about"]), flags),
        again=frozenset(told["again"]),
        future=re.compile(rf"\b(?:{_any(told['future'])})\w*", flags),
        usual=re.compile(rf"\b(?:{_any(told['usual'])})\w*", flags),
        superlatives=re.compile(rf"\b(?:{_any(told['superlatives'])})\b", flags),
        against={
            kind: re.compile(rf"\b(?:{_any(phrases)})\b", flags) for kind, phrases in told["against"].items()
        },
        breaks=re.compile(rf"; |{_any(told['breaks'])}", flags),
        glue=frozenset(told["glue"]),
        decimal=decimal,
        group=group,
        data=told,
        language=language,
    )


def _before(words: Iterable[str], about: Iterable[str]) -> str:
    """Return a pattern of words that end a text, with what may stand between them and a figure."""
    return rf"\b(?:{_any(words)})\s+(?:(?:{_any(about)})\s+)?$"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
