"""A reading made into a metric query, or into a question back, or into a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.semantics import (
    Company,
    Comparison,
    Direction,
    Having,
    Metric,
    MetricQuery,
    Top,
    Unit,
)
from symphonies.platform.vizier.ask.grounding import periods
from symphonies.platform.vizier.ask.grounding.dimensions import (
    Limits,
    group_path,
    limits_of,
    who_path,
)
from symphonies.platform.vizier.ask.grounding.doubts import Doubts
from symphonies.platform.vizier.ask.grounding.metrics import (
    CLOSE,
    SURE,
    Choice,
    bare_count,
    choices_for,
    looks_ahead,
    ratio_between,
    ratio_of,
    substitutes,
)
from symphonies.platform.vizier.ask.grounding.outcome import AskBack, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.grounding.taken import (
    as_defined,
    based,
    bucketed,
    forward,
    newest_first,
    past_edge,
    since_then,
    sized,
)
from symphonies.platform.vizier.ask.grounding.together import together
from symphonies.platform.vizier.ask.language import Sense
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Intent, Reading

SEVERAL = 10
"""How many ``the worst payers`` are."""


@dataclass
class _Draft:
    """What has been settled so far."""

    metrics: tuple[str, ...]
    variants: dict[str, str]
    confidence: float
    notes: list[str]
    populations: list[str] = field(default_factory=list)
    """Counts named only as what a figure is of."""


class Grounder:
    """Grounds the readings of one principal."""

    def __init__(
        self, vocabulary: Vocabulary, company: Company, calendar: Calendar, *, ever: bool = False
    ) -> None:
        self.vocabulary = vocabulary
        self.company = company
        self.calendar = calendar
        self.ever = ever
        """Whether a figure without a period is that of all time, not of the newest one."""

    def ground(self, reading: Reading, question: str) -> Outcome:
        """Return what is to be done about a reading.

        Args:
            reading: The slots.
            question: As asked, for the choices offered back.
        """
        doubts = Doubts(self.vocabulary, reading, question)
        reading = together(based(reading), self.vocabulary)
        reading = sized(bucketed(reading, self.vocabulary), self.vocabulary)
        doubts.reading = reading
        early = doubts.before()
        if early is not None:
            return early
        draft = self._metrics(reading, doubts)
        if isinstance(draft, _Draft) and reading.sized:
            draft.notes.append(f"No figure was named: I took {self._title(draft.metrics[0])}.")
        if not isinstance(draft, _Draft):
            return draft
        metrics = as_defined(reading, draft.metrics, self.vocabulary)
        if metrics is None:
            return doubts.defined_otherwise(draft.metrics[-1])
        draft.metrics = metrics
        reading = newest_first(forward(since_then(reading), self.calendar, self.company.as_of))
        reading = past_edge(reading, self.calendar)
        if reading.base is not None and reading.intent is Intent.FIGURE:
            unrelated = self._related(reading, draft, doubts)
            if unrelated is not None:
                return unrelated
        self._one_ratio(reading, draft)
        several = len(draft.metrics) > 1 and not draft.populations and not reading.definition
        if several and reading.fused is not None and not reading.share:
            several = not self._both_in_one(reading, draft)
        fused = doubts.fused() if several and reading.intent is Intent.FIGURE else None
        if fused is not None:
            return fused
        reading = self._against_plan(reading, draft)
        if reading.planned:
            reading = self._plan_itself(reading, draft)
        uncounted = doubts.uncounted(draft.metrics)
        if uncounted is not None:
            return uncounted
        reading = self._ahead(reading, draft)
        self._listed(reading, draft)
        by = self._groups(reading, draft, doubts)
        if not isinstance(by, tuple):
            return by
        limits = limits_of(
            reading.values,
            draft.metrics,
            self.vocabulary,
            frozenset(mention.text.lower() for mention in reading.metrics),
        )
        doubtful = doubts.of_limits(limits, draft.metrics)
        if doubtful is not None:
            return doubtful
        by = self._contrasted(reading, limits, by)
        return self._planned(reading, draft, by, limits, doubts)

    def _metrics(self, reading: Reading, doubts: Doubts) -> _Draft | AskBack | Refusal:
        draft = _Draft((), {}, 1.0, [])
        for mention in reading.metrics:
            choices = choices_for(mention, reading, self.vocabulary)
            if not choices:
                return doubts.no_metric()
            first = choices[0]
            if first.fit < SURE:
                return doubts.is_it(mention, choices)
            if not first.reaches:
                other = substitutes(mention, first.metric, reading, self.vocabulary)
                if other:
                    title = self.vocabulary.metrics[first.metric].title
                    draft.notes.append(f"{title} is not kept that way; this is {self._title(other[0])}.")
                    first = Choice(other[0], None, first.score, 0.8, True)
            elif self._close(choices):
                return doubts.which_metric(mention, choices)
            population = bare_count(mention, first.metric, self.vocabulary)
            if population and Sense.COUNT not in reading.asks and self._beside(reading):
                draft.populations.append(first.metric)
                continue
            draft.confidence = min(draft.confidence, first.fit)
            if first.metric not in draft.metrics:
                draft.metrics = (*draft.metrics, first.metric)
                if first.variant is not None:
                    draft.variants[first.metric] = first.variant
        if not draft.metrics and draft.populations:
            draft.metrics = (self._widest(draft.populations, reading),)
        return draft if draft.metrics else doubts.no_metric()

    def _both_in_one(self, reading: Reading, draft: _Draft) -> bool:
        """Take the one figure whose names hold what two parts say: ``headroom … on our covenants``."""
        names = self.vocabulary.names
        words = [word for mention in reading.metrics for word in mention.stems]
        found = [name for name in self.vocabulary.metrics if names.covered(name, words) == 1.0]
        if len(found) != 1:
            return False
        draft.metrics, draft.variants = (found[0],), {}
        return True

    def _related(self, reading: Reading, draft: _Draft, doubts: Doubts) -> AskBack | Refusal | None:
        """Take the ratio of a figure to what it is set in relation to; say so where none is kept."""
        base = choices_for(reading.base, reading, self.vocabulary) if reading.base is not None else []
        known = [each.metric for each in base if each.fit >= SURE]
        ratio = ratio_between(draft.metrics[0], known[0], self.vocabulary) if known else None
        if ratio is None:
            return doubts.no_ratio(draft.metrics[0], known)
        draft.metrics, draft.variants = (ratio,), {}
        reading.share = False
        return None

    def _one_ratio(self, reading: Reading, draft: _Draft) -> None:
        """Take the ratio for ``what share of receivables is overdue``, where there is one."""
        if reading.share and len(draft.metrics) == 1:
            reading.share = self.vocabulary.metrics[draft.metrics[0]].unit is not Unit.RATIO
        if reading.share and not reading.groups and not reading.values:
            ratios = [name for name in draft.metrics if self.vocabulary.metrics[name].unit is Unit.RATIO]
            ratio = ratios[0] if len(ratios) == 1 else ratio_of(draft.metrics, self.vocabulary)
            if ratio is not None:
                draft.metrics = (ratio,)
                reading.share = False

    def _against_plan(self, reading: Reading, draft: _Draft) -> Reading:
        """Read ``actual vs budget opex`` as the figure set against its plan, not as the plan."""
        bases = {metric.target: name for name, metric in self.vocabulary.metrics.items() if metric.target}
        moved = reading.contrast or Sense.CHANGE in reading.asks
        if not moved or not any(name in bases for name in draft.metrics):
            return reading
        draft.metrics = tuple(dict.fromkeys(bases.get(name, name) for name in draft.metrics))
        return replace(reading, compare=[Comparison.TARGET], compared_to=None)

    def _plan_itself(self, reading: Reading, draft: _Draft) -> Reading:
        """Take the plan of a figure for the figure; where none may be seen, set it against the plan."""
        targets = [self.vocabulary.metrics[name].target for name in draft.metrics]
        seen = [target for target in targets if target is not None and target in self.vocabulary.metrics]
        if len(seen) == len(draft.metrics) and not reading.compare and reading.compared_to is None:
            draft.metrics, draft.variants = tuple(seen), {}
            return self._in_this_year(reading)
        return replace(reading, compare=[*reading.compare, Comparison.TARGET])

    def _in_this_year(self, reading: Reading) -> Reading:
        """Read the November of a plan as that of the current year, though it has not begun."""
        when = reading.when
        if when is None or not when.yearless or when.period.end > self._year().start:
            return reading
        moved = self.calendar.shift(when.period, 1, Grain.YEAR)
        return replace(reading, when=replace(when, period=moved, future=moved.start > self.company.as_of))

    def _year(self) -> Period:
        return self.calendar.period_of(self.company.as_of, Grain.YEAR)

    def _is_plan(self, metric: Metric) -> bool:
        """Return whether a figure is what another one is to be, and so is known beforehand."""
        return any(metric.id == each.target for each in self.vocabulary.metrics.values())

    def _ahead(self, reading: Reading, draft: _Draft) -> Reading:
        """Leave out the horizon that the metric's own name says."""
        if not looks_ahead(draft.metrics[0], reading, self.vocabulary):
            return reading
        intent = Intent.FIGURE if reading.intent is Intent.FORECAST else reading.intent
        return replace(reading, when=None, intent=intent)

    def _beside(self, reading: Reading) -> bool:
        """Return whether something is asked of what is counted: another figure, or a list of it."""
        listed = Sense.WHICH in reading.asks and bool(reading.mentioned or reading.groups)
        return len(reading.metrics) > 1 or listed

    def _widest(self, populations: Sequence[str], reading: Reading) -> str:
        """Return the count that reaches what is listed."""
        terms = [*reading.groups, *reading.mentioned]

        def reached(name: str) -> int:
            return sum(group_path(term, (name,), self.vocabulary) is not None for term in terms)

        return max(populations, key=reached)

    def _listed(self, reading: Reading, draft: _Draft) -> None:
        """Split a list by what is listed: what is counted by its number or name, and all that is named."""
        if (
            Sense.WHICH not in reading.asks
            or not draft.populations
            or draft.metrics[0] not in draft.populations
        ):
            return
        nouns = [mention.stems[-1] for mention in reading.metrics if mention.stems]
        known = self.vocabulary.dimensions
        own = [known[key] for noun in nouns for key in ((noun, "number"), (noun, "name")) if key in known]
        wanted = [*reading.groups, *own, *reading.mentioned]
        reading.groups = [
            term for term in wanted if group_path(term, draft.metrics, self.vocabulary) is not None
        ]

    def _close(self, choices: Sequence[Choice]) -> bool:
        rivals = [
            each
            for each in choices[1:]
            if each.metric != choices[0].metric and each.score > choices[0].score - CLOSE and each.reaches
        ]
        return bool(rivals) and choices[0].fit < 0.985

    def _groups(self, reading: Reading, draft: _Draft, doubts: Doubts) -> tuple[str, ...] | Refusal:
        paths: list[str] = []
        for term in reading.groups:
            path = group_path(term, draft.metrics, self.vocabulary)
            if path is None:
                return doubts.not_kept_by(" ".join(term.words), draft.metrics)
            paths.append(path)
        ranked = reading.rank is not None or reading.threshold is not None
        if not paths and (Sense.WHO in reading.asks or ranked):
            path = self._implied(reading, draft)
            paths = [path] if path else []
        return tuple(dict.fromkeys(paths))

    def _implied(self, reading: Reading, draft: _Draft) -> str | None:
        """Return the dimension that a superlative or ``who`` is about when none is named."""
        for mention in reading.metrics:
            for word in mention.text.lower().split():
                term = self.vocabulary.dimensions.get((word.removesuffix("s"),))
                path = group_path(term, draft.metrics, self.vocabulary) if term else None
                if path is not None:
                    return path
        if Sense.WHO in reading.asks:
            return who_path(draft.metrics, self.vocabulary)
        return None

    def _contrasted(self, reading: Reading, limits: Limits, by: tuple[str, ...]) -> tuple[str, ...]:
        """Split by what several values are set side by side, and by what a share is asked of."""
        sides = [each.dimension for each in limits.filters if len(each.values) > 1]
        if reading.contrast and sides and not by:
            return (sides[0],)
        if reading.share and not by and len(limits.filters) == 1:
            path = limits.filters[0].dimension
            limits.filters.clear()
            return (path,)
        return by

    def _planned(
        self, reading: Reading, draft: _Draft, by: tuple[str, ...], limits: Limits, doubts: Doubts
    ) -> Outcome:
        metric = self.vocabulary.metrics[draft.metrics[0]]
        if reading.intent is Intent.FIGURE and reading.when is not None and reading.when.future:
            if by or reading.compare or reading.threshold is not None:
                return doubts.not_yet(metric)
            if not self._is_plan(metric):
                reading = replace(reading, intent=Intent.FORECAST)
        grain = self._grain(reading, metric)
        period = self._period(reading, metric, grain)
        compare = self._compare(reading, period, grain)
        if compare is None:
            return doubts.not_comparable()
        unmet = doubts.of_query(draft.metrics, by, compare, reading.share, period)
        if unmet is not None:
            return unmet
        share = reading.share and metric.additive_over_groups
        if reading.share and metric.unit is Unit.RATIO:
            share = False
        by_change = (
            reading.rank is not None and bool(by) and bool({Sense.GROWTH, Sense.CHANGE} & reading.asks)
        )
        top = self._top(reading, metric, by)
        query = MetricQuery(
            metrics=draft.metrics,
            by=by,
            grain=grain,
            period=period,
            where=tuple(limits.filters),
            compare=compare,
            currency=limits.currency or self._currency(reading),
            variants=draft.variants,
            top=None if by_change else top,
            share=share and bool(by),
            having=self._having(reading, metric),
        )
        return Plan(
            query,
            reading.intent,
            reading.view,
            round(draft.confidence, 3),
            reading.change,
            reading.when if reading.when is not None and reading.when.future else None,
            top if by_change else None,
            (*draft.notes, *(f"I read {was!r} as {now!r}." for was, now in reading.changes)),
        )

    def _grain(self, reading: Reading, metric: Metric) -> Grain | None:
        if reading.grain is not None:
            return reading.grain
        if not reading.trend:
            if reading.when is not None and reading.when.each:
                return reading.when.grain
            return self._run_of(reading, metric)
        when = reading.when
        if when is not None and when.grain is not None:
            first = self.calendar.period_of(when.period.start, when.grain)
            if when.period.end > first.end:
                return when.grain
        return periods.series_grain(metric)

    def _run_of(self, reading: Reading, metric: Metric) -> Grain | None:
        """Return the grain of a stock over several periods: one figure would tell only the last."""
        when = reading.when
        if (
            when is None
            or when.instant
            or not periods.is_stock(metric)
            or reading.intent is not Intent.FIGURE
        ):
            return None
        if when.grain is None or reading.rank is not None or reading.groups:
            return None
        whole = self.calendar.period_of(when.period.start, when.grain)
        return when.grain if when.period.days > whole.days + 3 else None

    def _period(self, reading: Reading, metric: Metric, grain: Grain | None) -> Period | None:
        when = reading.when
        if when is not None and (not when.future or self._is_plan(metric)):
            if when.upto and not periods.is_stock(metric):
                year = self.calendar.period_of(when.period.start, Grain.YEAR)
                return Period(year.start, when.period.end)
            return when.period
        if grain is not None:
            return periods.series_period(grain, self.company, self.calendar)
        other = reading.compared_to
        flows = not periods.is_stock(metric)
        if flows and other is not None and other.offset not in (None, Grain.YEAR):
            return periods.newest_of(other.offset, self.company, self.calendar)
        if self.ever:
            return None
        return periods.newest_period(metric, self.company, self.calendar)

    def _compare(
        self, reading: Reading, period: Period | None, grain: Grain | None
    ) -> tuple[Comparison, ...] | None:
        found = list(reading.compare)
        if reading.compared_to is not None and reading.compared_to.period != period:
            other = periods.compared(period, reading.compared_to, grain, self.calendar)
            if other is None:
                return None
            found.append(other)
        if reading.intent is Intent.FIGURE and not found:
            if Sense.GROWTH in reading.asks:
                found.append(Comparison.PREVIOUS_YEAR)
            elif Sense.CHANGE in reading.asks:
                found.append(Comparison.PREVIOUS_PERIOD if period is not None else Comparison.PREVIOUS_YEAR)
        return tuple(dict.fromkeys(found))

    def _currency(self, reading: Reading) -> str:
        limit = reading.threshold.amount.currency if reading.threshold else None
        return "group" if limit in (None, self.company.currency) else str(limit)

    def _top(self, reading: Reading, metric: Metric, by: tuple[str, ...]) -> Top | None:
        if reading.rank is None or not by:
            return None
        return Top(reading.rank.n or self._how_many(reading), rest=False, lowest=_lowest(reading, metric))

    def _how_many(self, reading: Reading) -> int:
        """Return 1 for ``which bank holds most``, several for ``the worst payers``."""
        singular = Sense.WHICH in reading.asks or Sense.WHO in reading.asks
        return 1 if singular and not reading.plural else SEVERAL if reading.plural else 1

    def _having(self, reading: Reading, metric: Metric) -> tuple[Having, ...]:
        limit = reading.threshold
        if limit is None:
            return ()
        value = limit.amount.value
        if metric.unit is Unit.RATIO and limit.amount.unit is None and value > 1:
            value /= 100
        return (Having(metric.id, limit.op, value),)

    def _title(self, metric: str) -> str:
        return self.vocabulary.metrics[metric].title


def _lowest(reading: Reading, metric: Metric) -> bool:
    """Return whether the smallest figures are wanted: of the best and worst, by which way is good."""
    sense = reading.rank.sense if reading.rank is not None else Sense.TOP
    if sense in (Sense.TOP, Sense.BOTTOM):
        return sense is Sense.BOTTOM
    low_is_good = metric.direction is Direction.DOWN
    return low_is_good if sense is Sense.BEST else not low_is_good
