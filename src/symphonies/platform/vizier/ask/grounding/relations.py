"""Figures given each other: shares and ratios of two, and plans, which are figures of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from symphonies.kernel import Calendar, Grain
from symphonies.platform.semantics import Comparison, Metric, MetricType, Unit
from symphonies.platform.vizier.ask.grounding.doubts import Doubts
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.halves import upper_half
from symphonies.platform.vizier.ask.grounding.metrics import (
    SURE,
    Choice,
    choices_for,
    ratio_between,
    ratio_of,
    ratios_over,
    value_reached,
)
from symphonies.platform.vizier.ask.grounding.outcome import AskBack, Refusal
from symphonies.platform.vizier.ask.language import Sense, stems_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import NUMBER, Reading

_MOVED = {Sense.CHANGE, Sense.GROWTH}
_SHARES = (Unit.RATIO, Unit.BPS)
_NAMED = 0.98
"""A figure named in full fits this well."""
_BOTH = 2
"""So many values are held against each other, not a figure against its plan."""


def both_in_one(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> bool:
    """Take the one figure whose names hold what two parts say: ``headroom … on our covenants``."""
    words = [word for mention in reading.metrics for word in mention.stems]
    found = [name for name in vocabulary.metrics if vocabulary.names.covered(name, words) == 1.0]
    fits = vocabulary.names.fit(words) if len(found) == 1 else {}
    fits = {key: fit for key, fit in fits.items() if key[0] == found[0]}
    best = max(fits, key=lambda key: fits[key], default=None)
    if best is None or fits[best] < SURE:
        return False
    draft.metrics, draft.variants = (best[0],), {best[0]: best[1]} if best[1] is not None else {}
    return True


def related(
    reading: Reading, draft: Draft, doubts: Doubts, vocabulary: Vocabulary
) -> AskBack | Refusal | None:
    """Take the ratio of a figure to what it is set in relation to; say so where none is kept."""
    upper_half(reading, draft, doubts.question, vocabulary)
    if reading.base is None:
        return None
    choices = choices_for(reading.base, reading, vocabulary)
    known = [each.metric for each in choices if each.fit >= SURE]
    known = known or [
        each.metric for each in choices if ratio_between(draft.metrics[0], each.metric, vocabulary)
    ]
    itself = draft.metrics[0] in known and vocabulary.metrics[draft.metrics[0]].unit in _SHARES
    if known and (itself or draft.metrics[0] in ratios_over(known[0], vocabulary)):
        reading.share = False
        return None
    ratio = ratio_between(draft.metrics[0], known[0], vocabulary) if known else None
    ratio = ratio or _described(draft.metrics[0], reading.base.stems, choices, vocabulary)
    if ratio is None:
        return doubts.no_ratio(draft.metrics[0], known)
    draft.metrics, draft.variants = (ratio,), {}
    reading.share = False
    return None


def _described(
    upper: str, base: Sequence[str], choices: Sequence[Choice], vocabulary: Vocabulary
) -> str | None:
    """Return the ratio to a figure of another name whose description speaks of what was said: receivables."""
    ratios = (ratio_between(upper, each.metric, vocabulary) for each in choices)
    for ratio in ratios:
        metric = vocabulary.metrics[ratio] if ratio is not None else None
        if (
            metric is not None
            and metric.unit is Unit.RATIO
            and set(base) <= set(stems_of(metric.description))
        ):
            return metric.id
    return None


def _whole(reading: Reading) -> bool:
    """Return whether a share is that of a figure in another, not of a value in all of them."""
    return reading.population or not reading.values


def one_ratio(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> None:
    """Take the ratio for ``what share of receivables is overdue``, where there is one."""
    if reading.share and len(draft.metrics) == 1:
        reading.share = vocabulary.metrics[draft.metrics[0]].unit not in _SHARES
    two = len(draft.metrics) == 2
    unsplit = two or reading.population or not reading.groups
    if (reading.share or reading.population) and unsplit and _whole(reading):
        ratios = [name for name in draft.metrics if vocabulary.metrics[name].unit is Unit.RATIO]
        ratio = ratios[0] if len(ratios) == 1 else ratio_of(draft.metrics, vocabulary)
        if ratio is not None:
            draft.metrics = (ratio,)
            reading.share = False


def measured(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> bool:
    """Take the number, the worth or both of what is asked about; False where it is not kept."""
    if reading.both:
        return number_and_worth(draft, vocabulary)
    _worth_for_number(reading, draft, vocabulary)
    if not reading.measure or len(draft.metrics) != 1:
        return True
    wanted = Unit.COUNT if reading.measure == NUMBER else Unit.MONEY
    if vocabulary.metrics[draft.metrics[0]].unit is not wanted and not number_and_worth(draft, vocabulary):
        return False
    draft.metrics = tuple(name for name in draft.metrics if vocabulary.metrics[name].unit is wanted)
    return True


def _worth_for_number(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> None:
    """Take the worth of what is counted where that is asked for, and kept."""
    if len(draft.metrics) != 1 or Sense.WORTH not in reading.asks or Sense.COUNT in reading.asks:
        return
    counts = vocabulary.metrics[draft.metrics[0]].unit is Unit.COUNT
    if counts and number_and_worth(draft, vocabulary):
        draft.metrics = draft.metrics[1:]


def number_and_worth(draft: Draft, vocabulary: Vocabulary) -> bool:
    """Add what the things counted are worth, or the number of what is summed; False where it is not kept."""
    if len(draft.metrics) != 1:
        return True
    known = vocabulary.metrics
    metric = known[draft.metrics[0]]
    counts = metric.unit is Unit.COUNT
    wanted = Unit.MONEY if counts else Unit.COUNT
    found = [each for each in known.values() if each.unit is wanted and _same_rows(each, metric)]
    if len(found) != 1 or not _is_worth(found[0] if counts else metric, vocabulary):
        return False
    draft.metrics = (metric.id, found[0].id) if counts else (found[0].id, metric.id)
    return True


def _is_worth(metric: Metric, vocabulary: Vocabulary) -> bool:
    """Return whether a sum is what the things are worth, not another amount that each of them has."""
    columns = metric.measure.columns if metric.measure is not None else frozenset()
    return any(word in vocabulary.lexicon.worth for column in columns for word in stems_of(column))


def _same_rows(metric: Metric, other: Metric) -> bool:
    """Return whether two figures are drawn from the same rows, each as a sum or a number of them."""
    first, second = metric.measure, other.measure
    if first is None or second is None or not (first.additive and second.additive):
        return False
    told = [str(each.where.tree) if each.where is not None else "" for each in (first, second)]
    dated = (metric.fact, metric.time, metric.stock) == (other.fact, other.time, other.stock)
    return dated and told[0] == told[1]


def against_plan(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> Reading:
    """Read ``actual vs budget opex`` as the figure set against its plan; a plan alone is set against none."""
    bases = {metric.target: name for name, metric in vocabulary.metrics.items() if metric.target}
    if not any(name in bases for name in draft.metrics):
        return reading
    versions = _of_plans_only(reading, [bases.get(name, name) for name in draft.metrics], vocabulary)
    opposed = reading.contrast and not (versions and len(reading.values) >= _BOTH)
    moved = opposed or Sense.CHANGE in reading.asks
    if not moved:
        plans = all(name in bases for name in draft.metrics)
        kept = [each for each in reading.compare if each is not Comparison.TARGET]
        return replace(reading, compare=kept, planned=False) if plans else reading
    draft.metrics = tuple(dict.fromkeys(bases.get(name, name) for name in draft.metrics))
    year = reading.compared_to is not None and reading.compared_to.offset is Grain.YEAR
    other = [each for each in reading.compare if each is not Comparison.TARGET]
    other += [Comparison.PREVIOUS_YEAR] * year  # "plan vs actual vs last year"
    return replace(reading, compare=[Comparison.TARGET, *other], compared_to=None)


def plan_itself(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> Reading:
    """Take the plan of a figure for ``the sales plan``; where none may be seen, set it against the plan."""
    told = Comparison.TARGET in reading.compare and not (reading.contrast or reading.asks & _MOVED)
    own = _called_its_plan(reading, draft, vocabulary) if reading.planned or told else None
    if own is not None:
        draft.metrics, draft.variants = (own,), {}
        return replace(reading, compare=[], planned=False)
    planned = reading.planned or _of_plan_only(reading, draft, vocabulary)
    if not planned or all(is_plan(name, vocabulary) for name in draft.metrics):
        return reading
    targets = [vocabulary.metrics[name].target for name in draft.metrics]
    seen = [target for target in targets if target is not None and target in vocabulary.metrics]
    if len(seen) == len(draft.metrics) and not reading.compare and reading.compared_to is None:
        draft.metrics, draft.variants = tuple(seen), {}
        return reading
    return replace(reading, compare=[*reading.compare, Comparison.TARGET])


def _called_its_plan(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> str | None:
    """Return the figure that is called the plan of what has none: the overdue target, for overdues."""
    if len(draft.metrics) != 1 or vocabulary.metrics[draft.metrics[0]].target is not None:
        return None
    said = reading.metrics[0].stems
    fits = (vocabulary.names.fit((*said, *plan)) for plan in vocabulary.lexicon.plans)
    found = {key[0] for fit in fits for key, score in fit.items() if score >= _NAMED}
    return found.pop() if len(found) == 1 else None


def _of_plan_only(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> bool:
    """Return whether only a figure's plan is kept by what was named: EBITDA by the forecast version."""
    opposed = reading.contrast and len(reading.values) < _BOTH
    held = opposed or reading.compare or reading.compared_to
    return not held and _of_plans_only(reading, draft.metrics, vocabulary)


def _of_plans_only(reading: Reading, names: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Return whether a value is reached by the plans of all figures, and by none of them."""
    metrics = [vocabulary.metrics[name] for name in names]
    plans = [each.target for each in metrics if each.target in vocabulary.metrics]
    if len(plans) != len(metrics):
        return False
    return any(
        all(value_reached(str(plan), mention, vocabulary) for plan in plans)
        and not any(value_reached(each.id, mention, vocabulary) for each in metrics)
        for mention in reading.values
    )


def in_this_year(
    reading: Reading, draft: Draft, vocabulary: Vocabulary, calendar: Calendar, as_of: date
) -> Reading:
    """Read the November of a plan as that of the current year, though it has not begun."""
    when = reading.when
    if when is None or not when.yearless or not is_plan(draft.metrics[0], vocabulary):
        return reading
    if when.period.end > calendar.period_of(as_of, Grain.YEAR).start:
        return reading
    moved = calendar.shift(when.period, 1, Grain.YEAR)
    return replace(reading, when=replace(when, period=moved, future=moved.start > as_of))


def at_that_time(reading: Reading, draft: Draft, vocabulary: Vocabulary) -> None:
    """Foretell what a time is left of, where a day is named: cash, for ``out of cash before March``."""
    metric = vocabulary.metrics[draft.metrics[0]]
    dated = reading.when is not None and reading.when.future
    if not dated or metric.type is not MetricType.MODEL or metric.unit is not Unit.MONTHS:
        return
    for word in reading.metrics[0].stems:
        for (name, variant), fit in vocabulary.names.fit((word,)).items():
            stock = vocabulary.metrics[name].type is MetricType.STOCK
            if stock and variant is None and fit >= _NAMED:
                draft.metrics, draft.variants = (name,), {}
                return


def is_plan(metric: str, vocabulary: Vocabulary) -> bool:
    """Return whether a figure is what another one is to be, and so is known beforehand."""
    return any(metric == each.target for each in vocabulary.metrics.values())
