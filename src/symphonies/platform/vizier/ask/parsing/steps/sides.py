"""Things held against each other by a comparative: ``do paper invoices take longer than electronic ones``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.reading import Intent
from symphonies.platform.vizier.ask.parsing.spans import Kind
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_THAN = "than"
_BETWEEN = "between"


def set_side_by_side(walk: Walk) -> None:
    """Ask for no change where figures or values are held against each other; one of time asks how long."""
    if len(walk.reading.metrics) > 1 and _differ(walk):
        walk.reading.asks -= {Sense.CHANGE}
    than = next((span for span in walk.spans if walk.stems(span)[-1] == _THAN), None)
    values = [span for span in walk.spans if span.kind is Kind.VALUE]
    if than is None or len({value.start < than.start for value in values}) < 2:
        return
    walk.reading.asks -= {Sense.CHANGE, Sense.GROWTH}
    walk.reading.contrast = True
    if any(token.stem in walk.lexicon.timely for token in walk.tokens[: than.start]):
        walk.reading.asks.add(Sense.LONG)


def bridge(walk: Walk) -> None:
    """Ask what a change is made of where one is bridged: ``EBITDA bridge budget to actual``."""
    reading = walk.reading
    asked = any(token.stem in words_of("bridges") for token in walk.tokens)
    changes = reading.compare or reading.compared_to or reading.planned
    if asked and changes and not (reading.groups or reading.grain) and reading.intent is Intent.FIGURE:
        reading.intent = Intent.WHY


def _differ(walk: Walk) -> bool:
    """Return whether what is asked for is how far figures lie apart: ``the gap between DSO and DPO``."""
    opened = [place for place, token in enumerate(walk.tokens) if token.stem == _BETWEEN]
    figures = [span for span in walk.spans if span.kind is Kind.METRIC and opened and span.start > opened[0]]
    return len(figures) > 1
