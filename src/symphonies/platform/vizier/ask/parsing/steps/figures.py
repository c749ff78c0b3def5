"""Figures: what is asked for, what it is set in relation to, and what it is said to be made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from symphonies.platform.vizier.ask.language import Sense, Token, phrases_of, stems_of, words_of
from symphonies.platform.vizier.ask.parsing.reading import MetricMention, Rank, ValueMention
from symphonies.platform.vizier.ask.parsing.spans import SAID_BY_VERB, Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.amounts import count_before, count_beside
from symphonies.platform.vizier.ask.parsing.steps.splits import goes_on, take_dimension
from symphonies.platform.vizier.ask.parsing.steps.values import end_denial
from symphonies.platform.vizier.ask.parsing.steps.walk import NOWHERE, RANKS, Walk

_EACH = ("each", "every")

_NEAR_NAME = 0.95
"""A word that fits a name less well is only a part of it."""


def take_metric(walk: Walk, place: int, span: Span) -> None:
    """Read a piece that names a figure, or else the value or the dimension that it names here."""
    walk.versus = NOWHERE
    if _bridged(walk, span):
        return
    listed = _another_value(walk, place, span)
    if listed is not None:
        walk.reading.values.append(listed)
        return
    other, before = walk.dimensions.get((span.start, span.end)), walk.before(place)
    which = before is not None and before.end == span.start and before.says(Sense.WHICH)
    asked = which and any(each.kind is Kind.METRIC and each is not span for each in walk.spans)
    each = walk.stem_before(span) in _EACH
    if each and other is not None and other.dimension is not None and other.dimension.paths:
        walk.reading.groups.append(other.dimension)
    elif other is not None and (walk.by or goes_on(walk, other) or asked):
        take_dimension(walk, place, other)
        return
    value = walk.named.get((span.start, span.end)) or _flag_inside(walk, span)
    if _is_noun_of_value(walk, before, span):
        return
    end_denial(walk, place, value or span)
    if walk.denying and _is_deducted(walk, before, span, value):
        return
    if value is not None and walk.denying:
        walk.reading.values.append(ValueMention(value.values, walk.text(span), True))
        return
    if value is not None and (_described(walk, span, value) or _is_only(walk, span)):
        walk.reading.values.append(ValueMention(value.values, walk.text(span)))
        return
    also = value.values if value is not None and _limits(walk, place, span) else ()
    _figure(walk, place, span, MetricMention(span.metrics, walk.text(span), walk.stems(span), also))
    _split_by_name(walk, span)
    _superlative(walk, place, span)
    _measured_up(walk, span)
    walk.reading.plural |= walk.tokens[span.end - 1].text.lower().endswith(("ers", "ors"))
    ranked = any(each.says(*RANKS) for each in walk.spans)
    ranked = ranked and not any(each.says(Sense.BY) for each in walk.spans)
    if which or (ranked and walk.opens(span)):
        _listed_by(walk, span)
    walk.by = False
    walk.grouping = walk.grouping and walk.tokens[span.start - 1].text in (",", "and")


def _another_value(walk: Walk, place: int, span: Span) -> ValueMention | None:
    """Return the value that a figure's name is in a list: the sales of ``marketing and sales``.

    So is the revolver of ``term loan vs revolver``.
    """
    listed, other = walk.before(place), walk.named.get((span.start, span.end))
    if listed is not None and listed.says(Sense.FOLLOW, Sense.VERSUS):
        listed = walk.before(place - 1)
    if other is None or listed is None or listed.kind is not Kind.VALUE:
        return None
    between = {token.text.lower() for token in walk.tokens[listed.end : span.start]}
    columns = {term.column for term, _ in listed.values}
    kept = tuple(pair for pair in other.values if pair[0].column in columns)
    joining = words_of("conjunctions", "oppositions") | {",", "the"}
    if not kept or not between or not between <= joining:
        return None
    return ValueMention(kept, walk.text(span), walk.denying)


def _figure(walk: Walk, place: int, span: Span, mention: MetricMention) -> None:
    reading = walk.reading
    lone = reading.rank is None and not reading.groups and not walk.defining
    if walk.by and _is_variant(walk, mention):
        return
    if walk.by and reading.metrics and lone:
        reading.unknown.append(mention.text)  # split by a figure: there is no such dimension
        return
    if walk.defining and (reading.metrics or reading.definition):
        reading.definition.append(mention)
        return
    if reading.metrics and walk.leading(span.start) in words_of("widening", "reckoned_by"):
        reading.unknown.append(f"{walk.leading(span.start)} {walk.text(span)}")
        return
    before = walk.before(place)
    over = before is not None and before.says(Sense.RATIO, Sense.DIVIDED)
    related = over and before is not None and walk.idle(before.end, span.start)
    if related or _to_what(walk, span):
        reading.base = mention
        return
    reading.metrics.append(_side_by_side(walk, place, span, mention))


def _is_deducted(walk: Walk, before: Span | None, span: Span, value: Span | None) -> bool:
    """Note a figure that is to be taken off another, which no query does: ``sales net of credit notes``."""
    deducted = before is not None and walk.stems(before) in phrases_of("deducting")
    flag = value is not None and all(term.key == "true" for term, _ in value.values)
    near = before is not None and walk.idle(before.end, span.start)
    if before is None or flag or not (deducted and near and walk.reading.metrics):
        return False
    walk.read |= set(range(before.start, before.end))
    walk.reading.unknown.append(f"{walk.text(before)} {walk.text(span)}")
    return True


def _flag_inside(walk: Walk, span: Span) -> Span | None:
    """Return the yes-or-no that is left out by a figure's name: of ``without disputed invoices``."""
    inside = [each for (start, end), each in walk.named.items() if span.start <= start and end <= span.end]
    flags = [each for each in inside if all(term.key == "true" for term, _ in each.values)]
    return flags[0] if flags and walk.denying else None


def _is_noun_of_value(walk: Walk, before: Span | None, span: Span) -> bool:
    """Return whether a figure only says what a value is of: the disputes of ``without price disputes``.

    So are the invoices of ``days late, paper invoices``: an invoice has the value as its own.
    """
    if _is_sorted(walk, before, span):
        return True
    if before is None or before.kind is not Kind.VALUE or before.end != span.start:
        return False
    thing = walk.stems(span) if len(walk.stems(span)) == 1 else ("",)
    own = any(stems_of(term.column[0].rsplit(".", 1)[-1]) == thing for term, _ in before.values)
    parted = walk.stem_before(before) in words_of("conjunctions", "additions", "oppositions")
    own = own and (not parted or _is_other_side(walk, before))
    return own and _goes_on(walk, span) if not walk.reading.metrics else walk.denying or own


def _is_other_side(walk: Walk, value: Span) -> bool:
    """Return whether a value is set against one of its kind: ``paper invoices vs electronic invoices``."""
    columns = {term.column for term, _ in value.values}
    others = walk.reading.values[:-1]
    return any(columns & {term.column for term, _ in each.candidates} for each in others)


def _is_sorted(walk: Walk, before: Span | None, span: Span) -> bool:
    """Return whether a figure's name only says what a split sorts: ``by kind of obligation``."""
    if before is None or before.dimension is None or before.dimension not in walk.reading.groups:
        return False
    sorts = set(before.dimension.words) <= words_of("sorts")
    return sorts and [token.stem for token in walk.tokens[before.end : span.start]] == ["of"]


def _goes_on(walk: Walk, span: Span) -> bool:
    """Return whether another figure is asked of a thing: ``paper invoices take longer to get paid``."""
    later = next((each for each in walk.spans if each.kind is Kind.METRIC and each.start >= span.end), None)
    if later is None or later.metrics[0][1] < SAID_BY_VERB:
        return False
    joined = any(
        token.stem in words_of("conjunctions", "additions", "oppositions") or token.text == ","
        for token in walk.tokens[span.end : later.start]
    )
    return not joined and not any(walk.tokens[k].opens for k in range(span.end, later.start + 1))


def _is_variant(walk: Walk, mention: MetricMention) -> bool:
    """Return whether words after ``by`` name a way to reckon a figure: ``by the count-back method``."""
    (metric, variant), _ = mention.candidates[0]
    before = walk.reading.metrics[-1] if walk.reading.metrics else None
    if before is None or variant is None or before.candidates[0][0][0] != metric:
        return False
    walk.reading.metrics[-1] = replace(before, candidates=mention.candidates)
    return True


def _bridged(walk: Walk, span: Span) -> bool:
    """Return whether a figure is only where the way to another begins: ``from revenue to EBITDA``."""
    after = walk.after(span)
    leads = after is not None and after.kind is Kind.METRIC and walk.stem_before(after) == "to"
    return leads and walk.stem_before(span) == "from" and walk.stem_after(span) == "to"


def _described(walk: Walk, span: Span, value: Span) -> bool:
    """Return whether a name says which of a thing is meant: the leverage of ``leverage covenant``."""
    after = walk.stem_after(span)
    others = any(each.kind is Kind.METRIC and each is not span for each in walk.spans)
    return others and any(term.column[0].rsplit(".", 1)[-1] == after for term, _ in value.values)


def _is_only(walk: Walk, span: Span) -> bool:
    """Return whether a name limits the figure before it: ``committed spend: payments only``."""
    after = walk.after(span)
    only = after is not None and after.start == span.end and after.says(Sense.ONLY)
    return only and bool(walk.reading.metrics)


def _limits(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a piece stands after a word that limits what is before it: ``outflow for tax``."""
    before = walk.before(place)
    between = walk.tokens[before.end : span.start] if before is not None else ()
    limiting = words_of("of_what", "against_what")
    limited = walk.leading(span.start) in limiting or any(token.stem in limiting for token in between)
    return limited or _of_what_kind(walk, place, span)


def _of_what_kind(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a part of a name stands beside a figure: the failed of ``failed control tests``."""
    if span.end > span.start + 1 or span.metrics[0][1] >= _NEAR_NAME:
        return False
    before, after = walk.before(place), walk.after(span)
    ahead = after is not None and after.kind is Kind.METRIC and after.start == span.end
    behind = before is not None and before.kind is Kind.METRIC and walk.idle(before.end, span.start)
    return ahead or (behind and not _parted(walk.tokens[span.start : span.start + 1]))


def _split_by_name(walk: Walk, span: Span) -> None:
    """Split by what a name itself says: the age of ``receivables by age``."""
    stems = walk.stems(span)
    place = span.start + stems.index("by") + 1 if "by" in stems else span.end
    found = walk.dimensions.get((place, span.end))
    if found is not None and found.dimension is not None and found.dimension.paths:
        walk.reading.groups.append(found.dimension)


def _superlative(walk: Walk, place: int, span: Span) -> None:
    """Rank by what a verb says of itself: ``pays latest``."""
    senses = {sense for token in walk.words(span) for sense in walk.lexicon.senses.get((token.stem,), ())}
    rank = next((sense for sense in RANKS if sense in senses), None)
    if rank is not None and walk.reading.rank is None and span.metrics[0][1] == SAID_BY_VERB:
        walk.reading.rank = Rank(count_beside(walk, place) or count_before(walk), rank)


def _listed_by(walk: Walk, span: Span) -> None:
    """Split by what is listed where its name begins a figure's: ``list suppliers with overdue bills``."""
    first = walk.dimensions.get((span.start, span.start + 1))
    named = first is not None and first.dimension is not None and first.dimension.paths
    if first is not None and first.dimension is not None and named and span.end > span.start + 1:
        walk.reading.groups.append(first.dimension)
        walk.reading.heads = walk.reading.heads or first.dimension
        walk.reading.plural |= walk.plural(first)


def _measured_up(walk: Walk, span: Span) -> None:
    """Note that a plan is what something is held against: ``below budget in revenue``."""
    planned = {word for phrase in walk.lexicon.plans for word in phrase}
    opens = walk.tokens[span.start].stem in planned
    sided = walk.leading(span.start) in (walk.lexicon.measures_up if opens else walk.lexicon.directions)
    if walk.lexicon.measures_to_plan(walk.stems(span)) or (sided and planned & set(walk.stems(span))):
        walk.reading.contrast = True


def _to_what(walk: Walk, span: Span) -> bool:
    """Return whether a figure is the lower half of ``ratio of A to B``."""
    named = [word for mention in walk.reading.metrics for word in mention.stems]
    return walk.stem_before(span) == "to" and bool(set(named) & walk.lexicon.rates)


def _side_by_side(walk: Walk, place: int, span: Span, mention: MetricMention) -> MetricMention:
    """Note two figures that follow each other without ``and``: together they may be a third one."""
    before = next((each for each in reversed(walk.spans[:place]) if each.kind is Kind.METRIC), None)
    if before is None:
        return mention
    between = walk.spans[walk.spans.index(before) + 1 : place]
    if any(each.says(Sense.COUNT) for each in between) and _opened_by(walk, span, before):
        return replace(mention, joined=False)
    joined = any(each.says(Sense.FOLLOW, Sense.VERSUS, Sense.AGAIN) for each in between)
    joined |= any(token.stem in walk.lexicon.falling for token in walk.tokens[before.end : span.start])
    signs = {token.text for token in walk.tokens[before.end : span.start]} & {",", "&", ";", "plus"}
    signs = signs if walk.leading(span.start) != "for" or not mention.also else set()
    if joined or signs or span.start < before.end or _parted(walk.tokens[before.end : span.start + 1]):
        return mention
    walk.reading.fused = (walk.text(before), walk.text(span))
    return replace(mention, joined=False)


def _opened_by(walk: Walk, span: Span, topic: Span) -> bool:
    """Return whether a topic is one of what is counted behind it: ``late bills: how many bills``."""
    counted = set(walk.stems(span))
    known = {metric for (metric, _), _ in span.metrics}
    return _parted(walk.tokens[topic.end : span.start]) and bool(
        counted <= set(walk.stems(topic)) or topic.metrics[0][0][0] in known
    )


def _parted(tokens: Sequence[Token]) -> bool:
    return any(token.opens for token in tokens)
