"""The chosen pieces, walked from left to right, fill the slots of a reading."""

from __future__ import annotations

from symphonies.platform.vizier.ask.parsing.reading import Reading
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps import (
    Walk,
    finish,
    take_amount,
    take_dimension,
    take_grain,
    take_metric,
    take_sense,
    take_value,
    take_when,
)


def assemble(walk: Walk) -> Reading:
    """Return the reading of a question's pieces."""
    for place, span in enumerate(walk.spans):
        if place not in walk.taken:
            _take(walk, place, span)
    finish(walk)
    return walk.reading


def _take(walk: Walk, place: int, span: Span) -> None:
    match span.kind:
        case Kind.SENSE:
            take_sense(walk, place, span)
        case Kind.METRIC:
            take_metric(walk, place, span)
        case Kind.DIMENSION:
            take_dimension(walk, place, span)
        case Kind.VALUE:
            take_value(walk, place, span)
        case Kind.GRAIN:
            take_grain(walk, span)
        case Kind.WHEN:
            take_when(walk, span)
        case Kind.AMOUNT:
            take_amount(walk, span)
