"""Values: what a figure is limited to, or what is left out of it."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm
from symphonies.platform.vizier.ask.parsing.called import called_at
from symphonies.platform.vizier.ask.parsing.reading import ValueMention
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.first import stands_apart, stands_first
from symphonies.platform.vizier.ask.parsing.steps.parties import is_party, party_beside, say_where
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, Walk

_IN = ("in", "into")
_ONES = "ones"


def take_value(walk: Walk, place: int, span: Span) -> None:
    """Read a piece that names a value of some dimension."""
    walk.versus = NOWHERE
    if not walk.denying and _only_leads(walk, span):
        walk.reading.leading.append(ValueMention(span.values, walk.text(span)))
        return
    end_denial(walk, place, span)
    negative = walk.denying or walk.denied(span)
    called = called_at([token.stem for token in walk.tokens], span.start)
    walk.read |= set() if called is None else {called}
    whose = _whose(walk, place)
    if whose is not None:
        walk.reading.described.append(whose)
    if not negative and walk.widens(span):
        return
    mention = ValueMention(span.values, walk.text(span), negative, whose, _only_limits(walk, place))
    walk.reading.values.append(mention)
    currency = any("currency" in term.column[1] for term, _ in span.values)
    if currency and _of_another_country(walk, place, span):
        walk.reading.unknown.append(f"{walk.text(walk.spans[place - 1])} {walk.text(span)}")
    walk.reading.in_currency |= currency and walk.stem_before(span) in words_of("into")
    if currency and walk.reading.in_currency and _apart(walk, place, span):
        walk.reading.converts = True
    if currency and _restated(walk, span):
        walk.reading.converts = True
        walk.read |= {place for place in range(span.start) if walk.tokens[place].stem in words_of("restated")}
    walk.reading.apart |= walk.by and _follows_by(walk, place)
    walk.by = walk.grouping = False


def _follows_by(walk: Walk, place: int) -> bool:
    """Return whether values are what is split between: ``split between buy side and sell side``."""
    before = walk.before(place)
    return before is not None and before.says(Sense.BY) and before.end == walk.spans[place].start


def _only_leads(walk: Walk, span: Span) -> bool:
    """Return whether a value is to stand first or apart; one of several is told with those."""
    if stands_first(walk, span):
        return True
    if not stands_apart(walk, span):
        return False
    columns = {term.column for term, _ in span.values}
    before = {term.column for each in walk.reading.values for term, _ in each.candidates}
    walk.reading.apart |= bool(columns & before)
    return not columns & before


def _of_another_country(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a country stands before money that is not its own: ``Singapore dollars``."""
    from babel.numbers import get_territory_currencies

    before = walk.before(place)
    if before is None or before.kind is not Kind.VALUE or before.end != span.start:
        return False
    lands = {term.key for term, _ in before.values if term.column[1] == "country" and not term.more}
    codes = {term.key for term, _ in span.values}
    return bool(lands) and not any(codes & set(get_territory_currencies(land)) for land in lands)


def _apart(walk: Walk, place: int, span: Span) -> bool:
    """Return whether ``in sterling`` is said of the whole answer: behind a comma, a date or a split."""
    opened = span.start - 1 - (walk.tokens[span.start - 2].stem in _IN)
    before = walk.before(place)
    figures = any(each.kind is Kind.METRIC for each in walk.spans[:place])
    behind = (
        before is not None and before.end == opened and (before.kind is Kind.WHEN or _splits(walk, before))
    )
    comma = opened > 0 and walk.tokens[opened - 1].text == ","
    return figures and walk.tokens[opened].stem in _IN and (comma or behind)


def _splits(walk: Walk, span: Span) -> bool:
    return span.dimension is not None and span.dimension in walk.reading.groups


def end_denial(walk: Walk, place: int, here: Span) -> None:
    """Deny no more behind ``against``, a comma or ``in``: ``without mitigation, in the ERP``."""
    left_out = next((each for each in reversed(walk.spans[:place]) if _is_denied(walk, each)), None)
    if walk.denying and left_out is None:
        walk.denying = not _denied_before(walk, place, here)
    if not walk.denying or left_out is None:
        return
    between = walk.tokens[left_out.end : here.start]
    parted = any(token.opens for token in walk.tokens[left_out.end : here.start + 1])
    against = any(each.says(Sense.VERSUS, Sense.ONLY) for each in walk.spans if each.start >= left_out.end)
    joints = {token.text.lower() for token in between}
    alike = {term.column for term, _ in here.values} & {term.column for term, _ in left_out.values}
    joining = words_of("conjunctions") | {"the"}
    goes_on = not joints or joints <= (joining | {",", "&"} if alike else joining)
    walk.denying = goes_on and not parted and not (against and not alike)


def _denied_before(walk: Walk, place: int, here: Span) -> bool:
    """Return whether a comma ends what is denied, though nothing known is: ``without any cap, sell side``."""
    opened = next((each for each in reversed(walk.spans[:place]) if each.says(Sense.EXCEPT)), None)
    between = walk.tokens[opened.end : here.start] if opened is not None else ()
    breaks = [place for place, token in enumerate(between) if token.opens or token.text in (",", ";")]
    return bool(breaks) and any(token.stem not in walk.lexicon.stop for token in between[: breaks[0]])


def _is_denied(walk: Walk, span: Span) -> bool:
    """Return whether a piece was read as what is left out."""
    return any(each.negative and each.text == walk.text(span) for each in walk.reading.values)


def _restated(walk: Walk, span: Span) -> bool:
    """Return whether an amount is wanted in a currency, not limited to it: ``total cash in euros``."""
    before = [token.stem for token in walk.tokens[: span.start] if token.stem not in ("us", "the")]
    return bool(words_of("into") & set(before[-1:])) and bool(words_of("restated", "in_all") & set(before))


def _whose(walk: Walk, place: int) -> DimensionTerm | None:
    """Return what a value describes: the customers of ``UK customers`` and ``customers in the UK``."""
    after = walk.spans[place + 1] if place + 1 < len(walk.spans) else None
    here, before = walk.spans[place], walk.before(place)
    if after is not None and after.start == here.end and after.dimension is not None:
        return after.dimension
    swallowed = party_beside(walk, here)
    if swallowed is not None:
        return swallowed
    described = before.dimension or _party(walk, before) if before is not None else None
    if before is None or described is None:
        return None
    between = [token.stem for token in walk.tokens[before.end : here.start]]
    return described if say_where(between) else None


def _only_limits(walk: Walk, place: int) -> bool:
    """Return whether a value is what something is: of ``the dollar ones``, ``only the dollar``."""
    here, before = walk.spans[place], walk.before(place)
    ones = here.end < len(walk.tokens) and walk.tokens[here.end].text.lower() == _ONES
    after = [token.stem for token in walk.tokens[here.end : here.end + 2]]
    ones |= _is_of_money_next(walk, place)
    ones |= after[:1] == ["s"] and bool(set(after[1:]) & words_of("holdings"))  # "Nora's portfolio"
    alone = before is not None and before.says(Sense.ONLY) and walk.idle(before.end, here.start)
    return ones or (alone and walk.stem_before(here) not in words_of("into"))


def _is_of_money_next(walk: Walk, place: int) -> bool:
    """Return whether a currency says of which a figure is: not ``in euros`` but ``euro payments``."""
    here, after = walk.spans[place], walk.after(walk.spans[place])
    currency = any("currency" in term.column[1] for term, _ in here.values)
    beside = after is not None and after.kind is Kind.METRIC and after.start == here.end
    beside = beside and walk.tokens[here.end].stem not in walk.lexicon.light  # "dollar amount lost"
    return currency and beside and walk.stem_before(here) not in words_of("into", "conjunctions")


def _party(walk: Walk, figure: Span) -> DimensionTerm | None:
    """Return who a figure's name ends with: the suppliers of ``paid to suppliers in Germany``."""
    last = walk.dimensions.get((figure.end - 1, figure.end))
    return last.dimension if last is not None and is_party(walk, figure.end - 1) else None
