"""What a follow-up keeps or resets by saying so: ``split the same way``, ``raise that to half a million``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk


def keep_split(walk: Walk) -> None:
    """Lean on the question before where another figure is to be split as its was: ``split the same way``."""
    for place in range(len(walk.tokens) - 1):
        if walk.tokens[place].stem == "same" and walk.tokens[place + 1].stem in words_of("ways"):
            walk.reading.follows = walk.reading.contrast = True  # sides that were set against each other stay
            walk.read |= {place, place + 1}


def reset_limit(walk: Walk) -> None:
    """Take the amount that a limit is to be from now on: ``raise that to half a million``, ``make it 10``."""
    amount = walk.reading.change
    span = next((each for each in walk.spans if amount is not None and each.amount is amount), None)
    figures = [each for each in walk.spans if each.kind is Kind.METRIC]
    if span is None or any(not set(walk.stems(each)) <= words_of("limits") for each in figures):
        return
    before = [token.stem for token in walk.tokens[: span.start] if token.stem not in words_of("articles")]
    before = before[1:] if set(before[:1]) & words_of("leading_in") else before
    what = [word for word in before[1:] if word not in words_of("ending", "upto")]
    known = words_of("pronouns", "near", "far", "limits")
    if before[:1] and before[0] in words_of("resetting") and what and set(what) <= known:
        walk.reading.reset, walk.reading.change = amount, None
        walk.read |= set(range(span.end))
        walk.reading.asks.clear()
        walk.reading.mentioned.clear()
        walk.reading.metrics.clear()
