"""Whether a figure stands in its clause as what it is to its fact: a value, a gap, a limit, a chance, an end.

A number alone proves nothing: the same fact entitles a text to print its value and its gap, but not the gap
as the value. So each role asks for words, or for other figures of its fact, close by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from symphonies.platform.vizier.check.quantity import Quantity
from symphonies.platform.vizier.check.segment import Segment
from symphonies.platform.vizier.facts import Advice, Chance, Claim, Fact, Level, Outlook, Role, Tally, Unusual

_ROUNDING = 1e-9
_DIFFERENCES = (Role.GAP, Role.RELATIVE)


@dataclass(frozen=True)
class Context:
    """What a clause speaks of, by itself or because the one before did.

    Attributes:
        segment: the clause.
        facts: the facts it may speak of.
        places: the places it names, or those still spoken of.
        said: ids of facts whose own words are used, here or in the clause before.
        sentence: the clauses of its sentence, this one among them.
    """

    segment: Segment
    facts: tuple[Fact, ...]
    places: tuple[str, ...]
    said: tuple[str, ...] = ()
    sentence: tuple[Segment, ...] = ()


def same_size(printed: Quantity, claim: Claim) -> bool:
    """Whether a figure is as large as a claim; signs are looked at where words may carry them."""
    return abs(abs(printed.value) - abs(claim.value)) <= printed.tolerance * (
        1 + _ROUNDING
    ) + _ROUNDING * abs(claim.value)


def plays_its_role(printed: Quantity, claim: Claim, fact: Fact, context: Context) -> bool:
    """Whether a clause prints a claim as what it is to its fact.

    A difference needs a word that points to it, or a sign; a value is not told as one. A limit and the
    chance of passing it stand together, or with the limit's own name. What may come needs a word for the
    future or how often its band holds, what is bears no such word; a band's level needs the band. What is
    usual needs a word for that. Advice needs its own words.
    """
    if claim.role in _DIFFERENCES:
        return _is_difference(printed, context.segment)
    if claim.role is Role.VALUE and printed.start in context.segment.differences:
        # "6 more" are as many as a tally says
        return isinstance(fact, Tally)
    match fact:
        case Advice():
            return fact.id in context.said
        case Chance():
            return _beside(fact, context, Role.LIMIT if claim.role is Role.CHANCE else Role.CHANCE)
        case Outlook():
            return _is_foretold(claim, fact, context)
        case Level() if claim.role is Role.VALUE:
            return not context.segment.future
        case Unusual() if claim.role in (Role.LOW, Role.HIGH):
            return any(each.usual for each in context.sentence)
    return True


def _is_difference(printed: Quantity, segment: Segment) -> bool:
    if printed.start in segment.results:
        return False
    return printed.start in segment.pointed or segment.same or printed.signed or printed.turns


def _is_foretold(claim: Claim, fact: Outlook, context: Context) -> bool:
    if claim.role in (Role.CHANCE, Role.COVERAGE):
        return all(_is_printed(fact, role, context) for role in (Role.LOW, Role.HIGH))
    if claim.role is Role.VALUE:
        return any(each.future for each in context.sentence)
    if claim.role in (Role.LOW, Role.HIGH):
        return any(each.future for each in context.sentence) or _is_printed(fact, Role.CHANCE, context)
    return True


def of_one_time(found: Iterable[Iterable[Fact]]) -> bool:
    """Whether the figures of a clause can all be of what is, all of what may come, or all of what to do.

    Args:
        found: the facts that entail each figure.
    """
    times = [{_time(fact) for fact in facts} for facts in found]
    return not times or bool(set.intersection(*times))


def _time(fact: Fact) -> str:
    if isinstance(fact, Outlook | Chance):
        return "coming"
    return "do" if isinstance(fact, Advice) else "is"


def _beside(fact: Fact, context: Context, role: Role) -> bool:
    return fact.id in context.said or _is_printed(fact, role, context)


def _is_printed(fact: Fact, role: Role, context: Context) -> bool:
    claims = [claim for claim in fact.claims() if claim.role is role]
    return any(same_size(each, claim) for each in _figures(context) for claim in claims)


def _figures(context: Context) -> Iterator[Quantity]:
    for segment in context.sentence:
        yield from segment.figures
