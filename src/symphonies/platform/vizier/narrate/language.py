"""A language as data: patterns, words that bend, units, and the names of metrics in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from symphonies.kernel import NotFoundError, did_you_mean

FOLDER = Path(__file__).parent / "languages"
DEFAULT = "en"
VALUES = "values"
"""The key below which a product names the values of dimensions; all others are metrics."""


@dataclass(frozen=True)
class Name:
    """What a metric is called in a language.

    Attributes:
        title: the noun.
        gender: ``m``, ``f``, ``n``, or ``p`` for a plural; empty where the language has none.
    """

    title: str
    gender: str = ""


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        code: ISO 639-1.
        data: what its file says.
        names: metric id -> its name, where products give one.
        values: last part of a dimension's path -> value -> what it is called, where products say so.
    """

    code: str
    data: Mapping[str, Any]
    names: Mapping[str, Name] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, dimension: str, value: str, label: str) -> str:
        """Return what a value of a dimension is called; its label where the language has no word for it."""
        return self.values.get(dimension.rpartition(".")[2], {}).get(value, label)

    @property
    def locale(self) -> str:
        """The CLDR locale of its figures and dates."""
        return self.data["locale"]

    def text(self, name: str) -> str:
        """Return a fixed text, such as the one for a page without figures."""
        return self.data["texts"][name]

    def section(self, name: str) -> str:
        """Return the title of a section."""
        return self.data["sections"][name]

    def clause(self, name: str, seed: str, *, opened: bool = False) -> str:
        """Return a clause pattern; of several, the one that falls to ``seed``.

        Args:
            name: the clause.
            seed: decides between equals.
            opened: whether a period stands before it, which moves the verb in some languages.
        """
        clauses = self.data["clauses"]
        found = clauses.get(f"{name}_after") if opened else None
        return _choice(found or clauses.get(name, ""), seed)

    def word(self, name: str, features: Mapping[str, str], seed: str) -> str | None:
        """Return a word bent by features; None where the language has no such word.

        Raises:
            KeyError: the word bends by a feature that is not given, or has no form for it.
        """
        entry = self.data["words"].get(name)
        if entry is None:
            return None
        found: Any = entry
        if isinstance(entry, dict):
            by = entry["by"]
            for feature in [by] if isinstance(by, str) else by:
                found = found[features[feature]]
        return _choice(found, seed)


def _choice(found: str | list[str], seed: str) -> str:
    return found if isinstance(found, str) else found[crc32(seed.encode()) % len(found)]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, the default first."""
    return tuple(sorted((file.stem for file in FOLDER.glob("*.yaml")), key=lambda code: code != DEFAULT))


@cache
def load_language(code: str = DEFAULT, products: tuple[Path, ...] = ()) -> Language:
    """Return a language with the names that products give metrics and values in ``words/<code>.yaml``.

    Args:
        code: ISO 639-1, one of ``languages()``.
        products: folders of products.

    Raises:
        NotFoundError: there is no such language.
    """
    if code not in languages():
        raise NotFoundError(f"There is no language {code!r}.", hint=did_you_mean(code, languages()))
    data = yaml.safe_load((FOLDER / f"{code}.yaml").read_text("utf-8"))
    names: dict[str, Name] = {}
    values: dict[str, dict[str, str]] = {}
    for words in _words(code, products):
        for dimension, told in words.pop(VALUES, {}).items():
            values.setdefault(dimension, {}).update(told)
        names |= {metric: Name(**name) for metric, name in words.items()}
    return Language(code, data, names, values)


def _words(code: str, products: Iterable[Path]) -> Iterable[dict[str, Any]]:
    for folder in products:
        file = folder / "words" / f"{code}.yaml"
        if file.is_file():
            yield yaml.safe_load(file.read_text("utf-8")) or {}
