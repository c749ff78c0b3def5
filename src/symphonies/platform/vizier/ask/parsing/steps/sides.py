"""Things held against each other by a comparative: ``do paper invoices take longer than electronic ones``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense
from symphonies.platform.vizier.ask.parsing.spans import Kind
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_THAN = "than"


def set_side_by_side(walk: Walk) -> None:
    """Ask for no change where a comparative holds values against each other; one of time asks how long."""
    than = next((span for span in walk.spans if walk.stems(span) == (_THAN,)), None)
    values = [span for span in walk.spans if span.kind is Kind.VALUE]
    if than is None or len({value.start < than.start for value in values}) < 2:
        return
    walk.reading.asks -= {Sense.CHANGE, Sense.GROWTH}
    walk.reading.contrast = True
    if any(token.stem in walk.lexicon.timely for token in walk.tokens[: than.start]):
        walk.reading.asks.add(Sense.LONG)
