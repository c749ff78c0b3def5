"""Pieces that belong to a longer one: the bank of ``in the bank portal``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symphonies.platform.vizier.ask.language import Token
from symphonies.platform.vizier.ask.parsing.spans import CALLED, NAMED, Kind, Span


def unbroken(spans: Iterable[Span], tokens: Sequence[Token]) -> list[Span]:
    """Return the pieces without figures that end inside a value or a split.

    Such are the bank of ``in the bank portal`` and the customer of ``revenue by customer industry``.
    """
    found = list(spans)
    several = [span for span in found if span.end > span.start + 1]
    whole = [span for span in several if span.kind is Kind.VALUE and span.values[0][1] >= CALLED]
    whole += [span for span in several if span.kind is Kind.DIMENSION and _is_split_by(span, tokens)]
    return [
        span
        for span in found
        if not (span.kind is Kind.VALUE and _is_figure_and_value(span, found))
        if span.kind is not Kind.METRIC
        or not any(span.start < each.start < span.end < each.end for each in whole)
    ]


def _is_figure_and_value(span: Span, found: Sequence[Span]) -> bool:
    """Return whether a value's name is a figure and what that is limited to: ``revenue from Terminals``.

    Where another figure is named, it is the value that it is called so.
    """
    figures = [each for each in found if each.kind is Kind.METRIC and each.metrics[0][1] >= NAMED]
    inside = [each for each in figures if each.start == span.start and each.end < span.end]
    limits = [
        each for each in found if each.kind is Kind.VALUE and each.end == span.end > each.start > span.start
    ]
    others = [each for each in figures if each.end <= span.start or each.start >= span.end]
    return bool(inside) and any(each.values[0][1] >= CALLED for each in limits) and not others


def _is_split_by(span: Span, tokens: Sequence[Token]) -> bool:
    return span.start > 0 and tokens[span.start - 1].stem in ("by", "per")
