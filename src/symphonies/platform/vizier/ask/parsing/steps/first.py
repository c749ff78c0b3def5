"""What is to stand first or apart in a list: ``worst ones first``, ``mitigated ones shown separately``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import phrases_of, stands_at, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

Phrases = tuple[tuple[str, ...], ...]
_NAMING = 3
"""No more words name what stands first."""


def stands_first(walk: Walk, span: Span) -> bool:
    """Return whether what a piece opens is to stand first, and account for the words that say so."""
    return _is_led(walk, span) or _is_put(walk, span, phrases_of("standing_first"))


def stands_apart(walk: Walk, span: Span) -> bool:
    """Return whether what a piece opens is to be told apart, and account for the words that say so."""
    return _is_put(walk, span, phrases_of("standing_apart"))


def _is_led(walk: Walk, span: Span) -> bool:
    """Return whether a list is said to begin with a piece: ``starting with the weakest``."""
    first = span.start
    while first and walk.tokens[first - 1].stem in words_of("articles", "possessives"):
        first -= 1
    for phrase in phrases_of("beginning_with"):
        start = first - len(phrase)
        if stands_at(walk.tokens, start, phrase):
            walk.read |= set(range(start, first))
            return True
    return False


def _is_put(walk: Walk, span: Span, how: Phrases) -> bool:
    """Return whether one of some phrases says where what a piece opens is put, and account for it."""
    for start in range(span.end, min(span.end + _NAMING, len(walk.tokens)) + 1):
        parted = any(token.opens or not token.stem.isalnum() for token in walk.tokens[span.end : start])
        if parted or not _named(walk, span.end, start):
            return False
        end = _end_of(how, walk, start)
        if end is not None:
            walk.read |= set(range(span.end, end))
            return True
    return False


def _named(walk: Walk, start: int, end: int) -> bool:
    """Return whether words only name what stands first: the company of ``slowest company first``."""
    pieces = [each for each in walk.spans if start <= each.start < end]
    return all(each.end <= end and each.kind in (Kind.DIMENSION, Kind.METRIC) for each in pieces) and all(
        any(each.start <= place < each.end for each in pieces) or walk.lexicon.empty(walk.tokens[place].stem)
        for place in range(start, end)
    )


def _end_of(how: Phrases, walk: Walk, start: int) -> int | None:
    """Return where ``first`` ends that starts at a place; None where it counts, as in ``first half``."""
    start += start < len(walk.tokens) and walk.tokens[start].text.lower() in words_of("shown")
    for phrase in how:
        end = start + len(phrase)
        if stands_at(walk.tokens, start, phrase) and not any(token.opens for token in walk.tokens[start:end]):
            after = walk.tokens[end] if end < len(walk.tokens) else None
            goes_on = after is not None and not after.opens and after.stem.isalnum()
            if not goes_on or (after is not None and after.stem in words_of("behind_first")):
                return end
    return None
