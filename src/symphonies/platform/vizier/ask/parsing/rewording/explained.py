"""What a figure is said to be made of, right behind it: ``firepower: cash plus undrawn facilities``."""

from __future__ import annotations

from collections.abc import Sequence

from symphonies.platform.vizier.ask.language import DateGrammar, Token, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary

_EXACT = 0.95
"""A figure named in full fits this well."""
_LONGEST = 5
"""No figure is named in more words."""


def without_explanation(
    tokens: Sequence[Token], vocabulary: Vocabulary, dates: DateGrammar
) -> tuple[tuple[Token, ...], list[str]]:
    """Return the tokens without the reckoning that explains the figure before it, and that as written.

    Args:
        tokens: A question.
        vocabulary: Of whoever asks.
        dates: Tells where the explanation ends.
    """
    for place in range(1, len(tokens) - 2):
        dash = tokens[place].text == "-"
        if not (dash or tokens[place].opens):
            continue
        start = place + dash
        end = _until(tokens, start, dates)
        stems = [token.stem for token in tokens]
        reckons = words_of("reckoning") & set(stems[start + 1 : end - 1])
        figure = _figures(stems, range(max(0, place - _LONGEST), place), place, vocabulary)
        parts = [metric for first in range(start, end) for metric in _begun(stems, first, end, vocabulary)]
        if reckons and figure and any(part not in figure for part in parts):
            return (*tokens[:place], *tokens[end:]), [" ".join(token.text for token in tokens[start:end])]
    return tuple(tokens), []


def _until(tokens: Sequence[Token], start: int, dates: DateGrammar) -> int:
    """Return where an explanation ends: at a break, a comma, a split or a date."""
    ending = words_of("after_explanations") | {",", ";", "-"}
    for place in range(start + 1, len(tokens)):
        dated = dates.at(tokens, place) is not None
        if tokens[place].opens or tokens[place].stem in ending or dated:
            return place
    return len(tokens)


def _figures(stems: Sequence[str], starts: range, end: int, vocabulary: Vocabulary) -> set[str]:
    """Return the figures that the words before a place name in full."""
    fits = (vocabulary.names.fit(tuple(stems[start:end])) for start in starts)
    return {metric for fit in fits for (metric, _), score in fit.items() if score >= _EXACT}


def _begun(stems: Sequence[str], first: int, end: int, vocabulary: Vocabulary) -> set[str]:
    """Return the figures whose whole name begins at a place."""
    ends = range(first + 1, min(first + _LONGEST, end) + 1)
    fits = (vocabulary.names.fit(tuple(stems[first:last])) for last in ends)
    return {metric for fit in fits for (metric, _), score in fit.items() if score >= _EXACT}
