"""Pieces that belong to a longer one: the bank of ``in the bank portal``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symphonies.platform.vizier.ask.language import Sense, Token, words_of
from symphonies.platform.vizier.ask.linking import CALLED
from symphonies.platform.vizier.ask.parsing.spans import NAMED, Kind, Span


def unbroken(spans: Iterable[Span], tokens: Sequence[Token]) -> list[Span]:
    """Return the pieces without figures that end inside a value or a split.

    Such are the bank of ``in the bank portal`` and the customer of ``revenue by customer industry``.
    """
    found = list(spans)
    several = [span for span in found if span.end > span.start + 1]
    whole = [span for span in several if span.kind is Kind.VALUE and span.values[0][1] >= CALLED]
    whole += [span for span in several if span.kind is Kind.DIMENSION and _is_split_by(span, tokens)]
    names = [span for span in several if span.kind is Kind.METRIC and span.metrics[0][1] >= NAMED]
    return [
        span
        for span in found
        if not (span.kind is Kind.VALUE and _is_figure_and_value(span, found, tokens))
        if not _falls_due(span, tokens)
        if not (span.says(Sense.TOP, Sense.BOTTOM) and _cuts(span, names))
        if span.kind is not Kind.METRIC
        or not (
            _cuts(span, (*whole, *_cut_by(span, names)))
            or _sets_against_plan(span, found)
            or _is_so_long(span, found)
        )
    ]


def _cuts(span: Span, longer: Iterable[Span]) -> bool:
    return any(span.start < each.start < span.end < each.end for each in longer)


def _cut_by(span: Span, names: Sequence[Span]) -> Sequence[Span]:
    """Return the names in full that a piece may not cut: of ``on target with the cash conversion cycle``."""
    return () if span.metrics[0][1] >= NAMED else names


def _sets_against_plan(span: Span, found: Sequence[Span]) -> bool:
    """Return whether a piece of several words begins with what sets against a plan, and ends before one."""
    opposed = any(each.start == span.start and each.says(Sense.CONTRAST) for each in found)
    planned = any(each.start == span.end and each.says(Sense.TARGET) for each in found)
    return opposed and planned and span.end > span.start + 1


def _falls_due(span: Span, tokens: Sequence[Token]) -> bool:
    """Return whether a word of change tells of none: the fell of ``audits fell due``."""
    after = tokens[span.end].stem if span.end < len(tokens) else ""
    return span.says(Sense.CHANGE) and span.end == span.start + 1 and after in words_of("behind_falls")


def _is_so_long(span: Span, found: Sequence[Span]) -> bool:
    """Return whether a piece begins inside the age of an amount: ``how much is more than 90 days late``."""
    return any(each.says(Sense.MUCH, Sense.WORTH) for each in found) and any(
        each.amount is not None and each.amount.unit is not None and each.start < span.start < each.end
        for each in found
    )


def _is_figure_and_value(span: Span, found: Sequence[Span], tokens: Sequence[Token]) -> bool:
    """Return whether a value's name is a figure and what that is limited to: ``revenue from Terminals``.

    Where another figure is named, it is the value that it is called so, and where a follow-up limits what it
    leans on: ``the same for payment services``.
    """
    limits_before = span.start > 0 and tokens[span.start - 1].stem in words_of("limiting")
    if limits_before or any(each.says(Sense.FOLLOW) and each.end == span.start for each in found):
        return False
    figures = [each for each in found if each.kind is Kind.METRIC and each.metrics[0][1] >= NAMED]
    inside = [each for each in figures if each.start == span.start and each.end < span.end]
    limits = [
        each for each in found if each.kind is Kind.VALUE and each.end == span.end > each.start > span.start
    ]
    others = [each for each in figures if each.end <= span.start or each.start >= span.end]
    return bool(inside) and any(each.values[0][1] >= CALLED for each in limits) and not others


def _is_split_by(span: Span, tokens: Sequence[Token]) -> bool:
    return span.start > 0 and tokens[span.start - 1].stem in ("by", "per")
