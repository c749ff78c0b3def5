"""Whom a value describes where a figure's name has taken the word: ``what do Swiss customers owe us``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm
from symphonies.platform.vizier.ask.parsing.spans import Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk


def party_beside(walk: Walk, value: Span) -> DimensionTerm | None:
    """Return the party that stands beside a value as the question was written; None: none does.

    Names that a value parts are brought together before they are read, so places in the text tell.
    """
    written = _as_written(walk)
    behind = next(iter(written[written.index(value.end - 1) + 1 :]), None)
    if behind is not None and is_party(walk, behind) and not walk.tokens[behind].opens:
        return _dimension(walk, behind)
    between: list[str] = []
    for place in reversed(written[: written.index(value.start)]):
        if is_party(walk, place):
            nouns = _behind_in_name(walk, place)
            return (
                _dimension(walk, place)
                if say_where([each for each in between if each not in nouns])
                else None
            )
        between.append(walk.tokens[place].stem)
    return None


def _behind_in_name(walk: Walk, place: int) -> set[str]:
    """Return what stands behind a party in a name: the bills of ``supplier bills from Japan``."""
    name = next((each for each in walk.spans if each.metrics and each.start <= place < each.end), None)
    return set() if name is None else {token.stem for token in walk.tokens[place + 1 : name.end]}


def follows_party(walk: Walk, span: Span) -> bool:
    """Return whether a piece is written right behind a party: the ``who`` of ``customers who pay late``."""
    written = _as_written(walk)
    place = written.index(span.start)
    return place > 0 and is_party(walk, written[place - 1])


def _as_written(walk: Walk) -> list[int]:
    return sorted(range(len(walk.tokens)), key=lambda place: walk.tokens[place].start)


def is_party(walk: Walk, place: int) -> bool:
    """Return whether a word is one for customers or suppliers."""
    return walk.lexicon.alike.get((walk.tokens[place].stem,)) in words_of("parties")


def say_where(between: Sequence[str]) -> bool:
    """Return whether words lead to a place: the ``based in`` of ``customers based in Japan``."""
    told = set(between)
    return bool(told & words_of("of_a_place")) and told <= words_of("of_a_place", "being_placed")


def _dimension(walk: Walk, place: int) -> DimensionTerm | None:
    found = walk.dimensions.get((place, place + 1))
    return found.dimension if found is not None else None
