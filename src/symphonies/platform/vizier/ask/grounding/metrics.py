"""Which metrics a question means, given everything else it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symphonies.kernel import Grain
from symphonies.platform.semantics import Binary, Comparison, Metric, MetricType, Reference, Unit, references
from symphonies.platform.vizier.ask.language import Sense, stems_of, words_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.linking.vocabulary import column_of
from symphonies.platform.vizier.ask.parsing import Intent, MetricMention, Reading, ValueMention

SURE = 0.7
"""A name of which less was said is asked about before it is used."""
_DUE = "due"
_ABOUT = 3
"""Three months are 90 days, give or take these."""
_NAMED = 0.98
"""A name that is said in full fits this well."""
_HORIZON = 0.9
"""How well a figure fits whose name has the thing and the horizon that were said."""
_OVER = 0.3
"""What a figure that looks ahead loses where it is asked of other days."""
CLOSE = 0.035
"""Two metrics that fit this alike are both offered."""
_HINTS = {
    Sense.COUNT: (Unit.COUNT,),
    Sense.LONG: (Unit.DAYS, Unit.MONTHS),
    Sense.MUCH: (Unit.MONEY,),
    Sense.WORTH: (Unit.MONEY,),
}


@dataclass(frozen=True)
class Choice:
    """A metric for a mention."""

    metric: str
    variant: str | None
    score: float
    """How well the words fit, hints and reach counted in."""
    fit: float
    """How well the words alone fit."""
    reaches: bool


def choices_for(mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> list[Choice]:
    """Return the metrics a mention may mean, best first."""
    found = []
    valued = vocabulary.names.fit((*mention.stems, "value")) if Sense.WORTH in reading.asks else {}
    worth = {key for key, fit in valued.items() if fit >= _NAMED}
    for (metric, variant), said in mention.candidates:
        if metric not in vocabulary.metrics:
            continue
        if _counts_itself(metric, mention, reading, vocabulary):
            continue
        if reading.intent is Intent.WHAT_IF and not supposable(reading, metric, vocabulary):
            continue
        fit = min(1.0, said + _ahead(metric, reading, vocabulary))
        if _worth(metric, mention, reading, vocabulary):
            fit = max(fit, _HORIZON)
        reaches = reached(metric, reading, vocabulary)
        if looks_ahead(metric, reading, vocabulary) and _all_said(metric, mention, vocabulary):
            fit = 1.0 + CLOSE
        score = fit + _hint(metric, reading, vocabulary) - (0.0 if reaches else 0.3)
        score -= _OVER if _is_over(metric, reading, vocabulary) else 0.0
        if Sense.WORTH in reading.asks and (metric, variant) in worth:
            score += 0.2
        if Comparison.TARGET in reading.compare and vocabulary.metrics[metric].target is not None:
            score += CLOSE
        found.append(Choice(metric, variant, score, min(fit, 1.0), reaches))
    found += [_foretold(name, reading, vocabulary) for name in _horizons(mention, reading, vocabulary)]
    return sorted(found, key=lambda choice: (-choice.score, choice.variant is not None, choice.metric))


def _all_said(metric: str, mention: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether all that is said of a figure but that it is money stands in its names."""
    said = [word for word in mention.stems if word not in words_of("money")]
    return bool(said) and vocabulary.names.speaks_of(metric, said)


def _counts_itself(metric: str, mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure counts what is to be ranked: each of the suppliers paid is one."""
    if reading.rank is None or vocabulary.metrics[metric].type is not MetricType.DISTINCT:
        return False
    said = [term.words for term in reading.groups] or [
        (word,) for word in mention.stems if (word,) in vocabulary.dimensions
    ]
    return any(vocabulary.names.covered(metric, words) == 1.0 for words in said)


def _worth(metric: str, mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is the money that is asked for: of ``what did fraud cost us``."""
    money = vocabulary.metrics[metric].unit is Unit.MONEY
    return Sense.WORTH in reading.asks and money and vocabulary.names.covered(metric, mention.stems) == 1.0


def reached(metric: str, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a metric has every dimension and value that was said."""
    paths = vocabulary.paths[metric]
    groups = all(any(path in paths for path in (*term.paths, *term.looser)) for term in reading.groups)
    return groups and all(value_reached(metric, mention, vocabulary) for mention in reading.values)


def value_reached(metric: str, mention: ValueMention, vocabulary: Vocabulary) -> bool:
    """Return whether a metric can be limited to what was named."""
    columns = {column_of(dimension) for dimension in vocabulary.paths[metric].values()}
    money = vocabulary.metrics[metric].unit is Unit.MONEY
    return any(
        term.column in columns or (money and "currency" in term.column[1]) for term, _ in mention.candidates
    )


def substitutes(mention: MetricMention, metric: str, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return visible metrics that share a telling word and the unit of a metric, and reach what was said."""
    called = [name.words for name in vocabulary.names.names if name.metric == metric and name.variant is None]
    words = {*mention.stems, *(word for each in called for word in each)}
    said = [mention.stems, *(called if mention.fit >= _NAMED else ())]
    unit = vocabulary.metrics[metric].unit
    found = []
    for name in vocabulary.names.names:
        other = vocabulary.metrics[name.metric]
        same = other.direction is vocabulary.metrics[metric].direction
        shares = same and any(word in name.words and vocabulary.names.weigh(word) == 1.0 for word in words)
        kind = other.unit is unit and other.type is vocabulary.metrics[metric].type
        new = name.metric != metric and name.metric not in found
        kin = name.metric.split(".", 1)[0] == metric.split(".", 1)[0]
        phrases = said if kin else said[:1]
        shares = shares and any(vocabulary.names.speaks_of(name.metric, each) for each in phrases)
        if shares and kind and new and reached(name.metric, reading, vocabulary):
            found.append(name.metric)
    return sorted(found, key=lambda each: -vocabulary.names.covered(each, mention.stems))


def looks_ahead(metric: str, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a metric's own name says the horizon that is asked for: ``due in 30 days``."""
    when = reading.when
    numbers = re.findall(r"\d+", vocabulary.metrics[metric].title)
    near = [
        number for number in numbers if when is not None and abs(when.period.days - int(number)) <= _ABOUT
    ]
    return when is not None and when.future and bool(near)


def horizon_of(metric: Metric) -> int | None:
    """Return how many days a figure looks ahead by its own name: 30 for ``due in 30 days``."""
    found = re.search(r"\bin (\d+) days\b", metric.title)
    return int(found[1]) if found else None


def _is_over(metric: str, reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure that looks ahead is asked of other days: ``payments out, by month``."""
    when = reading.when
    span = (
        when is not None and not (when.future or when.instant) and when.grain not in (Grain.DAY, Grain.WEEK)
    )
    return horizon_of(vocabulary.metrics[metric]) is not None and (span or reading.grain is not None)


def _ahead(metric: str, reading: Reading, vocabulary: Vocabulary) -> float:
    return 0.3 if looks_ahead(metric, reading, vocabulary) else 0.0


def ratio_of(metrics: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return the ratio whose upper half is one of two metrics, for ``what share of A is B``."""
    found = [
        metric.id
        for metric in vocabulary.metrics.values()
        if isinstance(metric.formula, Binary)
        and metric.formula.operator == "/"
        and isinstance(metric.formula.left, Reference)
        and metric.formula.left.metric in metrics
        and metric.unit is Unit.RATIO
    ]
    return found[0] if len(found) == 1 else None


def _horizons(mention: MetricMention, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return figures of the days to come that are asked for, of what is named: contracts within 90 days."""
    if reading.when is None or not reading.when.future or reading.intent is not Intent.FIGURE:
        return []
    known = {metric for (metric, _), _ in mention.candidates}
    said = [word for word in mention.stems if word not in words_of("money")] or mention.stems
    return [
        name
        for name in vocabulary.metrics
        if name not in known
        and looks_ahead(name, reading, vocabulary)
        and (
            vocabulary.names.speaks_of(name, said)
            or _falls_due(name, known, reading, vocabulary)
            or _is_to_flow(name, mention, vocabulary)
        )
    ]


def _falls_due(name: str, known: set[str], reading: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is the part of a balance that falls due: ``what we owe … falls due in``."""
    facts = {vocabulary.metrics[each].fact for each in known if each in vocabulary.metrics}
    metric = vocabulary.metrics[name]
    return _DUE in reading.telling.split() and _DUE in stems_of(metric.title) and metric.fact in facts


def _is_to_flow(name: str, mention: MetricMention, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is what is due of that which is yet to flow: ``what must we pay … in``."""
    (flow, _), fit = mention.candidates[0]
    known, metric = vocabulary.metrics.get(flow), vocabulary.metrics[name]
    if known is None or fit < SURE or known.type is not MetricType.FLOW or known.unit is not metric.unit:
        return False
    kin = flow.split(".", 1)[0] == name.split(".", 1)[0]
    return kin and _DUE in stems_of(metric.title) and known.direction is metric.direction


def _foretold(metric: str, reading: Reading, vocabulary: Vocabulary) -> Choice:
    return Choice(metric, None, 1.0 + CLOSE + 0.01 + _hint(metric, reading, vocabulary), _HORIZON, True)


def supposable(reading: Reading, metric: str, vocabulary: Vocabulary) -> bool:
    """Return whether a change of a figure can be supposed: of a forecast it cannot, nor days of a number."""
    found = vocabulary.metrics[metric]
    days = reading.change is not None and reading.change.unit == "days"
    return found.type is not MetricType.MODEL and (not days or found.unit is Unit.DAYS)


def ratio_between(upper: str, lower: str, vocabulary: Vocabulary) -> str | None:
    """Return the figure that is one figure divided by another; None: none is kept, or several."""
    found = [
        metric.id
        for metric in vocabulary.metrics.values()
        if isinstance(metric.formula, Binary)
        and metric.formula.operator == "/"
        and upper in {each.metric for each in references(metric.formula.left)}
        and lower in {each.metric for each in references(metric.formula.right)}
    ]
    return found[0] if len(found) == 1 else None


def quotient_of(metric: Metric) -> Binary | None:
    """Return the quotient that a figure is, in whatever unit: basis points are one times 10,000."""
    formula = metric.formula
    if isinstance(formula, Binary) and formula.operator == "*" and not tuple(references(formula.right)):
        formula = formula.left
    return formula if isinstance(formula, Binary) and formula.operator == "/" else None


def ratios_over(lower: str, vocabulary: Vocabulary) -> list[str]:
    """Return the figures that are something divided by a figure."""
    return [
        metric.id
        for metric in vocabulary.metrics.values()
        if (ratio := quotient_of(metric)) is not None
        and lower in {each.metric for each in references(ratio.right)}
    ]


def bare_count(mention: MetricMention, metric: str, vocabulary: Vocabulary) -> bool:
    """Return whether a mention only names what is counted: ``claims`` in ``the cost of all claims``."""
    telling = [word for word in mention.stems if vocabulary.names.weigh(word) == 1.0]
    counted = vocabulary.metrics[metric].unit is Unit.COUNT
    return counted and len(telling) <= 1 and not set(mention.stems) & {"number", "count"}


def parts_of(metric: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the metrics a formula is made of."""
    known = vocabulary.metrics.get(metric)
    if known is None or known.formula is None:
        return frozenset()
    return frozenset(each.metric for each in references(known.formula))


def _hint(metric: str, reading: Reading, vocabulary: Vocabulary) -> float:
    unit = vocabulary.metrics[metric].unit
    hint = 0.0
    if unit is Unit.COUNT and not {Sense.COUNT, Sense.WHICH, Sense.WHO} & reading.asks:
        hint -= 0.06
    if Sense.WORTH in reading.asks and unit is not Unit.MONEY:
        hint -= 0.3
    hint += sum(0.06 for sense, units in _HINTS.items() if sense in reading.asks and unit in units)
    if reading.threshold is not None and reading.threshold.amount.unit is not None:
        hint += 0.2 if str(unit) == reading.threshold.amount.unit else -0.1
    if reading.threshold is not None and reading.threshold.amount.scaled and unit is not Unit.MONEY:
        hint -= 0.1
    if reading.share and unit is Unit.RATIO and not reading.groups:
        hint += 0.05
    return hint
