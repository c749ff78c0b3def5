"""A reading made into a metric query, or into a question back, or into a reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from symphonies.kernel import Calendar
from symphonies.platform.semantics import (
    Company,
    MetricQuery,
    MetricType,
    Top,
    Unit,
)
from symphonies.platform.vizier.ask.grounding.bounds import held_against_bound
from symphonies.platform.vizier.ask.grounding.dimensions import (
    Limits,
    group_path,
    limits_of,
    without_idle,
)
from symphonies.platform.vizier.ask.grounding.doubts import Doubts
from symphonies.platform.vizier.ask.grounding.draft import Draft
from symphonies.platform.vizier.ask.grounding.horizon import told_ahead
from symphonies.platform.vizier.ask.grounding.metrics import (
    CLOSE,
    SURE,
    Choice,
    bare_count,
    choices_for,
    horizon_of,
    looks_ahead,
    substitutes,
)
from symphonies.platform.vizier.ask.grounding.numbers import numbered
from symphonies.platform.vizier.ask.grounding.outcome import AskBack, Outcome, Plan, Refusal
from symphonies.platform.vizier.ask.grounding.population import of_population
from symphonies.platform.vizier.ask.grounding.ranking import (
    having_of,
    is_order,
    lowest,
    size_of_ranked,
    top_of,
)
from symphonies.platform.vizier.ask.grounding.relations import (
    against_plan,
    at_that_time,
    both_in_one,
    in_this_year,
    is_plan,
    measured,
    one_ratio,
    plan_itself,
    related,
)
from symphonies.platform.vizier.ask.grounding.splits import contrasted, each_step, groups_of, led_by
from symphonies.platform.vizier.ask.grounding.taken import (
    as_defined,
    based,
    bucketed,
    counted,
    earlier,
    ends_of_periods,
    forward,
    looking_back,
    moved,
    newest_first,
    past_edge,
    ranked_periods,
    since_then,
    sized,
)
from symphonies.platform.vizier.ask.grounding.timing import Timing
from symphonies.platform.vizier.ask.grounding.together import together
from symphonies.platform.vizier.ask.grounding.variants import has_part, vary
from symphonies.platform.vizier.ask.language import Sense, stems_of
from symphonies.platform.vizier.ask.linking import Vocabulary
from symphonies.platform.vizier.ask.parsing import Intent, MetricMention, Reading

_FARTHEST = timedelta(days=731)
"""No figure is foretold beyond this."""


class Grounder:
    """Grounds the readings of one principal."""

    def __init__(
        self, vocabulary: Vocabulary, company: Company, calendar: Calendar, *, ever: bool = False
    ) -> None:
        self.vocabulary = vocabulary
        self.company = company
        self.calendar = calendar
        self._timing = Timing(vocabulary, company, calendar, ever)

    def ground(self, reading: Reading, question: str) -> Outcome:
        """Return what is to be done about a reading.

        Args:
            reading: The slots.
            question: As asked, for the choices offered back.
        """
        reading.population |= of_population(reading, self.vocabulary)
        doubts = Doubts(self.vocabulary, reading, question)
        reading = together(based(looking_back(reading, self.company.as_of)), self.vocabulary)
        reading = counted(bucketed(reading, self.vocabulary), self.vocabulary)
        reading = sized(reading, self.vocabulary, question)
        doubts.reading = reading
        early = doubts.before()
        if early is not None:
            return early
        draft = self._metrics(reading, doubts)
        if not isinstance(draft, Draft):
            return draft
        if not measured(reading, draft, self.vocabulary):
            return doubts.not_both(draft.metrics[0])
        vary(draft, reading, question, self.vocabulary)
        if reading.quantile and not has_part(draft, reading.quantile, self.vocabulary):
            return doubts.no_quantile(draft.metrics[0])
        if reading.sized:
            draft.notes.append(f"No figure was named: I took {self._title(draft.metrics[0])}.")
        reading = told_ahead(reading, draft.metrics, question, self.vocabulary)
        settled = self._settled(reading, draft, doubts)
        if not isinstance(settled, Reading):
            return settled
        return self._limited(settled, draft, doubts)

    def _settled(self, reading: Reading, draft: Draft, doubts: Doubts) -> Reading | AskBack | Refusal:
        """Settle the figures and the days, given each other."""
        reasons = reading.reasons
        if reasons and reading.intent is Intent.WHY and group_path(reasons, draft.metrics, self.vocabulary):
            split = [] if reading.rank is not None else reading.groups
            groups = [*(each for each in split if each != reasons), reasons]
            reading = replace(reading, intent=Intent.FIGURE, groups=groups, plural=True)
        listed = reading.listed
        if listed in reading.groups and listed and group_path(listed, draft.metrics, self.vocabulary) is None:
            reading.groups.remove(listed)
            reading.mentioned.append(listed)
        metrics = as_defined(reading, draft.metrics, self.vocabulary)
        if metrics is None:
            return doubts.defined_otherwise(draft.metrics[-1])
        draft.metrics = metrics
        reading = ends_of_periods(reading, self.calendar)
        reading = newest_first(
            forward(since_then(ranked_periods(reading)), self.calendar, self.company.as_of), self.calendar
        )
        reading = moved(
            earlier(past_edge(reading, self.calendar), self.calendar), self.calendar, self.company.as_of
        )
        figure = reading.intent is Intent.FIGURE
        unrelated = related(reading, draft, doubts, self.vocabulary) if figure else None
        if unrelated is not None:
            return unrelated
        one_ratio(reading, draft, self.vocabulary)
        held = held_against_bound(reading, draft, self.vocabulary)
        if held is None:
            return doubts.unbounded(draft.metrics[0])
        reading = held
        several = len(draft.metrics) > 1 and not draft.populations and not reading.definition
        if several and reading.fused is not None and not reading.share:
            several = not both_in_one(reading, draft, self.vocabulary)
        fused = doubts.fused() if several and figure else None
        if fused is not None:
            return fused
        reading = plan_itself(against_plan(reading, draft, self.vocabulary), draft, self.vocabulary)
        unsaid = (
            numbered(reading, draft, doubts.question, self.vocabulary)
            or doubts.uncounted(draft.metrics)
            or doubts.unsaid(draft.metrics)
        )
        if unsaid is not None:
            return unsaid
        reading = self._ahead(reading, draft)
        days = horizon_of(self.vocabulary.metrics[draft.metrics[0]])
        if days is not None and reading.when is not None and reading.when.future:
            return doubts.other_horizon(self.vocabulary.metrics[draft.metrics[0]], days)
        if reading.intent is Intent.FORECAST:
            at_that_time(reading, draft, self.vocabulary)
        return in_this_year(reading, draft, self.vocabulary, self.calendar, self.company.as_of)

    def _limited(self, reading: Reading, draft: Draft, doubts: Doubts) -> Outcome:
        """Settle what the figures are split by and limited to."""
        self._listed(reading, draft)
        by = groups_of(reading, draft, doubts, self.vocabulary)
        if not isinstance(by, tuple):
            return by
        behind = reading.behind
        if behind is not None and group_path(behind, draft.metrics, self.vocabulary) not in by:
            return doubts.left_behind(behind)
        limits = limits_of(
            reading.values,
            draft.metrics,
            self.vocabulary,
            frozenset(mention.text.lower() for mention in reading.metrics),
            converts=reading.converts or any(path.endswith("currency") for path in by),
        )
        doubtful = doubts.of_limits(limits, draft.metrics)
        if doubtful is not None:
            return doubtful
        by = contrasted(reading, draft, limits, by, self.vocabulary)
        by += led_by(reading, draft, by, self.vocabulary)
        by = each_step(reading, limits, draft, by, self.vocabulary)
        without_idle(limits, by, draft.metrics[0], self.vocabulary)
        return self._planned(reading, draft, by, limits, doubts)

    def _metrics(self, reading: Reading, doubts: Doubts) -> Draft | AskBack | Refusal:
        draft = Draft((), {}, 1.0, [])
        for mention in reading.metrics:
            choices = choices_for(mention, reading, self.vocabulary)
            if not choices and reading.outcomes:
                choices = choices_for(reading.outcomes[0], reading, self.vocabulary)
            if not choices:
                return doubts.no_metric()
            first = choices[0]
            if first.fit < SURE:
                return doubts.is_it(mention, choices)
            if not first.reaches:
                other = size_of_ranked(mention, reading, self.vocabulary) or substitutes(
                    mention, first.metric, reading, self.vocabulary
                )
                if other:
                    title = self.vocabulary.metrics[first.metric].title
                    draft.notes.append(f"{title} is not kept that way; this is {self._title(other[0])}.")
                    first = Choice(other[0], None, first.score, 0.8, True)
            elif self._close(choices, bare=not (reading.groups or reading.values or reading.mentioned)):
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
        if draft.metrics and not all(
            self._concerns(mention, draft.metrics)
            for mention in reading.metrics
            if mention.candidates[0][0][0] in draft.populations
        ):
            return doubts.fused() or doubts.apart(draft.metrics[0])
        if not draft.metrics and draft.populations:
            draft.metrics = (self._widest(draft.populations, reading),)
        return draft if draft.metrics else doubts.no_metric()

    def _ahead(self, reading: Reading, draft: Draft) -> Reading:
        """Leave out the horizon that the metric's own name says."""
        model = self.vocabulary.metrics[draft.metrics[0]].type is MetricType.MODEL
        foretold = model and reading.when is None and reading.intent is Intent.FORECAST
        if not foretold and not looks_ahead(draft.metrics[0], reading, self.vocabulary):
            return reading
        intent = Intent.FIGURE if reading.intent is Intent.FORECAST else reading.intent
        return replace(reading, when=None, intent=intent, grain=None if reading.when else reading.grain)

    def _beside(self, reading: Reading) -> bool:
        """Return whether something is asked of what is counted: another figure, or a list of it."""
        listed = Sense.WHICH in reading.asks and bool(reading.mentioned or reading.groups)
        return len(reading.metrics) > 1 or listed

    def _concerns(self, population: MetricMention, metrics: Sequence[str]) -> bool:
        """Return whether figures are about what is counted, by their words or their dimensions."""
        names = self.vocabulary.names
        known = [word for word in population.stems if names.weigh(word) == 1.0]
        told = set(stems_of(self.vocabulary.metrics[metrics[0]].description or ""))
        reached = {
            word for path in self.vocabulary.paths[metrics[0]] for word in stems_of(path.replace(".", " "))
        }
        return names.covered(metrics[0], known) > 0.0 or bool(set(known) & (told | reached))

    def _widest(self, populations: Sequence[str], reading: Reading) -> str:
        """Return the count that reaches what is listed."""
        terms = [*reading.groups, *reading.mentioned]

        def reached(name: str) -> int:
            return sum(group_path(term, (name,), self.vocabulary) is not None for term in terms)

        return max(reversed(populations), key=reached)

    def _listed(self, reading: Reading, draft: Draft) -> None:
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

    def _close(self, choices: Sequence[Choice], *, bare: bool) -> bool:
        rivals = [
            each
            for each in choices[1:]
            if each.metric != choices[0].metric and each.score > choices[0].score - CLOSE and each.reaches
        ]
        alike = any(
            (each.score, each.fit) == (choices[0].score, choices[0].fit) and each.variant is None
            for each in rivals
        )
        return bool(rivals) and (choices[0].fit < 0.985 or (bare and alike))

    def _planned(
        self, reading: Reading, draft: Draft, by: tuple[str, ...], limits: Limits, doubts: Doubts
    ) -> Outcome:
        metric = self.vocabulary.metrics[draft.metrics[0]]
        if reading.intent is Intent.FIGURE and reading.when is not None and reading.when.future:
            too_far = reading.when.period.end > self.company.as_of + _FARTHEST
            known_ahead = metric.type is MetricType.MODEL or "forecast" in metric.title.lower()
            known_ahead |= metric.unit is Unit.COUNT or "due" in reading.telling.split()
            if by or reading.compare or reading.threshold is not None or too_far or known_ahead:
                return doubts.not_yet(metric)
            if not is_plan(metric.id, self.vocabulary):
                reading = replace(reading, intent=Intent.FORECAST)
        grain = self._timing.grain(reading, metric)
        period = self._timing.period(reading, metric, grain)
        compare = self._timing.compare(reading, period, grain)
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
        top = top_of(reading, metric, by, moved=by_change)
        periods_ranked = not by and grain is not None and reading.ranked_grain is not None
        if periods_ranked and reading.rank is not None:
            top = Top(reading.rank.n or 1, rest=False, lowest=lowest(reading, metric))
        elif by_change and top is not None and reading.drops:
            top = replace(top, lowest=not top.lowest)
        kept = by_change or periods_ranked
        query = MetricQuery(
            metrics=draft.metrics,
            by=by,
            grain=grain,
            period=period,
            where=tuple(limits.filters),
            compare=compare,
            currency=limits.currency or self._currency(reading),
            variants=draft.variants,
            top=None if kept else top,
            share=share and bool(by),
            having=having_of(reading, metric),
        )
        return Plan(
            query,
            reading.intent,
            reading.view,
            round(draft.confidence, 3),
            reading.change,
            reading.when if reading.when is not None and reading.when.future else None,
            top if kept else None,
            lowest(reading, metric) if is_order(reading) and not kept else None,
            (*draft.notes, *_told(reading)),
        )

    def _currency(self, reading: Reading) -> str:
        if reading.local:
            return "entity"
        limit = reading.threshold.amount.currency if reading.threshold else None
        return "group" if limit in (None, self.company.currency) else str(limit)

    def _title(self, metric: str) -> str:
        return self.vocabulary.metrics[metric].title


def _told(reading: Reading) -> list[str]:
    """Return what was mended in a question, and what was left out of account."""
    mended = [f"I read {was!r} as {now!r}." for was, now in reading.changes]
    mended += [f"This is no longer limited to {limit}." for limit in reading.let_go]
    return [*mended, *(f"I took no account of “{word}”." for word in reading.aside)]
