"""Amounts: how many, from where to where, and by how much something changes."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Op
from symphonies.platform.vizier.ask.language import Amount, Sense, amount_at, phrases_of, words_of
from symphonies.platform.vizier.ask.parsing.reading import Intent, Rank, Threshold
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.walk import Walk

_BY = "by"
_CHANGED = (Sense.CHANGE, Sense.GROWTH, Sense.TARGET, Sense.CONTRAST)
_JOINTS = ("or", "and")
_NAMED = 0.98
"""A figure named in full fits this well."""


def take_amount(walk: Walk, span: Span) -> None:
    """Read an amount that no other piece has taken."""
    reading, amount = walk.reading, span.amount
    walk.by = False
    if amount is None or _between(walk, span, amount):
        return
    if reading.rank is not None and reading.rank.n == 0 and amount.unit is None and amount.value >= 1:
        reading.rank = Rank(int(amount.value), reading.rank.sense)
    elif reading.change is None:
        reading.change = walk.amount_of_change = amount
        plain = amount.unit is None and not amount.scaled and amount.value >= 1
        following = walk.after(span)
        if plain and following is not None and following.dimension and following.start == span.end:
            walk.counted = amount
    else:
        reading.unknown.append(walk.text(span))


def take_limit(walk: Walk, place: int, sense: Sense) -> None:
    """Take the amount after ``more than``; without one the words are no limit."""
    if _limits_behind(walk, place, sense):
        return
    following = walk.spans[place + 1] if place + 1 < len(walk.spans) else None
    end = walk.spans[place].end
    bare = amount_at(walk.tokens, end, walk.lexicon) if end < len(walk.tokens) else None
    op = _op_of(walk, place, sense)
    if bare is not None and bare.unit is None and not bare.scaled and _lasts(walk, bare.end):
        walk.reading.unknown.append(" ".join(token.text for token in walk.tokens[end : bare.end + 1]))
        walk.read |= set(range(end, bare.end))
        if following is not None and following.amount is not None:
            walk.taken.add(place + 1)
        return
    if bare is not None and bare.end > end and (following is None or following.start > end):
        walk.reading.threshold = Threshold(op, bare)
        walk.read |= set(range(end, bare.end))
        return
    if following is None or following.kind is not Kind.AMOUNT or following.amount is None:
        if following is not None and following.start == end and following.says(Sense.TARGET):
            walk.reading.contrast = True
        bound = next((t for t in walk.tokens[end:] if t.stem not in walk.lexicon.stop), None)
        if bound is not None and bound.stem in words_of("limits"):
            walk.reading.unknown.append(f"{walk.text(walk.spans[place])} {bound.text}")
        dated = following is not None and following.start == end and following.kind is Kind.WHEN
        last = walk.tokens[end - 1].stem
        if last == "than" or (dated and last in words_of("positions")):
            walk.versus = end
            walk.reading.contrast |= dated
        return
    if walk.tokens[end - 1 : following.start][1:]:
        return
    if _by_how_much(walk, place, following.amount):
        walk.reading.unknown.append(f"{_BY} {walk.text(walk.spans[place])} {walk.text(following)}")
        walk.taken.add(place + 1)
        return
    walk.reading.threshold = Threshold(op, following.amount)
    walk.taken.add(place + 1)
    after = walk.spans[place + 2] if place + 2 < len(walk.spans) else None
    aged = after is not None and after.start == following.end and walk.stems(after) in walk.lexicon.aged
    named = bool(walk.reading.metrics) and walk.reading.metrics[-1].fit >= _NAMED
    if aged and following.amount.unit == "days" and named:
        walk.taken.add(place + 2)


def _op_of(walk: Walk, place: int, sense: Sense) -> Op:
    """Return how a limit compares; the amount of ``at least`` is itself within it."""
    within = walk.stems(walk.spans[place]) in phrases_of("within_limit")
    if sense is Sense.OVER:
        return Op.GE if within else Op.GT
    return Op.LE if within else Op.LT


def _lasts(walk: Walk, end: int) -> bool:
    """Return whether a number is one of years or weeks, which limits no figure: ``over five years``."""
    return end < len(walk.tokens) and walk.tokens[end].stem in walk.lexicon.units


def _by_how_much(walk: Walk, place: int, amount: Amount) -> bool:
    """Return whether a change is limited, which no query does: ``rose by more than 100k``."""
    start = walk.spans[place].start
    by = walk.stem_before(walk.spans[place]) == _BY and amount.unit != "days"
    changed = any(each.end <= start - 1 and each.says(*_CHANGED) for each in walk.spans)
    return by and changed and walk.reading.intent is not Intent.WHAT_IF


def _limits_behind(walk: Walk, place: int, sense: Sense) -> bool:
    """Take the amount before ``or more``, which is itself within the limit; return whether there is one."""
    before, span = walk.before(place), walk.spans[place]
    joined = walk.tokens[span.start].stem in _JOINTS
    if not joined or before is None or before.amount is None or before.end != span.start:
        return False
    walk.reading.threshold = Threshold(Op.GE if sense is Sense.OVER else Op.LE, before.amount)
    if walk.reading.change is before.amount:
        walk.reading.change = walk.counted = None
    return True


def count_beside(walk: Walk, place: int) -> int:
    """Return the number before or after a superlative; 0 for none."""
    for beside in (place + 1, place - 1):
        span = walk.spans[beside] if 0 <= beside < len(walk.spans) else None
        if span is None or span.kind is not Kind.AMOUNT or span.amount is None or beside in walk.taken:
            continue
        near = span.start == walk.spans[place].end or span.end == walk.spans[place].start
        if near and span.amount.unit is None and span.amount.value >= 1:
            walk.taken.add(beside)
            if walk.reading.change is span.amount:
                walk.reading.change = None
            return int(span.amount.value)
    return 0


def count_ahead(walk: Walk, place: int) -> int:
    """Return the number right after a superlative: of ``bottom three``; 0 for none."""
    span = walk.spans[place + 1] if place + 1 < len(walk.spans) else None
    if span is None or span.amount is None or span.start != walk.spans[place].end:
        return 0
    return int(span.amount.value) if span.amount.unit is None and span.amount.value >= 1 else 0


def count_before(walk: Walk) -> int:
    """Return the number that stood before what is ranked; 0 for none."""
    counted, walk.counted = walk.counted, None
    if counted is None:
        return 0
    walk.reading.change = None
    return int(counted.value)


def _between(walk: Walk, span: Span, amount: Amount) -> bool:
    """Take both ends of ``between 100k and 500k``; return whether there are two."""
    opened, joint = walk.stem_before(span) == "between", walk.stem_after(span)
    upper = amount_at(walk.tokens, span.end + 1, walk.lexicon) if opened and joint == "and" else None
    if upper is None or walk.reading.threshold is not None:
        return False
    walk.reading.threshold = Threshold(Op.GE, replace(amount, unit=amount.unit or upper.unit))
    walk.reading.ceiling = Threshold(Op.LE, upper)
    walk.taken |= {place for place, each in enumerate(walk.spans) if span.end < each.start < upper.end}
    return True
