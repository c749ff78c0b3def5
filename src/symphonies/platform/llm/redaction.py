"""Placeholders for what is not to be told, and the way back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from symphonies.platform.llm.ports import Shape

_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # a mail address
    r"|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"  # an IBAN
    r"|\+\d[\d ()/-]{7,}\d"  # a telephone number
)
_PLACEHOLDER = re.compile(r"\[(?:PERSON|NAME|ADDRESS|AMOUNT)_\d+\]")
LONGEST_PLACEHOLDER = 16


@dataclass
class Redaction:
    """Placeholders of one request; equal words get the same one."""

    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def people(self, text: str, names: Iterable[str]) -> str:
        """Return a text without names of people and without mail, bank and telephone addresses."""
        return self._words(
            _ADDRESS.sub(lambda match: self._place("ADDRESS", match[0]), text), "PERSON", names
        )

    def names(self, text: str, words: Iterable[str]) -> str:
        """Return a text without some words."""
        return self._words(text, "NAME", words)

    def amounts(self, text: str, figures: Iterable[str]) -> str:
        """Return a text without figures."""
        return self._words(text, "AMOUNT", figures)

    def restore(self, text: str) -> str:
        """Return a text with the words back in the place of their placeholders."""
        back = {place: word for word, place in self._known.items()}
        return _PLACEHOLDER.sub(lambda match: back.get(match[0], match[0]), text)

    def restore_all(self, shape: Shape) -> Shape:
        """Return data with the words back in every text."""
        if not self._known:
            return shape
        return shape.__class__.model_validate(self._nested(shape.model_dump()))

    @property
    def hidden(self) -> int:
        """How many words were taken out."""
        return len(self._known)

    def _nested(self, value: Any) -> Any:
        match value:
            case str():
                return self.restore(value)
            case list() | tuple():
                return [self._nested(each) for each in value]
            case dict():
                return {name: self._nested(each) for name, each in value.items()}
            case BaseModel():
                return self._nested(value.model_dump())
            case _:
                return value

    def _words(self, text: str, kind: str, words: Iterable[str]) -> str:
        """Replace words, as they are and as JSON writes them, the longest first; placeholders stay."""
        plain = {word for word in words if word.strip()}
        known = {json.dumps(word, ensure_ascii=False)[1:-1]: word for word in plain} | {w: w for w in plain}
        ordered = sorted(known, key=len, reverse=True)
        if not ordered:
            return text
        joined = "|".join(re.escape(word) for word in ordered)
        pattern = re.compile(rf"{_PLACEHOLDER.pattern}|(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
        return pattern.sub(
            lambda match: (
                match[0]
                if _PLACEHOLDER.fullmatch(match[0])
                else self._place(kind, known.get(match[0], match[0]))
            ),
            text,
        )

    def _place(self, kind: str, word: str) -> str:
        if word not in self._known:
            number = 1 + sum(place.startswith(f"[{kind}_") for place in self._known.values())
            self._known[word] = f"[{kind}_{number}]"
        return self._known[word]
