"""A question that leans on the one before: what it says replaces, what it leaves out stays."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Comparison, Op
from symphonies.platform.vizier.ask.language import Sense, When, part_of_year, words_of
from symphonies.platform.vizier.ask.linking import DimensionTerm
from symphonies.platform.vizier.ask.parsing.reading import Intent, Reading, ValueMention, View

_STAYING = {Sense.WHO, Sense.WHICH}
"""What is asked for stays so while only its limits change."""


def leans(reading: Reading) -> bool:
    """Return whether a reading cannot stand alone but says something, or opens as a follow-up."""
    if reading.empty:
        return reading.follows and bool(reading.unknown)
    return not reading.metrics or reading.follows


def follow_up(before: Reading, now: Reading) -> Reading:
    """Return a reading with the slots of the one before where it leaves its own empty.

    A new dimension to split by takes the place of the old one, unless it is to be added (``also by``);
    a value takes the place of those of the same column.
    """
    known = _ranked_is_known(before, now)
    gone = bool(now.metrics) and now.anew and now.metrics != before.metrics
    gone_limits = let_go(before, now) if gone or not known else []
    known = known and not gone
    now = _reset(before, now)
    limited = now.threshold or (before.threshold if known else None)
    moved = now.moved if now.when else (*before.moved, *now.moved)
    if _earlier(before, now):
        now = replace(now, compare=[], earlier=True, when=before.when)
        before = replace(before, compare=[], compared_to=None)
    return replace(
        now,
        metrics=now.metrics or before.metrics,
        asks=now.asks | (before.asks & _STAYING if not now.metrics else set()),
        groups=_groups(before, now),
        heads=now.heads or before.heads,
        grain=now.grain or before.grain,
        grain_of=now.grain_of if now.grain else before.grain_of,
        values=_values(_of_party(before, now), _of_listed(before, now)),
        when=_when(before, now),
        compared_to=now.compared_to or (None if now.compare else before.compared_to),
        compare=now.compare or ([] if now.compared_to else before.compare),
        rank=now.rank or (before.rank if known else None),
        ordered=now.ordered or (before.ordered and known and now.rank is None),
        plural=now.plural or (before.plural and known and now.rank is None),
        threshold=limited,
        ceiling=now.ceiling if now.threshold else before.ceiling,
        share=now.share or before.share,
        fused=now.fused if now.metrics else before.fused,
        variants=now.variants if now.metrics else before.variants,
        measure=now.measure if before.metrics else "",
        population=now.population or (before.population and not now.metrics),
        trend=now.trend or before.trend,
        view=now.view if now.view is not View.AUTO else before.view,
        intent=now.intent if now.intent is not Intent.FIGURE else Intent.FIGURE,
        mentioned=[],
        aside=[*now.aside, *(word for word in before.unknown if word not in now.aside)],
        let_go=gone_limits,
        moved=moved,
        quantile=now.quantile or (before.quantile if not now.metrics else ""),
        local=now.local or before.local,
        converts=now.converts or before.converts or (now.in_currency and not now.metrics),
    )


def _reset(before: Reading, now: Reading) -> Reading:
    """Give the limit or the rank of the question before another number, where that is to be reset."""
    amount = now.reset
    if amount is None:
        return now
    if before.threshold is not None and before.ceiling is None:
        return replace(now, threshold=replace(before.threshold, amount=amount))
    if before.rank is not None and amount.unit is None and not amount.scaled:
        return replace(now, rank=replace(before.rank, n=int(amount.value)))
    return replace(now, unknown=[*now.unknown, f"{amount.value:,.15g}"])


def _when(before: Reading, now: Reading) -> When | None:
    """Return the days; of ``the same quarter of 2025`` those of the question before, in that year."""
    if now.when is None or before.when is None or not now.when.same:
        return now.when or before.when
    return part_of_year(before.when, now.when) or now.when


def _earlier(before: Reading, now: Reading) -> bool:
    """Return whether the period before is asked for, not compared with: ``and the quarter before?``."""
    alone = now.compare == [Comparison.PREVIOUS_PERIOD] and not (now.contrast or now.metrics or now.groups)
    return alone and now.follows and before.when is not None and not now.values


def _ranked_is_known(before: Reading, now: Reading) -> bool:
    """Return whether it is known what is ranked or limited of another figure: groups, or periods."""
    grouped = before.groups or now.groups or before.ranked_grain or before.grain
    return bool(grouped) or not now.metrics


def let_go(before: Reading, now: Reading) -> list[str]:
    """Return what was said of how much or how many, which another figure does not take over."""
    limit, rank = before.threshold, before.rank
    told = []
    if limit is not None and now.threshold is None:
        told.append(f"{'more' if limit.op in (Op.GT, Op.GE) else 'less'} than {limit.amount.value:,.15g}")
    if rank is not None and now.rank is None:
        told.append(f"the first {rank.n}" if rank.n > 1 else "the first one")
    return told


def _groups(before: Reading, now: Reading) -> list[DimensionTerm]:
    named = [each for each in now.mentioned if each not in now.described]
    said = now.groups or ([] if now.metrics else named)
    if not said:
        return [] if now.metrics and Sense.WHO in now.asks else before.groups
    return [*before.groups, *said] if now.adds else said


def _values(before: list[ValueMention], now: list[ValueMention]) -> list[ValueMention]:
    known = {term.column for mention in before for term, _ in mention.candidates}
    now = [_of_owner(_of_columns(mention, known), before) for mention in now]
    taken = {place for mention in now for place in _places(mention)}
    kept = [each for each in before if not taken & _places(each)]
    return [*kept, *now]


def _places(mention: ValueMention) -> set[tuple[str, str]]:
    """Return the columns that a value is of, and the region that a country takes the place of.

    So does Germany after the Nordics, but not where it is only left out of them.
    """
    columns = {term.column for term, _ in mention.candidates}
    countries = {table for table, name in columns if name == "country"} if not mention.negative else set()
    return columns | {(table, "region") for table in countries}


def _of_party(before: Reading, now: Reading) -> list[ValueMention]:
    """Read what limited one party as a limit of the other that takes its place: the same for suppliers."""
    said = now.groups or ([] if now.metrics else now.mentioned)
    party = next((term for term in said if " ".join(term.words) in words_of("parties")), None)
    if party is None:
        return before.values
    return [
        replace(each, of=party)
        if each.of is not None and " ".join(each.of.words) in words_of("parties")
        else each
        for each in before.values
    ]


def _of_listed(before: Reading, now: Reading) -> list[ValueMention]:
    """Read values as those of what is listed: the suppliers of ``only the German ones``."""
    groups = now.groups or before.groups
    if not now.ones or not groups:
        return now.values
    listed = groups[-1]
    return [
        each if each.of is not None or _is_one_of(each, listed) else replace(each, of=listed)
        for each in now.values
    ]


def _is_one_of(mention: ValueMention, listed: DimensionTerm) -> bool:
    """Return whether a value is itself one of what is listed: the dollar of currencies."""
    return any(set(term.column[1].split("_")) & set(listed.words) for term, _ in mention.candidates)


def _of_owner(mention: ValueMention, before: list[ValueMention]) -> ValueMention:
    """Read a value as one of whom the value was that it takes the place of: the customers in the Nordics."""
    columns = {term.column for term, _ in mention.candidates}
    alike = [each for each in before if columns & {term.column for term, _ in each.candidates}]
    owner = next((each.of for each in reversed(alike) if each.of is not None), None)
    return replace(
        mention, of=mention.of or owner, limits=mention.limits or any(each.limits for each in alike)
    )


def _of_columns(mention: ValueMention, columns: set[tuple[str, str]]) -> ValueMention:
    """Read a value as one of what was limited before, where it can be: another caption after a caption."""
    kept = tuple(pair for pair in mention.candidates if pair[0].column in columns)
    return replace(mention, candidates=kept) if kept else mention
