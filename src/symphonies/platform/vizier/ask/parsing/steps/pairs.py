"""Times and values held against each other: ``Q3 over Q2``, ``a year ago and now``, ``cards vs wires``."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, When, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_ABOUT = 3
"""Months, quarters and halves differ by no more days."""
_NOW = frozenset({"now", "today"})


def are_opposed(walk: Walk, span: Span) -> bool:
    """Return whether only ``over``, ``on``, ``to`` or ``and`` parts a time from one as long before it."""
    before = next((each for each in reversed(walk.spans[: walk.spans.index(span)]) if each.when), None)
    if before is None or before.when is None or span.when is None:
        return False
    between = {token.stem for token in walk.tokens[before.end : span.start]}
    joint = {token.stem for token in walk.tokens[before.end : span.start + 1]} & words_of("between_times")
    idle = words_of("between_times", "around_times") | {",", "of", "for"}
    return bool(joint) and between <= idle and (_alike(before.when, span.when) or _to_now(walk, span))


def _alike(first: When, second: When) -> bool:
    """Return whether two times are as long: quarters, days, first halves."""
    days = abs(first.period.days - second.period.days) <= _ABOUT
    return first.grain is second.grain and first.each == second.each and days


def _to_now(walk: Walk, span: Span) -> bool:
    """Return whether today follows a time as seen from it: ``a month ago and today``."""
    before = walk.reading.when
    return walk.stems(span) == ("today",) and before is not None and before.offset is not None


def held_against_now(walk: Walk) -> None:
    """Compare with a time before where only that and today are named: ``receivables now and a year ago``."""
    reading = walk.reading
    if reading.when is None or reading.compared_to or reading.compare:
        return
    if reading.when.future and reading.when.edge is None:
        return
    span = next((each for each in walk.spans if each.kind is Kind.WHEN), None)
    if span is None:
        return
    leading = words_of("around_times") | {"on"}
    before = [token for token in walk.tokens[1 : span.start] if token.stem not in leading][-2:]
    around = (before, walk.tokens[span.end : span.end + 2])
    if any({token.stem for token in side} in ({"and", now} for now in _NOW) for side in around):
        reading.when, reading.compared_to = None, reading.when


def values_are_opposed(walk: Walk) -> bool:
    """Return whether all that is set against each other are values: ``electronic vs paper delivery``."""
    opened = [place for place, span in enumerate(walk.spans) if span.says(Sense.VERSUS)]
    sides = [walk.spans[max(place - 1, 0) : place + 2 : 2] for place in opened]
    return bool(sides) and all([each.kind for each in pair] == [Kind.VALUE, Kind.VALUE] for pair in sides)


def not_opposed(walk: Walk) -> list[str]:
    """Return the idle words that a value is set against, which may be another: ``critical versus high``."""
    found = []
    for place, span in enumerate(walk.spans):
        before, after = walk.before(place), walk.after(span)
        if span.says(Sense.VERSUS) and before is not None and before.kind is Kind.VALUE:
            named = after.end if after is not None and after.kind is Kind.DIMENSION else 0
            end = named or (after.start if after is not None else len(walk.tokens))
            between, idle = walk.tokens[span.end : end], walk.lexicon.stop
            found += [each.text for each in between if each.stem.isalpha() and each.stem not in idle][:1]
    return found
