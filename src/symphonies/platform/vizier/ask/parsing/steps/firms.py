"""Legal forms behind the names of firms, which the data may call otherwise: ``Redwater Pharma Ltd``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import words_of
from symphonies.platform.vizier.ask.linking import CALLED
from symphonies.platform.vizier.ask.parsing.spans import Kind
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk


def set_aside_forms(walk: Walk) -> None:
    """Set aside the legal form of a firm that is known by the name before it, and say so.

    Places in the text tell, as names are brought together before they are read.
    """
    covered = {
        place
        for span in walk.spans
        if span.kind is not Kind.VALUE or span.end > span.start + 1  # SE may be a form, not Sweden
        for place in range(span.start, span.end)
    }
    named = {
        walk.tokens[span.end - 1].end
        for span in walk.spans
        if span.kind is Kind.VALUE and max((fit for _, fit in span.values), default=0.0) >= CALLED
    }
    for place, token in enumerate(walk.tokens):
        behind = {token.start - 1, token.start - 2} & named
        if place not in covered and behind and token.stem in words_of("company_forms"):
            walk.read.add(place)
            walk.reading.values = [each for each in walk.reading.values if each.text != token.text]
            walk.reading.aside.append(token.text)
