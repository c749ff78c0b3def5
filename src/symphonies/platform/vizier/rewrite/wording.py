"""Which words a rewritten text may use: those of the text it stands for, and plain ones that connect them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FOREIGN = re.compile(r"https?:|www\.|[<>{}\[\]`*#|@\\\n\r\t]|[\u0000-\u001f\u200b-\u200f\u202a-\u202e]")
_NUMBER = re.compile(r"[\w.,]*\d[\w.,]*")
_SHORTEST_STEM = 3


def languages() -> frozenset[str]:
    """Return the codes of the languages in which texts may be rewritten."""
    return frozenset(path.stem for path in FOLDER.glob("*.txt"))


def strange_words(text: str, said: str, names: Iterable[str], language: str) -> list[str]:
    """Return the words, marks and digits of a text that it may not use.

    A cause, a piece of advice or an order that no fact gives needs a word that is not there: refusing it is
    stricter than it need be, and lets nothing through.

    Args:
        text: what is to be said.
        said: what it stands for.
        names: what else it may name.
        language: ISO 639-1 code.
    """
    allowed = {_stem(word) for word in _WORD.findall(" ".join((said, *names)))} | _plain(language)
    words = [
        word for word in _WORD.findall(text) if word.lower() not in allowed and _stem(word) not in allowed
    ]
    printed = set(_digits(said))
    digits = [token for token in _digits(text) if token not in printed]
    return [*words, *digits, *_FOREIGN.findall(text)]


def _digits(text: str) -> list[str]:
    return [token.rstrip(".,") for token in _NUMBER.findall(text)]


def _stem(word: str) -> str:
    """Return a word without its ending, so that one word bent in two ways is one."""
    small = word.lower()
    for ending in ("ing", "ed", "es", "en", "er", "em", "s", "e", "d", "n"):
        if small.endswith(ending) and len(small) - len(ending) >= _SHORTEST_STEM:
            return small.removesuffix(ending)
    return small


@lru_cache(maxsize=8)
def _plain(language: str) -> frozenset[str]:
    return frozenset((FOLDER / f"{language}.txt").read_text("utf-8").split())
