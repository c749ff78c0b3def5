"""Text to tokens: case, accents, plurals and contractions away, places kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from symphonies.platform.vizier.ask.language.words import words_of

_TOKEN = re.compile(
    r"\d{4}(?P<sign>[-/])\d{2}(?P=sign)\d{2}|\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:\d{4}|\d{2})(?![\d/])"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+"
    r"|\b(?:[ie]\.[eg]\.|(?P<first>[^\W\d_])/(?!(?P=first))[^\W\d_]\b|[Ww]/(?=\s))|[^\W\d_]+n't\b|[^\W\d_]+\d*|[%€$£¥<>+=,;&/]|(?<![^\W\d_])-|-(?![^\W\d_])"
)
_SIGNS = re.compile(r"(?<=[^\W\d_])[./]")
"""Signs inside what is one word: ``A/R``, ``i.e.``."""
_GLUED = re.compile(r"([^\W\d_]{3,})(\d+)")
"""A word and a number written as one: ``top5``."""
_APOSTROPHE = re.compile(r"[\u2019\u02bc`´]")
_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_KEEP_S = ("ss", "us", "is", "ous", "sas")


@dataclass(frozen=True)
class Token:
    """A word, number or sign of a question."""

    text: str
    """As written."""
    stem: str
    """Lower case, without plural, in British spelling."""
    start: int
    """Its first character in the question."""
    end: int
    opens: bool = False
    """Whether a phrase ended just before it."""

    @property
    def number(self) -> float | None:
        """The number it is, if any."""
        plain = self.text.replace(",", "")
        return float(plain) if plain.replace(".", "", 1).isdigit() else None


def tokenise(text: str, spelling: Mapping[str, str] | None = None) -> tuple[Token, ...]:
    """Return the tokens of a text.

    Args:
        text: Anything a person may type.
        spelling: Word -> the spelling used here.
    """
    plain = _DASH.sub("-", _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text)))
    found: list[Token] = []
    for piece, start in _pieces(plain):
        adds = piece == "+" and plain[start - 1 : start + 2] == " + "
        lower = "to" if piece == "/" else "and" if adds else piece.lower()
        short = (spelling or {}).get(f"'{lower}") if _is_shortened(plain, start) else None
        known = (
            short
            or (spelling or {}).get(lower)
            or (spelling or {}).get(stem(lower))
            or _SIGNS.sub("", lower)
            or lower
        )
        known = "not" if lower.endswith("n't") else known
        opens = bool(_break().search(plain, found[-1].end if found else 0, start))
        found.append(Token(piece, stem(known), start, start + len(piece), opens))
    return tuple(found)


@cache
def _break() -> re.Pattern[str]:
    """Return what ends a phrase, which the full stop of a short form does not: no name goes on behind it."""
    kept = "".join(rf"(?<!\b{each})" for each in sorted(words_of("shortened")))
    return re.compile(rf"[:;!?]|{kept}\.(?=\s|$)", re.IGNORECASE)


def _is_shortened(text: str, start: int) -> bool:
    """Return whether letters were left out before a piece, as before the m of ``I'm``."""
    return start > 1 and text[start - 1] == "'" and text[start - 2].isalpha()


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Yield words, numbers and signs with their places; ``top5`` is two."""
    for match in _TOKEN.finditer(text):
        glued = _GLUED.fullmatch(match[0])
        if glued is None:
            yield match[0], match.start()
        else:
            yield glued[1], match.start()
            yield glued[2], match.start() + len(glued[1])


def stems_of(text: str, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the stems of a text, in order."""
    return tuple(
        token.stem for token in tokenise(text.replace("_", " "), spelling) if token.stem not in "-,;&"
    )


@lru_cache(maxsize=1 << 14)
def root(word: str) -> str:
    """Return a word without the endings of verbs and nouns: collected, collections, leakage, payment."""
    for ending, least in (
        ("age", 4),
        ("al", 6),
        ("ations", 5),
        ("ation", 5),
        ("ions", 5),
        ("ion", 5),
        ("ments", 3),
        ("ment", 3),
        ("ures", 4),
        ("ure", 4),
        ("ing", 3),
        ("ed", 3),
        ("es", 5),
        ("e", 4),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def stem(word: str) -> str:
    """Return a word without its plural ending, accents kept; both sides of a comparison go through it."""
    if len(word) <= 3 or not word.isalpha() or word.endswith(_KEEP_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def is_plural(token: Token) -> bool:
    """Return whether a word was written in the plural, which a slip of the finger is not."""
    word = token.text.lower()
    return stem(word) != word


def stem_at(tokens: Sequence[Token], place: int) -> str:
    """Return the stem at a place; empty where no token is."""
    return tokens[place].stem if 0 <= place < len(tokens) else ""


def stands_at(tokens: Sequence[Token], place: int, phrase: Sequence[str]) -> bool:
    """Return whether the stems of a phrase stand at a place, one after the other."""
    said = tuple(token.stem for token in tokens[max(place, 0) : place + len(phrase)])
    return place >= 0 and said == tuple(phrase)
