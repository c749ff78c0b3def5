"""A question that leans on the one before: what it says replaces, what it leaves out stays."""

from __future__ import annotations

from dataclasses import replace

from symphonies.platform.semantics import Comparison
from symphonies.platform.vizier.ask.language import Sense
from symphonies.platform.vizier.ask.linking import DimensionTerm
from symphonies.platform.vizier.ask.parsing.reading import Intent, Reading, ValueMention, View

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
    limited = now.threshold or before.threshold
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
        when=now.when or before.when,
        compared_to=now.compared_to or before.compared_to,
        compare=now.compare or ([] if now.compared_to else before.compare),
        rank=now.rank or before.rank,
        threshold=limited,
        ceiling=now.ceiling if now.threshold else before.ceiling,
        share=now.share or before.share,
        trend=now.trend or before.trend,
        view=now.view if now.view is not View.AUTO else before.view,
        intent=now.intent if now.intent is not Intent.FIGURE else Intent.FIGURE,
        mentioned=[],
    )


def _earlier(before: Reading, now: Reading) -> bool:
    """Return whether the period before is asked for, not compared with: ``and the quarter before?``."""
    alone = now.compare == [Comparison.PREVIOUS_PERIOD] and not (now.contrast or now.metrics or now.groups)
    return alone and now.follows and before.when is not None and not now.values


def _groups(before: Reading, now: Reading) -> list[DimensionTerm]:
    said = now.groups or ([] if now.metrics else now.mentioned)
    if not said:
        return before.groups
    return [*before.groups, *said] if now.adds else said


def _values(before: list[ValueMention], now: list[ValueMention]) -> list[ValueMention]:
    columns = {term.column for mention in now for term, _ in mention.candidates}
    kept = [each for each in before if not columns & {term.column for term, _ in each.candidates}]
    return [*kept, *now]
