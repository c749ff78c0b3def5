"""Words that do something: rank, limit, compare, show, suppose, foretell."""

from __future__ import annotations

from symphonies.platform.semantics import Comparison, Op
from symphonies.platform.vizier.ask.language import Amount, Sense, phrases_of, words_of
from symphonies.platform.vizier.ask.parsing.reading import Intent, Rank, Threshold, View
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.amounts import (
    count_ahead,
    count_before,
    count_beside,
    take_limit,
)
from symphonies.platform.vizier.ask.parsing.steps.first import stands_first
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, RANKS, Walk

_INTENTS = {Sense.WHY: Intent.WHY, Sense.WHAT_IF: Intent.WHAT_IF, Sense.FORECAST: Intent.FORECAST}
_VIEWS = {Sense.CHART: View.CHART, Sense.TABLE: View.TABLE}
_COMPARED = {
    Sense.TARGET: Comparison.TARGET,
    Sense.PREVIOUS_YEAR: Comparison.PREVIOUS_YEAR,
    Sense.PREVIOUS_PERIOD: Comparison.PREVIOUS_PERIOD,
}
_ASKED = frozenset({"what", "which"})
"""After these a plan is what is asked for: ``what target did we set``."""
_THE = (["the"], ["our"])
_HINTS = (
    Sense.COUNT,
    Sense.MUCH,
    Sense.WORTH,
    Sense.LONG,
    Sense.AVERAGE,
    Sense.WHO,
    Sense.WHICH,
    Sense.WHEN,
    Sense.GROWTH,
    Sense.CHANGE,
)


def take_sense(walk: Walk, place: int, span: Span) -> None:
    """Read a piece that does something."""
    if _takes_away(walk, span):
        walk.denying = walk.reading.follows = True
    elif not _only_newest(walk, span):
        _do(walk, place, span)


def _do(walk: Walk, place: int, span: Span) -> None:
    reading = walk.reading
    for sense in span.senses:
        if sense in RANKS and (_ranks_other_end(walk, span, sense) or _is_bound(walk, span)):
            reading.unknown.append(walk.text(span))
        elif sense in RANKS and _ranks(walk, place):
            reading.rank = Rank(count_beside(walk, place) or count_before(walk), sense)
        elif sense in (Sense.OVER, Sense.UNDER) and reading.threshold is None:
            take_limit(walk, place, sense)
        elif sense is Sense.NEGATIVE and reading.threshold is None:
            reading.threshold = Threshold(Op.LT, Amount(0.0, None, None, span.end))
        elif sense in _INTENTS:
            _intend(walk, place, sense)
        elif sense in _VIEWS:
            reading.view = _VIEWS[sense]
        elif sense in _COMPARED:
            _compare(walk, place, sense)
        elif sense in _HINTS and not _is_of_split(walk, place, sense):
            reading.asks.add(sense)
            walk.falls |= any(token.stem in walk.lexicon.falling for token in walk.words(span))
            reading.drops |= any(token.stem in walk.lexicon.drops for token in walk.words(span))
    _ordered(walk, place, span)


def _is_of_split(walk: Walk, place: int, sense: Sense) -> bool:
    """Return whether a word of change says what a split sorts: ``by category of movement``."""
    before = walk.before(place)
    if before is None or before.dimension not in walk.reading.groups:
        return False
    between = [token.stem for token in walk.tokens[before.end : walk.spans[place].start]]
    return sense in (Sense.CHANGE, Sense.GROWTH) and between == ["of"]


def _ordered(walk: Walk, place: int, span: Span) -> None:
    """Take what a piece says beside what it does."""
    reading = walk.reading
    if span.says(Sense.ORDER) or (span.says(*RANKS) and stands_first(walk, span)):
        reading.ordered = True
    if span.says(Sense.TARGET) and set(walk.stems(span)) & walk.lexicon.directions:
        walk.off_plan = True
        reading.drops |= bool(set(walk.stems(span)) & walk.lexicon.shortfalls)
    _flags(walk, span, first=place == 0)
    named = walk.dimensions.get((span.start, span.start + 1)) if span.says(Sense.WHY) else None
    if named is not None and walk.plural(named):
        reading.reasons = named.dimension


def _only_newest(walk: Walk, span: Span) -> bool:
    """Return whether ``latest`` stands beside nothing that is ranked: ``latest reading``."""
    after = walk.stem_after(span)
    if walk.stems(span) != ("latest",):
        return False
    named = walk.after(span)
    one = named is not None and named.kind in (Kind.METRIC, Kind.VALUE) and named.start == span.end
    if one and named is not None and not walk.plural(named):
        return True
    return bool(after in walk.lexicon.aside or after in walk.lexicon.carrier)


def _takes_away(walk: Walk, span: Span) -> bool:
    """Return whether a part is to be left out of the answer before: ``drop Germany from that``."""
    after = walk.after(span)
    alone = all(each.kind is not Kind.METRIC for each in walk.spans)
    away = span.says(Sense.CHANGE) and walk.stems(span)[0] in walk.lexicon.drops
    return alone and away and after is not None and after.kind is Kind.VALUE and after.start <= span.end + 1


def _intend(walk: Walk, place: int, sense: Sense) -> None:
    """Take what kind of answer is wanted, unless the words only name something."""
    reading, span = walk.reading, walk.spans[place]
    if sense is Sense.WHY and _of_a_list(walk, place):
        return
    split = walk.by and walk.stem_before(span) in words_of("splitting_prepositions")
    if split or (sense is Sense.FORECAST and walk.versus == span.start):
        reading.unknown.append(walk.text(span))
    elif _means_nothing(walk, span, sense):
        return
    elif reading.intent in (Intent.FIGURE, Intent.WHAT_IF):
        reading.intent = _INTENTS[sense]


def _supposes(walk: Walk, span: Span) -> bool:
    """Return whether a change stands in a question: in ``if you take it on purchases`` there is none."""
    changes = walk.lexicon.falling | walk.lexicon.supposed | walk.lexicon.lasting
    others = [each for each in walk.spans if each is not span]
    amounts = any(each.kind is Kind.AMOUNT for each in others)
    moved = any(each.says(Sense.CHANGE, Sense.GROWTH, Sense.WHAT_IF) for each in others)
    return amounts or moved or any(token.stem in changes for token in walk.tokens)


def _ranks(walk: Walk, place: int) -> bool:
    """Return whether a superlative ranks: the first one does, and one with a number, as ``bottom three``."""
    rank, span = walk.reading.rank, walk.spans[place]
    if walk.leading(span.start) in words_of("conjunctions") and _named_before(walk, span):
        return False
    told = walk.reading.ordered and span.says(Sense.ORDER)  # "sorted, smallest first"
    return rank is None or (rank.n == 0 and (told or count_ahead(walk, place) > 0))


def _named_before(walk: Walk, span: Span) -> bool:
    """Return whether a superlative names a figure again: ``below minimum cash? Cash and the minimum``."""
    return any(set(walk.stems(span)) <= set(each.stems) for each in walk.reading.metrics)


def _ranks_other_end(walk: Walk, span: Span, sense: Sense) -> bool:
    """Return whether both ends are asked for: the worst of ``between best and worst entity``."""
    rank = walk.reading.rank
    joined = walk.leading(span.start) in words_of("conjunctions")
    high = (Sense.TOP, Sense.BEST)
    return rank is not None and joined and (rank.sense in high) != (sense in high)


def _is_bound(walk: Walk, span: Span) -> bool:
    """Return whether a superlative is what something is held against: of ``below the minimum``."""
    return walk.leading(span.start) in words_of("positions") and bool(
        words_of("limits") & set(walk.stems(span))
    )


def _means_nothing(walk: Walk, span: Span, sense: Sense) -> bool:
    """Return whether words of another kind of answer only name something: ``the share of forecasts``."""
    if sense is Sense.FORECAST:
        before = walk.before(walk.spans.index(span))
        foretold = before is not None and before.end == span.start and before.says(Sense.TARGET)
        return walk.plural(span) or (foretold and walk.reading.planned)
    if sense is not Sense.WHAT_IF:
        return False
    first = walk.stems(span)[0]
    only = walk.stems(span) == ("if",) and not _supposes(walk, span)
    return only or (first in words_of("picturing") and not _amounts(walk))


def _amounts(walk: Walk) -> bool:
    return any(each.kind is Kind.AMOUNT for each in walk.spans)


def _compare(walk: Walk, place: int, sense: Sense) -> None:
    """Take what a figure is compared with; a plan may be asked for itself."""
    reading, before = walk.reading, walk.stem_before(walk.spans[place])
    if sense is Sense.TARGET and _names_plan(walk, place, walk.spans[place]):
        reading.planned = True
    elif _COMPARED[sense] not in reading.compare and before not in words_of("several"):
        reading.compare.append(_COMPARED[sense])
        walk.versus = NOWHERE


def _of_a_list(walk: Walk, place: int) -> bool:
    """Return whether reasons are listed, not asked for: ``top 3 reasons why``."""
    before = walk.before(place)
    adjacent = before is not None and before.end == walk.spans[place].start
    return adjacent and before is not None and before.kind is Kind.DIMENSION


def _names_plan(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a plan is the figure asked for: ``sales plan``, not ``sales against plan``."""
    before = walk.before(place)
    named = before is not None and before.kind is Kind.METRIC and before.end == span.start
    if _planned(walk, span) or _of_plan(walk, span):
        return True
    asked = span.start > 0 and walk.tokens[span.start - 1].stem in _ASKED
    if asked and walk.stems(span) in walk.lexicon.plans:
        return True
    after = walk.spans[place + 1] if place + 1 < len(walk.spans) else None
    follows = after is not None and after.kind is Kind.METRIC and after.start == span.end
    described = follows and walk.tokens[span.start].text.lower().endswith("ed")
    held = before is not None and walk.leading(before.start) in walk.lexicon.directions
    return described or (named and not held and walk.stems(span) in walk.lexicon.plans)


def _planned(walk: Walk, span: Span) -> bool:
    """Return whether a verb asks for the plan: ``what have we budgeted``, not ``as planned``."""
    verb = any(token.text.lower().endswith("ed") for token in walk.words(span))
    verb |= span.start >= 2 and walk.tokens[span.start - 2].stem == "did"
    held = words_of("beside_plans") & {token.stem for token in walk.tokens}
    return verb and not held and not set(walk.stems(span)) & walk.lexicon.directions


def _of_plan(walk: Walk, span: Span) -> bool:
    """Return whether a plan tells: ``what does the budget say``, ``did we budget``, ``sales in the plan``."""
    if walk.stems(span)[-1:] not in walk.lexicon.plans:
        return False
    tells = walk.stem_after(span) in walk.lexicon.plan_says
    before = [token.stem for token in walk.tokens[: span.end - 1]][-2:]
    return tells or before[-1:] == ["we"] or (before[:1] == ["in"] and before[1:] in _THE)


def _flags(walk: Walk, span: Span, *, first: bool) -> None:
    reading = walk.reading
    if span.says(Sense.DEFINE, Sense.DIVIDED):
        _define(walk, span)
    elif span.says(Sense.BY):
        walk.defining = False
    one_by_one = walk.stems(span) in phrases_of("one_by_one")
    walk.by = (
        span.says(Sense.BY)
        or (span.says(Sense.EACH) and not one_by_one)
        or (walk.by and not span.says(Sense.FOLLOW))
        or (walk.grouping and span.says(Sense.FOLLOW))
    )
    following = walk.after(span)
    per = walk.stems(span) == ("per",) and following is not None and following.start == span.end
    if per and following is not None and following.kind is Kind.SENSE:
        reading.unknown.append(f"per {walk.text(following)}")
    if span.says(Sense.VERSUS):
        _set_against(walk, span)
    reading.contrast |= span.says(Sense.CONTRAST)
    if span.says(Sense.CONTRAST) and set(walk.stems(span)) & walk.lexicon.directions:
        walk.versus = span.end
    walk.denying |= span.says(Sense.EXCEPT)
    walk.each |= span.says(Sense.EACH)
    reading.singly |= one_by_one
    dated = following is not None and following.kind is Kind.WHEN and following.start <= span.end + 1
    reading.share |= span.says(Sense.SHARE, Sense.MIX) or (span.says(Sense.RATIO) and not dated)
    reading.trend |= span.says(Sense.TREND)
    reading.adds |= span.says(Sense.AGAIN)
    of_before = span.says(Sense.FOLLOW) and walk.stems(span)[0] == "of"
    reading.follows |= of_before or (first and span.says(Sense.FOLLOW, Sense.ONLY, Sense.VERSUS))


def _set_against(walk: Walk, span: Span) -> None:
    """Open a comparison; with all that was not named nothing is compared."""
    walk.versus = span.end
    rest = [token for token in walk.tokens[span.end :] if token.stem not in walk.lexicon.stop][:1]
    walk.reading.unknown += [token.text for token in rest if token.stem in walk.lexicon.others]
    walk.reading.contrast = True


def _define(walk: Walk, span: Span) -> None:
    """Open ``which is the sum of``; of ``A divided by B`` the A is part of it too."""
    reading = walk.reading
    if span.says(Sense.DIVIDED) and not walk.defining and len(reading.metrics) > 1:
        reading.definition.append(reading.metrics.pop())
    one = span.says(Sense.DIVIDED) and not walk.defining and len(reading.metrics) == 1
    walk.defining = bool(reading.metrics) and not (one and not reading.definition)
