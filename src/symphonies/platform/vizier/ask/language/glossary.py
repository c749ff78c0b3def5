"""Questions in another language, word by word into the one that the grammar reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from babel import Locale

_WORD = re.compile(r"[^\W\d_]+\d*|\d+(?:[.,]\d+)*|\S")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)")
_LONGEST = 5
_SHORTEST = 3
"""No ending is cut off that would leave fewer letters."""
FOLDER = files("symphonies.platform.vizier.ask.language").joinpath("glossaries")


@dataclass(frozen=True)
class Translated:
    """A question in the language of the grammar."""

    text: str
    known: float
    """The share of its words that the glossary has, 0..1."""


@dataclass(frozen=True)
class Glossary:
    """The words of one language, by stem, and what they are called in the language of the grammar."""

    code: str
    name: str
    endings: tuple[str, ...]
    drop: frozenset[str]
    phrases: Mapping[tuple[str, ...], str]

    def translate(self, text: str) -> Translated:
        """Return a question word by word; what is not known stays as it is."""
        plain = _THOUSANDS.sub(lambda match: match[0].replace(".", ""), text)
        words = _WORD.findall(plain)
        stems = [self._stem(word) for word in words]
        told: list[str] = []
        known = place = 0
        while place < len(words):
            length = self._longest(stems[place : place + _LONGEST])
            if length and not (length == 1 and words[place].lower() in self.drop):
                told.append(self.phrases[tuple(stems[place : place + length])])
                known += length
                place += length
                continue
            if words[place].lower() in self.drop:
                known += 1
            else:
                told.append(words[place])
            place += 1
        spoken = sum(word[0].isalpha() for word in words)
        return Translated(" ".join(told), known / spoken if spoken else 0.0)

    def _longest(self, stems: Sequence[str]) -> int:
        """Return the length of the longest phrase that begins here; 0 for none."""
        lengths = range(len(stems), 0, -1)
        return next((length for length in lengths if tuple(stems[:length]) in self.phrases), 0)

    def _stem(self, word: str) -> str:
        return _stem(word.lower(), self.endings)


def _stem(word: str, endings: Iterable[str]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def glossaries() -> tuple[str, ...]:
    """Return the codes of the languages that questions are translated from."""
    names = [file.name for file in FOLDER.iterdir() if file.name.endswith(".yaml")]
    return tuple(sorted(name.removesuffix(".yaml") for name in names))


def load_glossary(code: str, figures: Mapping[str, str]) -> Glossary:
    """Return a glossary with the names of figures and countries.

    Args:
        code: ISO 639-1, one of ``glossaries()``.
        figures: What figures are called in that language -> what they are called here.
    """
    read = yaml.safe_load(FOLDER.joinpath(f"{code}.yaml").read_text(encoding="utf-8"))
    endings = tuple(read["endings"])
    told = {**_countries(code), **figures, **read["phrases"]}
    phrases = {
        tuple(_stem(word.lower(), endings) for word in _WORD.findall(phrase)): english
        for phrase, english in told.items()
    }
    return Glossary(code, read["name"], endings, frozenset(read["drop"].split()), phrases)


@lru_cache(maxsize=4)
def _countries(code: str) -> dict[str, str]:
    theirs, ours = Locale(code).territories, Locale("en").territories
    return {str(name): str(ours[key]) for key, name in theirs.items() if len(key) == 2 and key.isalpha()}
