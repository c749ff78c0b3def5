"""Sentences of engines, their figures linked to what gives them, or to where they can be looked into."""

from __future__ import annotations

from symphonies.platform.semantics import MetricQuery
from symphonies.platform.vizier.ask.answering.answer import Figure
from symphonies.platform.vizier.check import figures_in


class Saying:
    """A text while it is written."""

    def __init__(self) -> None:
        self.text = ""
        self.figures: tuple[Figure, ...] = ()

    def say(self, words: str) -> Saying:
        """Add words."""
        self.text += words
        return self

    def figure(self, printed: str, query: MetricQuery) -> Saying:
        """Add a figure that a metric query gives."""
        start = len(self.text)
        self.text += printed
        self.figures += (Figure(start, len(self.text), query.metrics[0], query),)
        return self


def all_linked(
    text: str, metric: str, *, query: MetricQuery | None = None, page: str | None = None
) -> tuple[Figure, ...]:
    """Return every figure of a text, all linked to one thing: what an engine tells comes from one place.

    Args:
        text: one or more sentences.
        metric: that they speak of.
        query: what the figures were worked out from.
        page: address of the page where the engine shows them.
    """
    return tuple(Figure(start, end, metric, query, page) for start, end in figures_in(text))
