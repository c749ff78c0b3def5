"""Whether a clause follows from facts: each figure is a claim of one, and what is said of it agrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symphonies.platform.vizier.check.moments import Moment
from symphonies.platform.vizier.check.quantity import FRACTION, MONEY, PLAIN, POINTS, RATIO, Quantity
from symphonies.platform.vizier.check.roles import Context, plays_its_role, same_size
from symphonies.platform.vizier.check.segment import Segment, Word, nearest
from symphonies.platform.vizier.facts import (
    Advice,
    Against,
    Chance,
    Claim,
    Driver,
    Fact,
    Level,
    Outlook,
    Role,
    Slice,
    Tally,
    Unusual,
)
from symphonies.platform.vizier.narrate import figure
from symphonies.platform.vizier.narrate.figures import EPOCH

_SIGNED = (Role.GAP, Role.RELATIVE)
_BESIDE = 12
"""So many characters at most stand between a part and the place it comes from, the part first."""
_SAME_RATIO = 0.005
"""A gap of less than this part of the value may be called none."""


def supports(printed: Quantity, context: Context) -> Iterator[Fact]:
    """Yield the facts that entitle a clause to print a figure the way it does."""
    for fact in context.facts:
        for claim in (*fact.claims(), *_days(fact)):
            if (
                _same_unit(printed, claim, fact)
                and same_size(printed, claim)
                and _same_place(printed, claim, fact, context)
                and _same_reference(printed, claim, fact, context.segment)
                and _same_way(printed, claim, fact, context.segment)
                and _has_other_end(printed, claim, fact, context.segment)
                and plays_its_role(printed, claim, fact, context)
            ):
                yield fact
                break


def agrees(context: Context) -> bool:
    """Whether a clause without figures says of a metric only what some fact says of it."""
    segment = context.segment
    if not segment.directions and not segment.same:
        return True
    kinds = {Against(word.meaning) for word in segment.against}
    for fact in context.facts:
        if segment.same and any(_is_nothing(fact, gap) for gap in _gaps(fact, kinds)):
            return True
        signs = {_sign(gap) for gap in _trends(fact, kinds)}
        turned = -1 if segment.negated else 1
        if segment.directions and all(_points(word) * turned in signs for word in segment.directions):
            return True
    return False


def names_period(moment: Moment, facts: Iterable[Fact]) -> bool:
    """Whether a period named in a sentence is one its facts speak of."""
    for fact in facts:
        span = fact.subject.span
        if moment.names(span.period, span.label):
            return True
        if isinstance(fact, Outlook | Chance) and moment.year == span.period.last_day.year:
            return moment.month in (None, span.period.last_day.month)
    return False


def _days(fact: Fact) -> Iterator[Claim]:
    span = fact.subject.span.period
    for day in (span.start, span.last_day):
        yield Claim(float((day - EPOCH).days), "date", Role.WHEN)


def _same_unit(printed: Quantity, claim: Claim, fact: Fact) -> bool:
    if printed.unit == FRACTION:
        # "Half of" is a part; "doubled" and "halved" are changes.
        role = Role.PART if 0 < printed.value < 1 else Role.RELATIVE
        return claim.unit == "ratio" and claim.role is role
    match claim.unit:
        case "money":
            currency = fact.subject.currency
            return printed.unit in (MONEY, PLAIN) and printed.currency in (None, currency)
        case "ratio" if claim.role is Role.GAP:
            return printed.unit == POINTS
        case "ratio" if claim.role is Role.PART:
            return printed.unit in (RATIO, POINTS)
        case "ratio":
            return printed.unit == RATIO
        case "date":
            return printed.unit == ("days" if claim.role is Role.GAP else "date")
        case "days" | "months" | "bps":
            return printed.unit in (claim.unit, PLAIN)
        case _:
            return printed.unit == PLAIN


def _same_place(printed: Quantity, claim: Claim, fact: Fact, context: Context) -> bool:
    own = _labels(claim.scope or fact.subject.scope)
    nearest = _nearest_place(printed, context)
    if claim.scope:
        return nearest in own and _is_beside(printed, context)
    named = {place.name for place in context.segment.places}
    if isinstance(fact, Driver):
        shared = {label for share in fact.shares for label in _labels(share.scope)}
        return own <= set(context.places) and named <= own | shared
    if isinstance(fact, Advice | Tally):
        return True
    if not own:
        return nearest is None
    return nearest in own and own <= set(context.places)


def _has_other_end(printed: Quantity, claim: Claim, fact: Fact, segment: Segment) -> bool:
    """Whether the end of a range stands beside its other end, the lower first: else it passes for the value.

    Where both are one figure, that figure stands for both.
    """
    if claim.role not in (Role.LOW, Role.HIGH):
        return True
    other = Role.HIGH if claim.role is Role.LOW else Role.LOW
    ends = [each for each in fact.claims() if each.role is other]
    place = segment.figures.index(printed)
    beside = place + 1 if other is Role.HIGH else place - 1
    neighbours = [printed, *segment.figures[max(beside, 0) : beside + 1]]
    return any(same_size(each, end) for each in neighbours for end in ends)


def _labels(scope: Sequence[Slice]) -> set[str]:
    return {part.label for part in scope}


def _nearest_place(printed: Quantity, context: Context) -> str | None:
    """Return the place a figure belongs to: the last one before it, else the first in its clause."""
    before = [place for place in context.segment.places if place.start < printed.start]
    if before:
        return before[-1].name
    if context.segment.places:
        return context.segment.places[0].name
    return context.places[-1] if context.places else None


def _is_beside(printed: Quantity, context: Context) -> bool:
    """Whether a place stands before a figure, or closely after it: "4m from there"."""
    places = context.segment.places
    return any(place.start < printed.start or place.start - printed.end <= _BESIDE for place in places)


def _same_reference(printed: Quantity, claim: Claim, fact: Fact, segment: Segment) -> bool:
    if claim.against is None:
        if segment.same and claim.role is Role.VALUE and isinstance(fact, Level):
            kinds = {Against(word.meaning) for word in segment.against}
            return any(_is_nothing(fact, gap) for gap in _gaps(fact, kinds))
        return True
    if claim.role is Role.REFERENCE:
        named = (word.meaning for word in segment.against if word.figure == printed.start)
        return claim.against.value in named
    word = _reference_of(printed, segment)
    return word is None or word.meaning == claim.against.value


def _reference_of(printed: Quantity, segment: Segment) -> Word | None:
    """Return the reference a figure is set against: the next one named, else the last one."""
    after = [word for word in segment.against if word.start >= printed.end]
    if after:
        return min(after, key=lambda word: word.start)
    return max(segment.against, key=lambda word: word.start, default=None)


def _same_way(printed: Quantity, claim: Claim, fact: Fact, segment: Segment) -> bool:
    pointing = [_points(word) for word in segment.directions if _belongs(word, printed, segment)]
    turned = -1 if segment.negated else 1
    said = {way * turned for way in pointing}
    if claim.role is Role.WHEN or isinstance(fact, Tally):
        return True
    if claim.role in _SIGNED or (claim.role is Role.PART and claim.unit == fact.subject.unit):
        if printed.signed and _sign(printed.value) != _sign(claim.value):
            return False
        if claim.role is Role.PART and not printed.signed and not said:
            return claim.value >= 0 or not printed.value
        return said <= {_sign(claim.value)} or (printed.signed and claim.role is Role.PART)
    if claim.role is Role.PART or printed.unit == FRACTION:
        return True
    if _sign(printed.value) != _sign(claim.value) and claim.value != 0:
        return False
    return _trend_agrees(said, printed, claim, fact, segment)


def _trend_agrees(said: set[int], printed: Quantity, claim: Claim, fact: Fact, segment: Segment) -> bool:
    if not said:
        return True
    if claim.role is Role.CHANCE or (isinstance(fact, Chance) and claim.role is Role.LIMIT):
        return not isinstance(fact, Chance) or said <= {-1 if fact.below else 1}
    if claim.role is Role.REFERENCE and isinstance(fact, Level) and claim.against is not None:
        return said <= {_sign(fact.value - claim.value)}
    if claim.role is Role.VALUE and not isinstance(fact, Advice):
        word = _reference_of(printed, segment)
        kinds = set() if word is None else {Against(word.meaning)}
        return bool(said & {_sign(gap) for gap in _trends(fact, kinds)})
    return True


def _belongs(word: Word, printed: Quantity, segment: Segment) -> bool:
    """Whether a figure is the one of its clause that a pointing word stands nearest to."""
    return nearest(word, segment.figures) is printed


def _points(word: Word) -> int:
    return 1 if word.meaning == "up" else -1


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _gaps(fact: Fact, kinds: set[Against]) -> Iterator[float]:
    if isinstance(fact, Level):
        for reference in fact.references:
            if not kinds or reference.kind in kinds:
                yield fact.value - reference.value


def _trends(fact: Fact, kinds: set[Against]) -> Iterator[float]:
    """Yield the changes that entitle a text to say a metric went up or down."""
    yield from _gaps(fact, kinds)
    match fact:
        case Driver():
            yield fact.change
        case Outlook() if fact.now is not None:
            yield fact.value - fact.now
        case Unusual():
            yield fact.value - (fact.low + fact.high) / 2
        case Chance():
            yield -1.0 if fact.below else 1.0
        case Level() if fact.subject.most is not None and fact.value >= fact.subject.most:
            # it stands for more than itself
            yield 1.0
        case _:
            return


def _is_nothing(fact: Fact, gap: float) -> bool:
    """Whether a gap is so small that it prints as nothing."""
    unit, currency = fact.subject.unit, fact.subject.currency
    printed, nothing = (figure(abs(each), unit, currency, change=True) for each in (gap, 0.0))
    return printed == nothing or abs(gap) <= _SAME_RATIO * abs(getattr(fact, "value", 0.0))
