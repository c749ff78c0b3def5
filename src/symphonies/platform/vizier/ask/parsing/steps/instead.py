"""What is said not to be meant: ``not by count``, ``per rail instead of per entity``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, phrases_of, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_PARTS = frozenset({",", ";"})
_FEW = 3
"""No more words say what is not meant."""


def set_aside_instead(walk: Walk) -> None:
    """Set aside what is said not to be meant: ``not by count``, ``per rail instead of per entity``."""
    for place in range(len(walk.tokens)):
        length = next((n for n in (2, 1) if _words(walk, place, n) in phrases_of("instead")), 0)
        leaves_out = any(span.start <= place < span.end and span.says(Sense.EXCEPT) for span in walk.spans)
        if not length or leaves_out:
            continue
        end = next(
            (k for k in range(place + length, len(walk.tokens)) if walk.tokens[k].text in _PARTS),
            len(walk.tokens),
        )
        inside = [
            span
            for span in walk.spans
            if span.kind is not Kind.SENSE and span.start < end and span.end > place + length
        ]
        if length > 1 and inside and inside[0].kind in (Kind.DIMENSION, Kind.METRIC):
            inside, end = inside[:1], inside[0].end
        rest = range(place + length, end)
        few = 0 < len(rest) - sum(span.end - span.start - 1 for span in inside) <= _FEW
        if few and (not inside or (length > 1 and _another(walk, inside))):
            walk.read |= set(range(place, end))
            if length == 1 and _narrows(walk, place):
                walk.reading.unknown.append(" ".join(token.text for token in walk.tokens[place:end]))
                continue
            walk.reading.aside.append(" ".join(token.text for token in walk.tokens[place:end]))


def _another(walk: Walk, inside: list[Span]) -> bool:
    """Return whether something of the same kind is meant instead."""
    return _other_split(walk, inside) or _other_figure(walk, inside)


def _narrows(walk: Walk, place: int) -> bool:
    """Return whether a denial tells which are meant: ``that were not met``, ``issued but not posted``."""
    after = walk.tokens[place + 1]
    participle = after.text.lower().endswith("ed") or after.stem in walk.lexicon.forms
    return participle or walk.leading(place) in words_of("exceptions", "around_denials")


def _other_split(walk: Walk, inside: list[Span]) -> bool:
    """Take splits out that others take the place of; return whether there are such, and nothing else."""
    reading = walk.reading
    named = [span.dimension for span in inside]
    kept = [each for each in reading.groups if each not in named]
    if not (kept or reading.grain) or not all(named):
        return False
    reading.groups = kept
    reading.mentioned = [each for each in reading.mentioned if each not in named]
    return True


def _other_figure(walk: Walk, inside: list[Span]) -> bool:
    """Take a figure out that another is meant instead of; return whether there is such, and nothing else."""
    reading = walk.reading
    named = [walk.text(span) for span in inside if span.kind is Kind.METRIC]
    kept = [each for each in reading.metrics if each.text not in named]
    if not kept or len(named) != len(inside) or len(kept) == len(reading.metrics):
        return False
    reading.metrics = kept
    return True


def _words(walk: Walk, place: int, count: int) -> tuple[str, ...]:
    return tuple(token.stem for token in walk.tokens[place : place + count])
