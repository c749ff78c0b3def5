"""What a question says of its figure: all of it but values, days, splits and words that only ask."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symphonies.platform.vizier.ask.language import Lexicon, Sense, Token, stem, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span

_SETTLED = (Kind.VALUE, Kind.WHEN, Kind.AMOUNT, Kind.GRAIN)
_SPLITS = (Sense.BY, Sense.WHICH, Sense.EACH)
_TELLING = (
    Sense.COUNT,
    Sense.MUCH,
    Sense.LONG,
    Sense.WORTH,
    Sense.SHARE,
    Sense.RATIO,
    Sense.NEGATIVE,
    Sense.CHANGE,
    Sense.OVER,
    Sense.UNDER,
)
"""What these words say may be a part of what a figure is: ``how many days``, ``more than once``."""


def gist_of(tokens: Sequence[Token], pieces: Sequence[Span], lexicon: Lexicon) -> str:
    """Return the words that may tell of a figure, as they are rightly written, from the first to the last.

    Args:
        tokens: The question, slips mended.
        pieces: How it was cut.
        lexicon: Its language.
    """
    split = {
        piece.start
        for before, piece in pairwise(pieces)
        if before.says(*_SPLITS) and piece.kind is Kind.DIMENSION
    }
    starts = {piece.start for piece in pieces}
    limiting = {piece.start for piece in pieces if piece.says(Sense.BY) and piece.end not in starts}
    settled = {
        place
        for piece in pieces
        if piece.kind in _SETTLED or piece.start in split or _only_asks(piece)
        if not (piece.says(Sense.EXCEPT) and _opens(piece, tokens, pieces, lexicon))
        if piece.start not in limiting
        for place in range(piece.start, piece.end)
    }
    told = [token for place, token in enumerate(tokens) if place not in settled]
    while told and _empty(told[0], lexicon):
        told.pop(0)
    while told and _empty(told[-1], lexicon):
        told.pop()
    return " ".join(map(_written, told))


def _opens(piece: Span, tokens: Sequence[Token], pieces: Sequence[Span], lexicon: Lexicon) -> bool:
    """Return whether nothing that tells stands before a piece: ``which ones are without a cap``."""
    before = [each for each in pieces if each.start < piece.start]
    covered = {place for each in before for place in range(each.start, each.end)}
    idle = all(_empty(tokens[place], lexicon) for place in range(piece.start) if place not in covered)
    return idle and all(_only_asks(each) for each in before)


def _only_asks(piece: Span) -> bool:
    return piece.kind is Kind.SENSE and not piece.says(*_TELLING)


def _empty(token: Token, lexicon: Lexicon) -> bool:
    idle = lexicon.stop - words_of("particles", "particles_away")  # which tell at the end: "cash out"
    return token.stem in idle or not token.stem.isalnum()


def _written(token: Token) -> str:
    """Return a word as it was written, or what it was mended to."""
    return token.text if stem(token.text.lower()) == token.stem else token.stem
