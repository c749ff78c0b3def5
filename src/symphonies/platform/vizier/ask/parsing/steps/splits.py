"""Dimensions and lengths of periods: what a figure is split by, or is only spoken of."""

from __future__ import annotations

from symphonies.platform.vizier.ask.language import Sense, words_of
from symphonies.platform.vizier.ask.parsing.reading import ValueMention
from symphonies.platform.vizier.ask.parsing.spans import Kind, Span
from symphonies.platform.vizier.ask.parsing.steps.first import stands_apart, stands_first
from symphonies.platform.vizier.ask.parsing.steps.walk import RANKS, Walk

_FAR = 3
"""So far behind ``to`` stands what something is done to: the case of ``to bill a case``."""


def take_dimension(walk: Walk, place: int, span: Span) -> None:
    """Read a piece that names a dimension: to split by, or in passing."""
    if span.dimension is None:
        return
    flag = walk.named.get((span.start, span.end))
    if flag is not None and (stands_first(walk, span) or stands_apart(walk, span)):
        walk.reading.groups.append(span.dimension)
        return
    if flag is not None and not walk.by and all(term.key == "true" for term, _ in flag.values):
        negative = walk.denying or walk.denied(span)
        if not negative and walk.widens(span):
            return
        walk.reading.values.append(ValueMention(flag.values, walk.text(span), negative))
        return
    walk.reading.plural |= walk.plural(span)
    if walk.reading.counts is None and _is_counted(walk, place, span):
        walk.reading.counts = span.dimension
    if _is_split(walk, place, span):
        walk.reading.groups.append(span.dimension)
        walk.grouping = True
        heads = walk.plural(span) and walk.opens(span) and not walk.by
        walk.reading.listed = span.dimension if heads else walk.reading.listed
        before = walk.before(place)
        which = before is not None and before.says(Sense.WHICH) and not before.says(*RANKS)
        if len(walk.reading.groups) == 1 and (heads or which):
            walk.reading.heads = span.dimension
    elif _of_split(walk, place, span):
        walk.reading.mentioned.append(span.dimension)
        walk.reading.behind = span.dimension
    elif _sorted_by(walk, place, span):
        walk.reading.mentioned.insert(0, span.dimension)
        walk.reading.sorts = True
    else:
        walk.reading.mentioned.append(span.dimension)
    walk.by = False


def _is_counted(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a dimension is the noun after ``how many``: the customers of ``active customers``."""
    opened = next((each for each in walk.spans if each.says(Sense.COUNT) and each.end <= span.start), None)
    following = walk.spans[place + 1] if place + 1 < len(walk.spans) else None
    goes_on = following is not None and following.start == span.end and following.kind is not Kind.SENSE
    if opened is None or goes_on:
        return False
    between = walk.tokens[opened.end : span.start]
    return all(token.stem not in walk.lexicon.stop and token.stem.isalnum() for token in between)


def _of_split(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a dimension stands right behind a split: the bank of ``by counterparty bank``."""
    before = walk.before(place)
    if before is None or before.end != span.start or before.dimension is None or span.dimension is None:
        return False
    opened = walk.stem_before(before) in ("by", "per") and not walk.tokens[span.start].opens
    apart = not set(before.dimension.paths) & set(span.dimension.paths)
    return opened and apart and before.dimension in walk.reading.groups


def _sorted_by(walk: Walk, place: int, span: Span) -> bool:
    """Return whether a dimension says what a split sorts: the action of ``by type of action``."""
    before = walk.before(place)
    split = before is not None and before.dimension in walk.reading.groups
    return split and before is not None and [t.stem for t in walk.tokens[before.end : span.start]] == ["of"]


def take_grain(walk: Walk, span: Span) -> None:
    """Read a piece that names the length of periods: ``monthly``, ``by week``, ``best month``."""
    word = walk.tokens[span.start].text.lower()
    before = walk.stem_before(span)
    if word in words_of("how_often") and _of_occasion(walk, span):
        return
    often = walk.named.get((span.start, span.end))
    if word in words_of("how_often") and often is not None and _owns(often, walk.stem_after(span)):
        walk.reading.values.append(ValueMention(often.values, walk.text(span)))
        return
    asked = walk.lexicon.senses.get((before,), ())
    if before == "any" or {*RANKS, Sense.WHICH} & set(asked) or (walk.plural(span) and walk.opens(span)):
        walk.reading.ranked_grain = span.grain
    throughout = walk.plural(span) and walk.leading(span.start) in words_of("over_time")
    if before == "a" and walk.leading(span.start) in words_of("horizons"):
        walk.reading.unknown.append(f"{walk.leading(span.start)} a {word}")
        return
    if walk.by or throughout or word in words_of("how_often") or before in words_of("distributives") | {"a"}:
        walk.reading.grain = span.grain
        walk.reading.grain_of = (walk.tokens[span.start].stem, walk.stem_after(span)) if not walk.by else ()
    walk.by = False


def _owns(often: Span, thing: str) -> bool:
    """Return whether what follows is how often something is done: of ``quarterly controls``."""
    return any(term.column[0].rsplit(".", 1)[-1] == thing for term, _ in often.values)


def _of_occasion(walk: Walk, span: Span) -> bool:
    """Return whether a length says how often there is an occasion: ``for our weekly liquidity call``."""
    before = [
        token.stem
        for token in walk.tokens[: span.start]
        if token.stem not in words_of("articles", "possessives", "near", "coming")
    ][-1:]
    after = [token.stem for token in walk.tokens[span.end : span.end + 2]]
    return bool(words_of("before_occasions") & set(before)) and bool(walk.lexicon.audiences & set(after))


def _is_split(walk: Walk, place: int, span: Span) -> bool:
    before = walk.before(place)
    ranked = before is not None and (before.says(*RANKS) or before.kind is Kind.AMOUNT)
    asked = before is not None and before.says(Sense.WHICH)
    article = walk.stem_before(span)
    apiece = article in ("a", "an") and not _is_done_to(walk, span) and bool(walk.reading.metrics)
    each = article in ("each", "every") or apiece
    return bool(
        walk.by
        or (walk.plural(span) and walk.opens(span))
        or (ranked and walk.reading.rank)
        or asked
        or each
        or _described(walk, span)
        or goes_on(walk, span)
        or _towards(walk, span, article)
        or _told_too(walk, span)
    )


def _is_done_to(walk: Walk, span: Span) -> bool:
    """Return whether something is done to what is named: the case of ``the time it takes to bill a case``."""
    return span.start >= _FAR and walk.tokens[span.start - _FAR].stem in words_of("before_verbs")


def _towards(walk: Walk, span: Span, article: str) -> bool:
    """Return whether parties stand opposite a figure: ``liability to suppliers``, ``debt with banks``."""
    plural = walk.plural(span) and not any(each.says(Sense.BY) for each in walk.spans)
    after = walk.after(span)
    except_for = after is not None and after.says(Sense.EXCEPT)
    limited = except_for or (
        after is not None and after.kind is Kind.VALUE and walk.idle(span.end, after.start)
    )
    opposed = article in words_of("against_what") | {"at"}
    return plural and not limited and opposed and bool(walk.reading.metrics)


def _told_too(walk: Walk, span: Span) -> bool:
    """Return whether things are asked for beside a figure: ``fraud losses and the countries concerned``."""
    first = span.start - (walk.stem_before(span) in words_of("articles", "possessives"))
    joined = 0 < first < span.start and walk.tokens[first - 1].stem in words_of("additions")
    figures = [each.start < span.start for each in walk.spans if each.kind is Kind.METRIC]
    return joined and walk.plural(span) and bool(figures) and all(figures)


def _described(walk: Walk, span: Span) -> bool:
    """Return whether things are listed by what is true of them: ``entities whose revenue fell``."""
    return walk.stem_after(span) == "whose" and not walk.reading.metrics


def goes_on(walk: Walk, span: Span) -> bool:
    """Return whether a list of dimensions goes on: nothing but commas and empty words lie between."""
    last = max(
        (each.end for each in walk.spans if each.kind is Kind.DIMENSION and each.end <= span.start),
        default=0,
    )
    return walk.grouping and any(token.text in ",&" for token in walk.tokens[last : span.start])
