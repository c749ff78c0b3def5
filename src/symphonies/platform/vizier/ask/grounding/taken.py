"""Readings in which what is meant replaces what was said: buckets, sizes, order and year of periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import Direction, MetricType, Op, Unit, references
from symphonies.platform.vizier.ask.grounding.dimensions import buckets_past, size_of_value
from symphonies.platform.vizier.ask.grounding.metrics import SURE, choices_for, parts_of, quotient_of
from symphonies.platform.vizier.ask.language import BEGINNING, Sense, When, stems_of, words_of
from symphonies.platform.vizier.ask.linking import ValueTerm, Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import Intent, MetricMention, Reading, ValueMention
from symphonies.platform.vizier.ask.parsing.spans import said_by_verb

_EXACT = 0.98
"""A figure named in full fits this well."""
_COST = ("cost",)
_BY_SIZE = 0.8
"""How sure it is that the biggest are those with the largest figure of their size."""


def based(reading: Reading) -> Reading:
    """Take what a share is asked of for the figure where no other is named: ``what % of revenue``."""
    if reading.base is None or reading.metrics:
        return reading
    return replace(reading, metrics=[reading.base], base=None, share=True)


def bucketed(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Read ``over 60 days`` as the buckets above where the figure itself counts no days."""
    limit = reading.threshold
    if limit is None or limit.amount.unit != "days":
        return reading
    above = limit.op in (Op.GT, Op.GE)
    tops = [mention.candidates[0][0][0] for mention in reading.metrics if mention.candidates]
    if not tops or any(vocabulary.metrics[name].unit is Unit.DAYS for name in tops):
        return reading
    found = buckets_past(limit.amount.value, above, vocabulary, tops[0])
    text = f"{'over' if above else 'under'} {limit.amount.value:g} days late"
    buckets = [ValueMention(((term, 1.0),), text) for term in found]
    if not found:
        return reading
    reading = replace(reading, threshold=None, values=[*reading.values, *buckets])
    whole = _whole_of(tops[0], found[0], vocabulary) if len(tops) == 1 else None
    return reading if whole is None else _as_share_of(whole, reading)


def _whole_of(metric: str, bucket: ValueTerm, vocabulary: Vocabulary) -> str | None:
    """Return what a share of what is old is of: limited to an age, it would be all of it.

    The share of what is disputed is no such share; it may be told of what is that old.
    """
    known = vocabulary.metrics[metric]
    quotient = quotient_of(known) if known.unit is Unit.RATIO else None
    if quotient is None:
        return None
    told = [
        vocabulary.metrics[each.metric].measure
        for each in references(quotient.left)
        if each.metric in vocabulary.metrics
    ]
    limiting = {column for each in told if each and each.where for column in each.where.columns}
    parts = {each.metric for each in references(quotient.right)}
    cut = {
        column
        for dimension in vocabulary.paths[metric].values()
        if column_of(dimension) == bucket.column and dimension.expression is not None
        for column in dimension.expression.columns
    }
    whole = next(iter(parts)) if len(parts) == 1 and parts <= set(vocabulary.metrics) else None
    return whole if limiting & cut else None


def _as_share_of(whole: str, reading: Reading) -> Reading:
    """Return the reading of a share that is cut by age as the shares of the ages in the whole."""
    said = reading.metrics[0]
    mention = MetricMention((((whole, None), _EXACT),), said.text, said.stems)
    return replace(reading, metrics=[mention], share=True)


def sized(reading: Reading, vocabulary: Vocabulary, question: str) -> Reading:
    """Take what tells of size where no figure is named: of ``the five biggest customers``, of ``travel``."""
    states = vocabulary.lexicon.states
    bare = bool(reading.values) and all(set(each.stems) <= states for each in reading.metrics)
    if (reading.metrics and not bare) or reading.unknown:
        return reading
    if set(stems_of(question)) & vocabulary.lexicon.rates:
        return reading
    size, words = (
        _size_of_groups(reading, vocabulary, question)
        or _size_of_values(reading, vocabulary, question)
        or ("", ())
    )
    if not size:
        return reading
    mention = MetricMention((((size, None), _BY_SIZE),), " ".join(words), words)
    return replace(reading, metrics=[mention], sized=True)


def counted(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """Take the number of what is listed where no figure is named: ``return all the policies by number``."""
    if reading.metrics or reading.unknown or Sense.WHICH not in reading.asks:
        return reading
    for term in (*reading.mentioned[:1], *reading.groups[:1]):
        found = [
            (metric, fit)
            for (metric, variant), fit in vocabulary.names.fit(("number", "of", *term.words)).items()
            if variant is None and fit >= _EXACT and vocabulary.metrics[metric].unit is Unit.COUNT
        ]
        if len(found) == 1:
            words = term.words
            mention = MetricMention(((((found[0][0], None)), _BY_SIZE),), " ".join(words), words)
            return replace(reading, metrics=[mention])
    return reading


def _size_of_groups(
    reading: Reading, vocabulary: Vocabulary, question: str
) -> tuple[str, tuple[str, ...]] | None:
    rank = reading.rank
    if rank is None or not reading.groups:
        return None
    if rank.sense not in (Sense.TOP, Sense.BOTTOM) and Sense.GROWTH not in reading.asks:
        return None
    term = reading.groups[0]
    found = next((path for path in term.paths if path in vocabulary.sizes), None)
    if found is None:
        return None
    size = _size_of(found, term.words, vocabulary)
    costs = _costly(question) and vocabulary.metrics[size].direction is Direction.UP
    return (next(iter(said_by_verb(_COST, vocabulary)), (size, None))[0] if costs else size, term.words)


def _costly(question: str) -> bool:
    """Return whether what costs is ranked, not what earns: ``the costliest companies``."""
    return bool(set(stems_of(question)) & words_of("costly"))


def _size_of(path: str, words: Sequence[str], vocabulary: Vocabulary) -> str:
    """Return what tells how big one of a path is; of two things of that name, the one the words name."""
    sizes = vocabulary.sizes
    named = [size for size in dict.fromkeys(sizes.values()) if set(words) <= _thing(size, path, vocabulary)]
    whole = set(words) <= _thing(sizes[path], path, vocabulary) or not named
    return sizes[path] if whole else named[0]


def _thing(metric: str, path: str, vocabulary: Vocabulary) -> set[str]:
    """Return the words of the table that a figure's dimension leads to."""
    dimension = vocabulary.paths[metric].get(path)
    target = dimension.target.target if dimension is not None and dimension.target is not None else ""
    return set(stems_of(target.rsplit(".", 1)[-1]))


def _size_of_values(
    reading: Reading, vocabulary: Vocabulary, question: str
) -> tuple[str, tuple[str, ...]] | None:
    others = [term for term in reading.mentioned if term not in reading.described]
    if not reading.values or reading.rank is not None or others or reading.follows:
        return None
    first = question.split(maxsplit=1)[0].lower() if question.split() else ""
    if first in words_of("copulas", "auxiliaries", "modals") and not reading.asks:
        return None
    if reading.asks - {Sense.MUCH, Sense.WORTH, Sense.CHANGE, Sense.GROWTH}:
        return None
    found = size_of_value(reading.values[0], vocabulary)
    stock = found is not None and vocabulary.metrics[found].type is MetricType.STOCK
    if not stock and set(stems_of(question)) & words_of("of_a_day"):
        return None
    return (found, tuple(reading.values[0].text.split())) if found is not None else None


def newest_first(reading: Reading, calendar: Calendar) -> Reading:
    """Read ``2024 vs 2025`` as 2025 against 2024."""
    when, other = reading.when, reading.compared_to
    if when is not None and other is not None and _whole_year(when, other, calendar):
        years = 1 if other.period.start > when.period.start else -1
        other = replace(when, period=calendar.shift(when.period, years, Grain.YEAR), offset=None)
        reading = replace(reading, compared_to=other)
    if when is None or other is None or other.offset is not None or other.future:
        return reading
    if other.period == when.period and when.grain not in (None, Grain.YEAR, Grain.DAY):
        before = replace(other, period=calendar.shift(other.period, -1, Grain.YEAR))
        return replace(reading, compared_to=before)  # "September against last September"
    if other.yearless and not when.yearless and other.period.start > when.period.start:
        year = calendar.period_of(when.period.start, Grain.YEAR).start.year - other.period.start.year
        other = replace(other, period=calendar.shift(other.period, year, Grain.YEAR))
        reading = replace(reading, compared_to=other)
    later = other.period.start > when.period.start and other.grain == when.grain
    return replace(reading, when=other, compared_to=when) if later else reading


def _whole_year(when: When, other: When, calendar: Calendar) -> bool:
    """Return whether a part of a year is held against the year beside it: ``Q1 last year vs this year``."""
    part = when.grain in (Grain.MONTH, Grain.QUARTER) and other.grain is Grain.YEAR and not when.yearless
    year = calendar.period_of(when.period.start, Grain.YEAR)
    return part and other.offset is None and abs(other.period.start.year - year.start.year) == 1


def ends_of_periods(reading: Reading, calendar: Calendar) -> Reading:
    """Read ``end of June versus end of March`` as the quarter that ends against the one before."""
    when, other = reading.when, reading.compared_to
    if when is None or other is None or not when.instant:
        return reading
    if not other.instant:
        return _end_of_next(reading, when, other, calendar)
    late, soon = (when, other) if when.period.start > other.period.start else (other, when)
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        whole = calendar.period_of(late.period.start, grain)
        before = calendar.shift(whole, -1, grain)
        if (whole.last_day, before.last_day) == (late.period.last_day, soon.period.last_day):
            return replace(reading, when=When(whole, grain), compared_to=When(before, grain))
    return reading


def _end_of_next(reading: Reading, when: When, other: When, calendar: Calendar) -> Reading:
    """Read ``end of the third quarter compared with the second`` as that quarter against the one before."""
    if other.grain not in (Grain.MONTH, Grain.QUARTER, Grain.YEAR) or other.offset is not None:
        return reading
    whole = calendar.period_of(when.period.start, other.grain)
    follows = whole.last_day == when.period.last_day and whole.start == other.period.end
    return replace(reading, when=When(whole, other.grain)) if follows else reading


def earlier(reading: Reading, calendar: Calendar) -> Reading:
    """Read ``and the quarter before?`` as the one before that of the question before."""
    when = reading.when
    if not reading.earlier or when is None or when.grain is None:
        return reading
    before = calendar.shift(when.period, -1, when.grain)
    return replace(reading, when=replace(when, period=before, future=False, offset=None), earlier=False)


def moved(reading: Reading, calendar: Calendar, as_of: date) -> Reading:
    """Read ``and one day later?`` as the period of the question before, moved by so much."""
    when = reading.when
    if not reading.moved or when is None:
        return reading
    start, end = when.period.start, when.period.end
    for count, grain in reading.moved:
        start = calendar.shift_boundary(start, count, grain)
        end = calendar.shift_boundary(end, count, grain)
    period = Period(start, end)
    future = period.start > as_of
    return replace(reading, when=replace(when, period=period, offset=None, future=future), moved=())


def looking_back(reading: Reading, as_of: date) -> Reading:
    """Doubt a forecast of days that are over, and the same time of another year as none."""
    when = reading.when
    if when is not None and when.same:
        return replace(reading, unknown=[*reading.unknown, "same"])
    if reading.intent is not Intent.FORECAST or when is None or when.future or when.yearless:
        return reading
    if when.period.end > as_of:
        return reading
    return replace(reading, intent=Intent.FIGURE, unknown=[*reading.unknown, "forecast"])


def ranked_periods(reading: Reading) -> Reading:
    """Read ``best month`` as months, of which the best are kept."""
    if reading.ranked_grain is None or reading.rank is None or reading.groups or reading.grain is not None:
        return reading
    return replace(reading, grain=reading.ranked_grain)


def past_edge(reading: Reading, calendar: Calendar) -> Reading:
    """Read ``at quarter end`` as the last one there was, unless a forecast is asked for."""
    when = reading.when
    if when is None or when.edge is None or not when.future or reading.intent is not Intent.FIGURE:
        return reading
    before = calendar.shift(calendar.period_of(when.period.start, when.edge), -1, when.edge)
    last = Period(before.last_day, before.end)
    return replace(reading, when=replace(when, period=last, future=False))


def since_then(reading: Reading) -> Reading:
    """Read ``has it gone up since last year`` as now against then."""
    when = reading.when
    changes = {Sense.CHANGE, Sense.GROWTH} & reading.asks
    if when is None or when.grain is not None or not changes or reading.compare or reading.compared_to:
        return reading
    if when.offset is not None:
        return replace(reading, when=None, compared_to=when)
    open_range = when.since and not reading.groups
    return replace(reading, trend=True, asks=reading.asks - changes) if open_range else reading


def forward(reading: Reading, calendar: Calendar, as_of: date) -> Reading:
    """Read the March of a forecast as the next one."""
    when = reading.when
    if when is None or reading.intent is not Intent.FORECAST or when.future or not when.yearless:
        return reading
    if when.period.last_day > as_of:
        return replace(reading, when=replace(when, future=True))
    end = calendar.shift_boundary(when.period.end, 1, Grain.YEAR)
    start = as_of + timedelta(days=1) if when.period.start == BEGINNING else None
    moved = Period(start or calendar.shift_boundary(when.period.start, 1, Grain.YEAR), end)
    return replace(reading, when=replace(when, period=moved, future=moved.last_day > as_of))


def as_defined(reading: Reading, metrics: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Return the metrics by a definition said in the question; None where the catalogue has another."""
    said: set[str] = set()
    for mention in reading.definition:
        choices = choices_for(mention, reading, vocabulary)
        if not choices or choices[0].fit < SURE:
            return None
        said.add(choices[0].metric)
    alone = set(metrics) <= said
    if not said or (not alone and any(_made_of(name, said, vocabulary) for name in metrics)):
        return metrics
    fitting = [name for name in vocabulary.metrics if parts_of(name, vocabulary) == said]
    return (*metrics[:-1], fitting[0]) if len(fitting) == 1 else None


def _made_of(metric: str, said: set[str], vocabulary: Vocabulary) -> bool:
    """Return whether a metric is made of the figures said, at once or by its parts."""
    parts: Sequence[str] = tuple(parts_of(metric, vocabulary))
    return set(parts) == said or any(parts_of(part, vocabulary) == said for part in parts)
