"""A question that leans on the one before: what it says replaces, what it leaves out stays."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Sense, When, part_of_year, stems_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, Vocabulary
from symphonies.platform.vizier.ask.parsing.reading import Intent, Reading, ValueMention, View

_SAME = 0.9
"""How well a figure fits that is a part of the one before."""
_STAYING = {Sense.WHO, Sense.WHICH}
"""What is asked for stays so while only its limits change."""


def leans(reading: Reading) -> bool:
    """Return whether a reading cannot stand alone but says something, or opens as a follow-up."""
    return not reading.empty and (not reading.metrics or reading.follows)


def follow_up(before: Reading, now: Reading) -> Reading:
    """Return a reading with the slots of the one before where it leaves its own empty.

    A new dimension to split by takes the place of the old one, unless it is to be added (``also by``);
    a value takes the place of those of the same column.
    """
    known = _ranked_is_known(before, now)
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
        grain=now.grain or before.grain,
        values=_values(before.values, now.values),
        when=_when(before, now),
        compared_to=now.compared_to or before.compared_to,
        compare=now.compare or ([] if now.compared_to else before.compare),
        rank=now.rank or (before.rank if known else None),
        threshold=limited,
        ceiling=now.ceiling if now.threshold else before.ceiling,
        share=now.share or before.share,
        fused=now.fused if now.metrics else before.fused,
        population=now.population or (before.population and not now.metrics),
        trend=now.trend or before.trend,
        view=now.view if now.view is not View.AUTO else before.view,
        intent=now.intent if now.intent is not Intent.FIGURE else Intent.FIGURE,
        mentioned=[],
        moved=moved,
        quantile=now.quantile or (before.quantile if not now.metrics else ""),
        local=now.local or before.local,
        converts=now.converts or (now.in_currency and not now.metrics),
    )


def same_subject(before: Reading, now: Reading, vocabulary: Vocabulary) -> Reading:
    """Take the part of what was asked about for its name: after payables, ``the part that is overdue``."""
    if len(now.metrics) != 1 or len(before.metrics) != 1 or now.metrics == before.metrics:
        return now
    metrics, names = vocabulary.metrics, vocabulary.names
    old, new = (each.metrics[0].candidates[0][0][0] for each in (before, now))
    if not {old, new} <= set(metrics) or _domain(old) == _domain(new):
        return now
    subject = stems_of(metrics[old].title)[-1]
    said = now.metrics[0].stems
    found = [
        name
        for name in metrics
        if name != old
        and _domain(name) == _domain(old)
        and subject in stems_of(metrics[name].title)
        and names.speaks_of(name, said)
    ]
    if len(found) != 1 or (names.covered(new, (subject,)) == 1.0 and subject in said):
        return now
    mention = replace(now.metrics[0], candidates=(((found[0], None), _SAME),))
    return replace(now, metrics=[mention])


def _when(before: Reading, now: Reading) -> When | None:
    """Return the days; of ``the same quarter of 2025`` those of the question before, in that year."""
    if now.when is None or before.when is None or not now.when.same:
        return now.when or before.when
    return part_of_year(before.when, now.when) or now.when


def _domain(metric: str) -> str:
    return metric.split(".", 1)[0]


def _earlier(before: Reading, now: Reading) -> bool:
    """Return whether the period before is asked for, not compared with: ``and the quarter before?``."""
    alone = now.compare == [Comparison.PREVIOUS_PERIOD] and not (now.contrast or now.metrics or now.groups)
    return alone and now.follows and before.when is not None and not now.values


def _ranked_is_known(before: Reading, now: Reading) -> bool:
    """Return whether it is known what is ranked or limited of another figure: groups, or periods."""
    grouped = before.groups or now.groups or before.ranked_grain or before.grain
    return bool(grouped) or not now.metrics


def _groups(before: Reading, now: Reading) -> list[DimensionTerm]:
    said = now.groups or ([] if now.metrics else now.mentioned)
    if not said:
        return before.groups
    return [*before.groups, *said] if now.adds else said


def _values(before: list[ValueMention], now: list[ValueMention]) -> list[ValueMention]:
    known = {term.column for mention in before for term, _ in mention.candidates}
    now = [_of_columns(mention, known) for mention in now]
    columns = {term.column for mention in now for term, _ in mention.candidates}
    kept = [each for each in before if not columns & {term.column for term, _ in each.candidates}]
    return [*kept, *now]


def _of_columns(mention: ValueMention, columns: set[tuple[str, str]]) -> ValueMention:
    """Read a value as one of what was limited before, where it can be: another caption after a caption."""
    kept = tuple(pair for pair in mention.candidates if pair[0].column in columns)
    return replace(mention, candidates=kept) if kept else mention
