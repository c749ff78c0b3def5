"""Figures of a rewritten sentence, linked to the facts that the composer's figures came from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symphonies.platform.vizier.narrate import Sentence, Span


def linked(texts: Sequence[str], figures: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return sentences in which every figure that stands there as it was printed is linked to its fact.

    Args:
        texts: the sentences.
        figures: the composer's figures in their order; of two that read alike the first goes first.
    """
    left = list(figures)
    known = sorted({span.text for span in figures if span.text}, key=len, reverse=True)
    if not known:
        return tuple(Sentence((Span(text),)) for text in texts)
    pattern = re.compile(rf"(?<![\w.,+−–-])({'|'.join(re.escape(each) for each in known)})(?![\w%]|[.,]\d)")
    return tuple(Sentence(tuple(_spans(text, pattern, left, figures))) for text in texts)


def _spans(text: str, pattern: re.Pattern[str], left: list[Span], figures: Sequence[Span]) -> list[Span]:
    spans, done = [], 0
    for match in pattern.finditer(text):
        if match.start() > done:
            spans.append(Span(text[done : match.start()]))
        spans.append(_taken(match[0], left, figures))
        done = match.end()
    return [*spans, *([Span(text[done:])] if done < len(text) else [])]


def _taken(text: str, left: list[Span], figures: Sequence[Span]) -> Span:
    span = next((each for each in left if each.text == text), None)
    if span is None:
        return next(each for each in figures if each.text == text)
    left.remove(span)
    return span
