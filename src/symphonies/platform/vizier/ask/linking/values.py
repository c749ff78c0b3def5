"""The values of dimensions by what people call them; it holds only what one principal may see."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from babel import Locale
from babel.numbers import get_currency_name

from symphonies.platform.vizier.ask.language import Lexicon, stems_of, words_of
from symphonies.platform.vizier.ask.linking.flags import FlagIndex

_CALLED, _COMPOUND, _ALIAS, _PART, _CONTINENT = 1.0, 0.98, 0.95, 0.8, 0.79
CALLED = _ALIAS
"""A value fits at least this well that is called so."""
_FEW = 12
"""A word that stands in many labels is asked about; no more than this are looked at."""

_NUMBERED = re.compile(r"([A-Z]{2,}) \d[\d./-]*")
"""A rule and its number: ``SOX 404``."""
_ADVERBIAL = ("ally", "ly")
"""How a word ends that says how something was done: ``electronically``, ``quarterly``."""
_ONES = ("one", "s")
"""Whose something is in a label: of ``Approve one's own bill``."""
_CODE = re.compile(r"\s*\([A-Z0-9]+\)$")
"""The code that a label has in brackets behind its words."""


@dataclass(frozen=True)
class ValueTerm:
    """One value of one column, however many dimensions lead there."""

    column: tuple[str, str]
    """Table and column."""
    key: str
    label: str
    more: tuple[str, ...] = ()
    """Further keys that the same word means: the other countries of Europe."""


class ValueIndex:
    """Phrases to values."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.flags = FlagIndex(lexicon)
        self._phrases: dict[tuple[str, ...], dict[ValueTerm, float]] = defaultdict(dict)
        self._labels: dict[str, str] = {}
        self._parts: dict[str, set[ValueTerm]] = defaultdict(set)
        self._rooted: dict[tuple[str, ...], set[ValueTerm]] = defaultdict(set)
        self._verbal: dict[tuple[str, ...], set[ValueTerm]] = defaultdict(set)
        """Values of several words by their roots: the ``approve bill`` of ``approving a bill``."""
        self._counts: dict[tuple[str, str], int] = {}

    @property
    def words(self) -> frozenset[str]:
        """Every word of every phrase."""
        return frozenset(word for phrase in self._phrases for word in phrase) | self.flags.words

    def add(
        self,
        column: tuple[str, str],
        values: Sequence[tuple[str, str]],
        *,
        called: Iterable[str] = (),
        also: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Add the values of a column.

        Args:
            column: Table and column.
            values: Keys and labels.
            called: What the dimension is called, which may follow a value: ``sell side``.
            also: What else people call values, by their keys.
        """
        self._counts[column] = len(values)
        countries = _are_countries(values)
        self._labels |= {key: label for key, label in values if label != key}
        for name, codes in self.lexicon.continents.items() if countries else ():
            inside = [key for key, _ in values if key in codes]
            if inside:
                term = ValueTerm(column, inside[0], " ".join(name).title(), tuple(inside[1:]))
                self._put(" ".join(name), term, _CONTINENT)
        for key, label in values:
            term = ValueTerm(column, key, label)
            self._put(key, term, _CALLED)
            self._put(label, term, _CALLED)
            for name in called if len(values) <= _FEW else ():
                self._put(f"{label} {name}", term, _COMPOUND)
                self._rooted[self._roots(stems_of(f"{label} {name}", self.lexicon.spelling))].add(term)
            for alias in (*self._aliases(column[1], key, label, countries), *(also or {}).get(key, ())):
                self._put(alias, term, _ALIAS)
            self._put(_CODE.sub("", label), term, _CALLED)
            self._put_forms(label, term, few=len(values) <= _FEW)
            for said in _as_said(label):
                self._phrases[said][term] = _CALLED
            if label != key:
                self._split(label, term)
        self._families(column, values)
        if all(label == key and _is_proper(label) for key, label in values):
            self._split_names([ValueTerm(column, key, label) for key, label in values])

    def _put_forms(self, label: str, term: ValueTerm, *, few: bool) -> None:
        """Add what a label is called without its number, and by the roots of its words."""
        numbered = _NUMBERED.fullmatch(label)
        if numbered is not None:
            self._put(numbered[1], term, _ALIAS)
        words = stems_of(_CODE.sub("", label), self.lexicon.spelling)
        if few and len(words) == len(_ONES):
            self._put(" ".join(reversed(words)), term, _ALIAS)  # "closed account" for "Account closed"
        if _ONES in pairwise(words):
            place = list(pairwise(words)).index(_ONES)
            self._put(" ".join((*words[:place], *words[place + 2 :])), term, _ALIAS)
        if few and " " in label:
            self._verbal[self._roots(stems_of(label, self.lexicon.spelling))].add(term)

    def _families(self, column: tuple[str, str], values: Sequence[tuple[str, str]]) -> None:
        """Read the word that several of a few values begin with as all of them: ``SEPA``."""
        families: dict[str, list[str]] = defaultdict(list)
        for key, label in values if len(values) <= _FEW else ():
            first, *rest = stems_of(label, self.lexicon.spelling) or ("",)
            if rest and len(first) > 3 and first.isalpha() and not self.lexicon.empty(first):
                families[first].append(key)
        for word, keys in families.items():
            if len(keys) > 1 and (word,) not in self._phrases:
                self._put(word, ValueTerm(column, keys[0], word, tuple(keys[1:])), _CONTINENT)

    def fit(self, words: tuple[str, ...]) -> dict[ValueTerm, float]:
        """Return the values that words name, and how well."""
        found = dict(self._phrases.get(words, {})) or self._otherwise(words)
        if len(words) == 1 and max(found.values(), default=0.0) < _PART:
            part = self._parts.get(words[0], set())
            found |= dict.fromkeys(sorted(part, key=lambda term: term.label)[:_FEW], _PART)
        if not found and len(words) > 1:
            found = dict.fromkeys(self._rooted.get(self._roots(words), ()), _ALIAS)
        return found | self._flagged(words)

    def _flagged(self, words: tuple[str, ...]) -> dict[ValueTerm, float]:
        """Return the sides of yes-or-no dimensions that words name."""
        return {
            ValueTerm(flag.column, flag.key, flag.name if flag.key == "true" else f"not {flag.name}"): _ALIAS
            for flag in self.flags.fit(words)
        }

    def _otherwise(self, words: tuple[str, ...]) -> dict[ValueTerm, float]:
        """Return what words name by another form: ``electronically``, ``release a payment``."""
        if len(words) == 1:
            forms = [words[0].removesuffix(ending) for ending in _ADVERBIAL if words[0].endswith(ending)]
            return next((dict(self._phrases[(form,)]) for form in forms if (form,) in self._phrases), {})
        idle = words_of("articles", "possessives")
        plain = tuple(word for word in words if word not in idle)
        if words[-1] in words_of("records") and len(words) > 2:
            return dict(self._phrases.get(plain[:-1], {}))
        inside = words[0] not in idle and len(words) > len(plain) > 1
        if not inside and not words[0].endswith("ing"):
            return {}
        named = dict(self._phrases.get(plain, {}))
        return named or dict.fromkeys(self._verbal.get(self._roots(plain), ()), _ALIAS)

    def _roots(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return words without the endings of verbs: the buy of ``the buying side``."""
        return tuple(map(self.lexicon.root, words))

    def count(self, column: tuple[str, str]) -> int:
        """Return how many values a column has; two for a yes-or-no."""
        return self._counts.get(column, 2)

    def all_of(self, column: tuple[str, str]) -> list[ValueTerm]:
        """Return every value of a column, by label."""
        found = {term for phrase in self._phrases.values() for term in phrase if term.column == column}
        return sorted(found, key=lambda term: term.label)

    def label_of(self, key: str) -> str:
        """Return what a value is called; the key itself where nobody calls it otherwise."""
        return self._labels.get(key, key)

    def _put(self, text: str, term: ValueTerm, score: float) -> None:
        words = stems_of(text, self.lexicon.spelling)
        if words and score > self._phrases[words].get(term, 0.0):
            self._phrases[words][term] = score

    def _split(self, label: str, term: ValueTerm) -> None:
        words = stems_of(label, self.lexicon.spelling)
        bare = tuple(word for word in words if word not in words_of("company_forms"))
        if bare != words and bare:
            self._put(" ".join(bare), term, _ALIAS)
        unnumbered = tuple(word for word in words if not word.isdigit())
        if words not in {bare, unnumbered}:
            self._put(" ".join(unnumbered), term, _ALIAS)  # of two alike, the one of that legal form
        for word in bare:
            if len(word) > 3 and word.isalpha() and not self.lexicon.empty(word):
                self._parts[word].add(term)

    def _split_names(self, terms: Sequence[ValueTerm]) -> None:
        """Know people and firms by a part of their name, but not by one that most have: a bank."""
        told = Counter(word for term in terms for word in set(stems_of(term.label, self.lexicon.spelling)))
        for term in terms:
            for word in stems_of(term.label, self.lexicon.spelling):
                rare = told[word] * 3 <= len(terms) or told[word] == 1
                if rare and len(word) > 2 and word.isalpha() and not self.lexicon.empty(word):
                    self._parts[word].add(term)

    def _aliases(self, column: str, key: str, label: str, countries: bool) -> Iterable[str]:
        if countries:
            names = Locale("en").territories
            yield str(names.get(key, key))
            yield from (" ".join(words) for words, code in self.lexicon.countries.items() if code == key)
        elif "currency" in column:
            yield str(Locale("en").currencies.get(key, key))
            yield get_currency_name(key, count=2, locale="en")
            yield from (word for word, code in self.lexicon.currencies.items() if code == key)


def _is_proper(label: str) -> bool:
    """Return whether a label is the name of a person or a firm: every word of it has a capital."""
    words = label.split()
    return all(word.istitle() and word.isalpha() for word in words)


def _as_said(label: str) -> list[tuple[str, ...]]:
    """Return how people say a bucket of days: ``61 to 90 days`` for ``61-90``."""
    found = re.fullmatch(r"(\d+)\s?-\s?(\d+)", label)
    if found is None:
        return []
    ranges = [(found[1], joint, found[2]) for joint in ("to", "-")]
    between = stems_of(f"between {found[1]} and {found[2]} days")
    return [*((*each, *unit) for each in ranges for unit in ((), ("day",))), between]


def _are_countries(values: Sequence[tuple[str, str]]) -> bool:
    """Return whether every key is a country's ISO 3166 code."""
    return len(values) > 1 and all(len(key) == 2 and key in _territories() for key, _ in values)


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    return frozenset(Locale("en").territories)
