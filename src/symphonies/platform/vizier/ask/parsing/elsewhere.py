"""Figures by well-known names that this catalogue has not: ``asset turnover`` is no turnover."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import Token
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span

_NAMED = 0.95
"""A name that fits the words this well is theirs."""


def not_kept(
    reading: Reading, tokens: Sequence[Token], pieces: Sequence[Span], vocabulary: Vocabulary
) -> None:
    """Note as unknown what a question calls by a name that other companies have for a figure."""
    stems = tuple(token.stem for token in tokens)
    seen: set[int] = set()
    for name in vocabulary.lexicon.elsewhere:
        for start in range(len(stems) - len(name) + 1):
            places = set(range(start, start + len(name)))
            if stems[start : start + len(name)] != name or places & seen or _kept(name, vocabulary):
                continue
            if any(_wider(piece, places) for piece in pieces):
                continue
            seen |= places
            words = [token.text for token in tokens[start : start + len(name)]]
            reading.unknown = [word for word in reading.unknown if word not in words]
            reading.unknown.append(" ".join(words))
            reading.elsewhere = True


def _kept(name: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    fits = (vocabulary.names.fit(name), vocabulary.values.fit(name))
    return name in vocabulary.dimensions or any(max(fit.values(), default=0.0) >= _NAMED for fit in fits)


def _wider(piece: Span, places: set[int]) -> bool:
    """Return whether words are a part of a name that is kept: the capital of ``invested capital``."""
    inside = places < set(range(piece.start, piece.end))
    if piece.kind is Kind.METRIC:
        return inside and piece.metrics[0][1] >= _NAMED
    return inside and piece.kind is not Kind.SENSE
