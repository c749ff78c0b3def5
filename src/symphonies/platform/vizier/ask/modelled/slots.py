"""A model's query made into the slots of a reading, or into what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import Dimension, Op
from symphonies.platform.vizier.ask.language import Amount, Sense, When, stems_of
from symphonies.platform.vizier.ask.linking import DimensionTerm, ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.modelled.shape import AskedQuery, AskedValues
from symphonies.platform.vizier.ask.parsing import (
    Intent,
    MetricMention,
    Rank,
    Reading,
    Threshold,
    ValueMention,
)


def problems_of(asked: AskedQuery, vocabulary: Vocabulary) -> list[str]:
    """Return what a query names that this person's catalogue does not have; empty when it can be read."""
    return list(_problems(asked, vocabulary))


def reading_of(asked: AskedQuery, vocabulary: Vocabulary, calendar: Calendar, today: date) -> Reading:
    """Return a query without problems as the slots that the catalogue's own grammar fills.

    Args:
        asked: the model's query.
        vocabulary: the words of the person who asks.
        calendar: the company's.
        today: the last day the figures speak of.
    """
    titles = {name: vocabulary.metrics[name].title for name in asked.metrics}
    reading = Reading(
        metrics=[MetricMention((((name, None), 1.0),), title) for name, title in titles.items()],
        groups=[DimensionTerm(tuple(path.replace("_", " ").split(".")), (path,)) for path in asked.by],
        grain=asked.grain,
        values=[
            ValueMention(
                tuple((term, 1.0) for term in _value(text, each, asked, vocabulary)), text, each.without
            )
            for each in asked.where
            for text in each.values
        ],
        when=_when(asked, calendar, today),
        compare=list(asked.compare),
        share=asked.share,
        trend=asked.grain is not None,
        intent=Intent(asked.intent),
    )
    if asked.top is not None:
        reading.rank = Rank(asked.top.n, Sense.BOTTOM if asked.top.lowest else Sense.TOP)
    if asked.threshold is not None:
        unit = str(vocabulary.metrics[asked.metrics[0]].unit)
        reading.threshold = Threshold(Op(asked.threshold.op), Amount(asked.threshold.value, unit, None, 0))
    return reading


def _problems(asked: AskedQuery, vocabulary: Vocabulary) -> Iterator[str]:
    if not asked.metrics:
        yield "metrics is empty: name at least one, or say in cannot why there is none."
    unknown = [name for name in asked.metrics if name not in vocabulary.metrics]
    yield from (f"There is no metric {name!r} in the catalogue." for name in unknown)
    if unknown or not asked.metrics:
        return
    for path in (*asked.by, *(each.dimension for each in asked.where)):
        yield from (
            f"Metric {name!r} is not kept by {path!r}."
            for name in asked.metrics
            if path not in vocabulary.paths[name]
        )
    for each in asked.where:
        for text in each.values:
            if _dimension(each, asked, vocabulary) is not None and not _value(text, each, asked, vocabulary):
                yield f"Dimension {each.dimension!r} has no value {text!r}."
    if (asked.first_day is None) != (asked.last_day is None):
        yield "Give both first_day and last_day, or neither."
    if asked.first_day and asked.last_day and asked.first_day > asked.last_day:
        yield "first_day is after last_day."


def _dimension(each: AskedValues, asked: AskedQuery, vocabulary: Vocabulary) -> Dimension | None:
    return vocabulary.paths[asked.metrics[0]].get(each.dimension)


def _value(text: str, each: AskedValues, asked: AskedQuery, vocabulary: Vocabulary) -> Sequence[ValueTerm]:
    dimension = _dimension(each, asked, vocabulary)
    if dimension is None:
        return ()
    column = column_of(dimension)
    wanted = text.casefold()
    known = vocabulary.values.all_of(column)
    exact = [term for term in known if wanted in (term.key.casefold(), term.label.casefold())]
    called = vocabulary.values.fit(stems_of(text, vocabulary.lexicon.spelling))
    return exact or [term for term in called if term.column == column]


def _when(asked: AskedQuery, calendar: Calendar, today: date) -> When | None:
    if asked.first_day is None or asked.last_day is None:
        return None
    period = Period(asked.first_day, asked.last_day + timedelta(days=1))
    whole = [grain for grain in Grain if calendar.period_of(asked.first_day, grain) == period]
    return When(period, whole[0] if whole else None, future=asked.first_day > today)
