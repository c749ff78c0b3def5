"""Numbers as people say them: ``a quarter of a million``, ``two and a half million``, ``a hundred``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.platform.vizier.ask.language.lexicon import Lexicon
from symphonies.platform.vizier.ask.language.text import Token, stem_at
from symphonies.platform.vizier.ask.language.words import phrases_of, words_of

_HUNDRED = 100


@dataclass(frozen=True)
class Number:
    """A number that was said."""

    value: float
    end: int
    """The token after it."""
    scaled: bool
    """Whether it came with a magnitude, such as ``million``."""


def spoken(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Number | None:
    """Return the number of several words that begins at a token; None where none does.

    Args:
        tokens: The question.
        at: Where the number begins.
        lexicon: Numbers, fractions and magnitudes by word.
    """
    return _part(tokens, at, lexicon) or _and_a_half(tokens, at, lexicon) or _counted(tokens, at, lexicon)


def _part(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Number | None:
    """Read ``half a million``, ``a quarter of a million``, ``three quarters of a million``."""
    article = stem_at(tokens, at) in words_of("indefinites")
    count = 1.0 if article else lexicon.numbers.get(stem_at(tokens, at), 0.0)
    place = at + (article or (count >= 1.0 and stem_at(tokens, at + 1) in lexicon.parts))
    part = lexicon.parts.get(stem_at(tokens, place))
    scale = _scale(tokens, place + 1, lexicon)
    if part is None or scale is None:
        return None
    return Number(max(count, 1.0) * part * scale[0], scale[1], scaled=True)


def _and_a_half(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Number | None:
    """Read ``two and a half million`` and ``a million and a half``."""
    article = stem_at(tokens, at) in words_of("indefinites")
    count = 1.0 if article else lexicon.numbers.get(stem_at(tokens, at))
    if count is None:
        return None
    first = lexicon.magnitudes.get(stem_at(tokens, at + 1))
    place = at + 1 + (first is not None)
    half = tuple(stem_at(tokens, place + k) for k in range(3))
    if half not in phrases_of("and_a_half"):
        return None
    place += len(half)
    last = None if first is not None else lexicon.magnitudes.get(stem_at(tokens, place))
    scale = first or last
    return None if scale is None else Number((count + 0.5) * scale, place + (last is not None), scaled=True)


def _counted(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Number | None:
    """Read ``two hundred thousand``, ``a hundred`` and ``a couple of million``."""
    article = stem_at(tokens, at) in words_of("indefinites")
    several = lexicon.numbers.get(stem_at(tokens, at + article))
    count = 1.0 if several in (None, _HUNDRED) and article else several
    if count is None:
        return None
    place = at + (1 if count == 1.0 else article + 1)
    of = stem_at(tokens, place) == "of"
    place += of
    hundreds = lexicon.numbers.get(stem_at(tokens, place)) == _HUNDRED
    place += hundreds
    scale = lexicon.magnitudes.get(stem_at(tokens, place))
    if not hundreds and (scale is None or not of):
        return None
    return Number(
        count * (_HUNDRED if hundreds else 1) * (scale or 1), place + (scale is not None), scale is not None
    )


def _scale(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[float, int] | None:
    """Read the ``of a million`` of a fraction, and where it ends."""
    place = at + (stem_at(tokens, at) == "of")
    place += stem_at(tokens, place) in words_of("indefinites")
    scale = lexicon.magnitudes.get(stem_at(tokens, place))
    return None if scale is None else (scale, place + 1)
