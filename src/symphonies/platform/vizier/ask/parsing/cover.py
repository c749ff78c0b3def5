"""The best way to cut a question into pieces that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable

from symphonies.platform.vizier.ask.parsing.spans import Span


def best_cover(count: int, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the pieces with the largest total weight, in order.

    Args:
        count: How many tokens there are.
        spans: Every reading of every piece.

    Source:
        Weighted interval scheduling by dynamic programming over token places.
    """
    ending: dict[int, list[Span]] = {}
    for span in spans:
        ending.setdefault(span.end, []).append(span)
    best = [0.0] * (count + 1)
    choice: list[Span | None] = [None] * (count + 1)
    for place in range(1, count + 1):
        best[place] = best[place - 1]
        for span in ending.get(place, ()):
            total = best[span.start] + span.weight
            if total > best[place] + 1e-9:
                best[place], choice[place] = total, span
    chosen: list[Span] = []
    place = count
    while place > 0:
        span = choice[place]
        if span is None:
            place -= 1
        else:
            chosen.append(span)
            place = span.start
    return tuple(reversed(chosen))
