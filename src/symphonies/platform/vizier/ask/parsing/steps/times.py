"""Dates: the days a figure is asked of, and those it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Lexicon, Sense, When, part_of_year, words_of
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.pairs import are_opposed, values_are_opposed
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, Walk

_FEW = 2
"""No more idle words stand between ``versus`` and what it is against."""
_LONGEST = {
    Grain.WEEK: timedelta(7),
    Grain.MONTH: timedelta(31),
    Grain.QUARTER: timedelta(92),
    Grain.YEAR: timedelta(366),
}
"""How long a period of each length may be."""


def take_when(walk: Walk, span: Span) -> None:
    """Read a piece that names days."""
    reading, when = walk.reading, span.when
    if when is None:
        return
    if when.future and walk.stem_before(span) != "of" and _from_a_day(walk, span):
        reading.unknown.append(f"{walk.text(span)} of")
        return
    if when.same and reading.when is not None:
        when = part_of_year(reading.when, when) or when
        reading.compared_to = when
        walk.versus = NOWHERE
        return
    if _against(walk, span) or _back_then(walk, span, when) or _changed_from(walk, span, when):
        reading.compared_to = when
    elif reading.when is None and when.ends is not None and _are_compared(walk, *when.ends):
        reading.compared_to, reading.when = when.ends
    elif reading.when is None:
        reading.when = when
        if walk.by and when.grain is not None and _by_itself(walk, span):
            reading.grain = when.grain
    elif (joint := _joint(walk, reading.when, when)) is not None:
        reading.when = joint
    elif when.offset is not None or _held(walk) or _are_two(walk, span, reading.when, when):
        _compared(walk, span, when)
    elif reading.when.period.start <= when.period.start and when.period.end <= reading.when.period.end:
        reading.when = when
    else:
        reading.unknown.append(walk.text(span))
    walk.versus = NOWHERE
    if when.each and when.grain is not None:
        reading.grain = reading.grain or when.grain
    walk.by = False


def _against(walk: Walk, span: Span) -> bool:
    """Return whether a time stands right behind ``versus``, or behind ``versus the same period``."""
    if walk.versus == NOWHERE:
        return False
    between = [token.stem for token in walk.tokens[walk.versus : span.start]]
    same = same_part(between, walk.lexicon)
    rest = between if same is None else between[:same] + between[same + 2 :]
    return len(rest) <= (_FEW if same is None else 2 * _FEW) and set(rest) <= walk.lexicon.stop


def same_part(stems: Sequence[str], lexicon: Lexicon) -> int | None:
    """Return where ``the same period`` or ``the same quarter`` is said; None for nowhere."""
    parts = words_of("parts_of_year") | set(lexicon.units)
    pairs = enumerate(pairwise(stems))
    return next((place for place, (first, part) in pairs if first == "same" and part in parts), None)


def _joint(walk: Walk, first: When, second: When) -> When | None:
    """Return the days that two pieces name together: the December of ``at month end, December 2026``."""
    several = _at_each_end(first, second)
    if several is not None:
        return several
    return second if first.edge is not None else _in_year(walk, first, second)


def _at_each_end(first: When, second: When) -> When | None:
    """Return the days whose periods' ends are asked for: the year of ``at month end, January to October``."""
    for edge, days in ((first.edge, second), (second.edge, first)):
        if edge is not None and days.edge is None and not days.instant:
            several = days.period.end - days.period.start > _LONGEST[edge]
            return replace(days, grain=edge, each=True) if several else None
    return None


def _changed_from(walk: Walk, span: Span, when: When) -> bool:
    """Return whether a change is from a time before: ``the delta to last year``."""
    changes = any(each.end == span.start - 1 and each.says(Sense.CHANGE, Sense.GROWTH) for each in walk.spans)
    told = bool({Sense.CHANGE, Sense.GROWTH} & walk.reading.asks)  # "growth in sales on last year"
    near = changes and walk.stem_before(span) in words_of("from_a_time")
    return when.offset is not None and (near or (told and walk.stem_before(span) == "on"))


def _from_a_day(walk: Walk, span: Span) -> bool:
    """Return whether a time counts from another day than this: ``within 30 days of the due date``."""
    counted = any(token.number or token.stem in walk.lexicon.numbers for token in walk.words(span))
    return counted and walk.stem_after(span) == "of"


def _held(walk: Walk) -> bool:
    """Return whether times are held against each other, not the values of ``paper vs electronic``."""
    return walk.reading.contrast and not values_are_opposed(walk)


def _are_two(walk: Walk, span: Span, first: When, second: When) -> bool:
    return _changes(walk, first, second) or are_opposed(walk, span)


def _changes(walk: Walk, when: When, other: When) -> bool:
    """Return whether a change is asked about from a time before: ``tax in 2025 and the delta to 2024``."""
    earlier = other.grain is when.grain is not None and other.period.end <= when.period.start
    return earlier and bool({Sense.CHANGE, Sense.GROWTH} & walk.reading.asks)


def _are_compared(walk: Walk, first: When, last: When) -> bool:
    """Return whether a change is asked about from one time to the next: ``change between Q2 and Q3``."""
    if not {Sense.CHANGE, Sense.GROWTH} & walk.reading.asks or first.grain is not last.grain:
        return False
    year = part_of_year(first, replace(last, period=Period(*_year_of(last)))) if first.grain else None
    neighbours = first.period.end == last.period.start
    return (first.instant and last.instant) or neighbours or (year is not None and year.period == last.period)


def _year_of(when: When) -> tuple[date, date]:
    return date(when.period.start.year, 1, 1), date(when.period.start.year + 1, 1, 1)


def _back_then(walk: Walk, span: Span, when: When) -> bool:
    """Return whether the figure named is asked of another time: ``and where was that a year ago``."""
    joints = [
        k for k in range(span.start) if walk.tokens[k].stem in ("and", ",", ";") or walk.tokens[k].opens
    ]
    if when.offset is None or not joints or not walk.reading.metrics:
        return False
    clause = {token.stem for token in walk.tokens[joints[-1] : span.start]}
    other = any(each.kind is Kind.METRIC and each.start >= joints[-1] for each in walk.spans)
    return bool(clause & words_of("pronouns", "near", "far")) and not other


def _in_year(walk: Walk, first: When, second: When) -> When | None:
    """Read a year and a part of one, said apart, as that part of that year: ``Q3 revenue last year``."""
    reading = walk.reading
    if reading.contrast or {Sense.CHANGE, Sense.GROWTH} & reading.asks or first.grain == second.grain:
        return None
    year, part = (first, second) if first.grain is Grain.YEAR else (second, first)
    if year.grain is not Grain.YEAR or not part.yearless or part.grain is Grain.YEAR:
        return None
    return part_of_year(part, year)


def _by_itself(walk: Walk, span: Span) -> bool:
    """Return whether a period stands right after ``by``: not the 2025 of ``by amount paid in 2025``."""
    ends = [each.end for each in walk.spans if each.says(Sense.BY, Sense.EACH) and each.end <= span.start]
    return bool(ends) and walk.idle(ends[-1], span.start)


def _compared(walk: Walk, span: Span, when: When) -> None:
    """Take a period to compare with; a second one only where it is the year before."""
    reading = walk.reading
    if reading.compared_to is None and reading.when is not None and reading.when.offset and not when.offset:
        reading.when, reading.compared_to = when, reading.when
    elif reading.compared_to is None:
        reading.compared_to = when
    elif when.offset is Grain.YEAR:
        reading.compare.append(Comparison.PREVIOUS_YEAR)
    else:
        reading.unknown.append(walk.text(span))
