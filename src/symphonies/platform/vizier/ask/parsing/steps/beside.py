"""Clauses that ask for nothing: ``I meet the board, so``, ``How stretched are we?`` before the question."""

from __future__ import annotations

from collections.abc import Iterator

from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_PARTS = frozenset([",", ";", "-"])
_BEFORE = ("before", "we")
"""So do we, before something: ``before we see the auditors``."""
_FAINT = 0.7
"""A name of which less is said is none in a clause where somebody only speaks of themselves."""
_NARROWING = (Sense.ONLY, Sense.EXCEPT, Sense.OVER, Sense.UNDER, Sense.BY, Sense.COUNT, Sense.AVERAGE)


def said_beside(walk: Walk) -> Iterator[int]:
    """Yield the places of words in clauses without a figure, a value, a date or a limit.

    Such a clause only comments where whoever speaks is in it, or where it is a sentence before the question.
    """
    figures = [span.start for span in walk.spans if span.kind is Kind.METRIC and span.metrics[0][1] >= _FAINT]
    named = bool(figures)
    for start, end in _clauses(walk):
        inside = [span for span in walk.spans if span.start < end and span.end > start]
        speaks = any(token.stem in words_of("speaker", "hearer") for token in walk.tokens[start:end])
        speaks |= tuple(token.stem for token in walk.tokens[start : start + 2]) == _BEFORE
        opened = walk.tokens[start].stem in words_of("subordinators") or start == 0
        if not figures or any(_asks(span, faint=speaks and opened and named) for span in inside):
            continue
        sentence = end < len(walk.tokens) and walk.tokens[end].opens and end <= figures[0]
        if speaks or sentence:
            yield from range(start, end)


def _clauses(walk: Walk) -> Iterator[tuple[int, int]]:
    start, persons = 0, words_of("speaker", "hearer")
    for place, token in enumerate(walk.tokens):
        after = walk.tokens[place + 1].stem if place + 1 < len(walk.tokens) else ""
        opens = token.stem == "because" or (token.stem in words_of("subordinators") and after in persons)
        opens |= (token.stem, after) == _BEFORE
        if token.opens or opens or token.text in _PARTS:
            yield start, place
            start = place
    yield start, len(walk.tokens)


def _asks(span: Span, *, faint: bool) -> bool:
    if faint and span.kind is Kind.METRIC:
        return span.metrics[0][1] >= _FAINT
    plain = span.kind is Kind.SENSE and not span.says(*_NARROWING)
    return not plain
