"""Figures of which a word tells which one is meant: the tax of ``earned after tax`` is not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from symphonies.platform.vizier.ask.language import Token, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import RANKS

_CALLED = 0.9
"""How well a figure fits whose name ends in what is said."""
_DESCRIBES = ("able", "ible", "ed")
"""How words end that only describe what is ranked."""


def settle_meant(
    reading: Reading, tokens: Sequence[Token], pieces: Sequence[Span], vocabulary: Vocabulary
) -> None:
    """Take the figure that is meant for one that only helps to name it."""
    figures = [piece for piece in pieces if piece.kind is Kind.METRIC]
    if figures and len(figures) == len(reading.metrics) and _listed(tokens, figures):
        _reckoned(reading, tokens, figures, vocabulary)
    if len(figures) == 2 and len(reading.metrics) == 2 and _only_describes(tokens, pieces, figures):
        reading.metrics = reading.metrics[1:]


def _listed(tokens: Sequence[Token], figures: Sequence[Span]) -> bool:
    """Return whether nothing but ``and`` stands between figures: ``interest and tax``."""
    between = [token for one, other in pairwise(figures) for token in tokens[one.end : other.start]]
    return all(token.stem in words_of("conjunctions", "articles") or token.text == "," for token in between)


def _reckoned(
    reading: Reading, tokens: Sequence[Token], figures: Sequence[Span], vocabulary: Vocabulary
) -> None:
    """Take the figure whose name ends in them, net income for ``earned least after tax``; else ask."""
    start, end = figures[0].start, figures[-1].end
    side = tokens[start - 1] if start else None
    if side is None or side.stem not in words_of("reckoned_by") or tokens[start].opens:
        return
    said = tokens[start - 1 : end]
    whole = tuple(token.stem for token in said if token.stem.isalnum())
    stems = _plain(whole)
    found = {
        name.metric
        for name in vocabulary.names.names
        if name.variant is None
        and len(name.words) > len(stems)
        and _plain(name.words)[-len(stems) :] == stems
    }
    found = found or vocabulary.names.sayings.ending_in(whole)
    found = {name for name in found if not vocabulary.lexicon.plans_of(vocabulary.metrics[name].title)}
    text = " ".join(token.text for token in said)
    if len(found) == 1:
        reading.metrics = [MetricMention((((found.pop(), None), _CALLED),), text, stems)]
    else:
        reading.unknown.append(text)


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in words_of("conjunctions", "articles"))


def _only_describes(tokens: Sequence[Token], pieces: Sequence[Span], figures: Sequence[Span]) -> bool:
    """Return whether the first figure only ranks what the second measures.

    So it is in ``least profitable subsidiaries, bottom line``, not in ``... and their revenue``.
    """
    first, second = figures
    before = next((piece for piece in pieces if piece.end == first.start), None)
    ranked = before is not None and before.says(*RANKS)
    described = first.end == first.start + 1 and tokens[first.start].text.lower().endswith(_DESCRIBES)
    between = tokens[first.end : second.start]
    joined = words_of("additions") | {"with"}
    plain = not any(token.stem in joined or token.opens for token in between)
    listed = any(piece.kind is Kind.DIMENSION and piece.start >= first.end for piece in pieces)
    listed |= any(one.kind is Kind.DIMENSION and other is before for one, other in pairwise(pieces))
    return ranked and described and plain and bool(between) and listed
