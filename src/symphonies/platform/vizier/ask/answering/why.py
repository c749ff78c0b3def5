"""Why a figure changed, by the front door of explain, told in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison, Filter, MetricQuery, Op, SemanticLayer, calendar_of
from symphonies.platform.vizier.ask.answering.answer import Chart
from symphonies.platform.vizier.ask.answering.ports import Worked
from symphonies.platform.vizier.ask.answering.saying import Saying
from symphonies.platform.vizier.ask.answering.working import said_period, tables_of
from symphonies.platform.vizier.ask.grounding import Plan
from symphonies.platform.vizier.explain import (
    LEAST_EXPLAINED,
    SPREAD,
    Cascade,
    ChangeQuestion,
    Contribution,
    Driver,
    Explanation,
    explain_change,
    slices_of,
)
from symphonies.platform.vizier.narrate import figure, load_language, place

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

SHOWN = 3
MORE = 1.05
"""Parts that add up to so many times a change have others against them."""


_WHOLE = 0.95
"""A slice that holds more of a sum, before and after, is the sum by another name: it explains nothing."""
_SUMS = ("money", "count")
_TOLD, _LARGEST = 0.1, 2
"""Where none explains most: the share of a change from which on a part is named, and how many are."""


def _all_of_it(driver: Driver, found: Explanation) -> bool:
    """Return whether a slice is nearly all there is: the open ones of all receivables, or of their shares."""
    if len(driver.values) != 1 or not (found.before and found.after):
        return False
    most = math.inf if str(found.unit) in _SUMS else 2 - _WHOLE
    return any(
        each.label == driver.label
        and _WHOLE < (each.before or 0.0) / found.before < most
        and _WHOLE < (each.after or 0.0) / found.after < most
        for part in found.breakdowns
        for each in part.contributions
    )


def _largest(found: Explanation) -> Sequence[Contribution]:
    """Return what did most for a change that has no single cause; empty where nothing is worth a word.

    Two groups are each the other's rest, and what did more than all of it was offset: neither tells much.
    """
    for breakdown in found.breakdowns:
        parts = breakdown.contributions if len(breakdown.contributions) > 2 else ()
        told = [each for each in parts if _TOLD <= each.amount / found.change <= 1]
        if told:
            return told[:_LARGEST]
    return ()


class ChangeExplained:
    """Answers ``why did EBITDA drop in September?``."""

    def __init__(self, layer: SemanticLayer, cascade: Cascade) -> None:
        self.layer = layer
        self.cascade = cascade

    def work(self, plan: Plan, scope: Scope) -> Worked | None:
        """Return what moved the figure; None for a change against a plan, which has no groups to compare."""
        if Comparison.TARGET in plan.query.compare or len(plan.query.metrics) > 1:
            return None
        after = plan.query.period or self._newest_month()
        before = None
        if Comparison.PREVIOUS_YEAR in plan.query.compare:
            before = calendar_of(self.layer.company).shift(after, -1, Grain.YEAR)
        asked = ChangeQuestion(plan.query.metrics[0], after, before, plan.query.by, plan.query.where)
        found = explain_change(asked, self.layer, scope, self._visible(scope))
        against = Comparison.PREVIOUS_PERIOD if before is None else Comparison.PREVIOUS_YEAR
        return self._told(found, asked, against)

    def _visible(self, scope: Scope) -> Cascade:
        """Return the cascade between metrics that this person may see: no other is named as a cause."""
        kept = tuple(
            link
            for link in self.cascade.links
            if self.layer.sees(link.cause, scope) and self.layer.sees(link.effect, scope)
        )
        return replace(self.cascade, links=kept)

    def _newest_month(self) -> Period:
        calendar = calendar_of(self.layer.company)
        month = calendar.period_of(self.layer.company.as_of, Grain.MONTH)
        over = month.last_day <= self.layer.company.as_of
        return month if over else calendar.shift(month, -1, Grain.MONTH)

    def _sentence(self, found: Explanation, asked: ChangeQuestion, against: Comparison) -> Saying:
        """Return what changed and what did it, each figure with the query that gives it."""

        def told(value: float, *, change: bool = False) -> str:
            return figure(value, found.unit, found.currency, change=change)

        now = MetricQuery((found.metric,), period=found.after_period, where=asked.where)
        moved = replace(now, compare=(against,))
        way = "rose" if found.change > 0 else "fell" if found.change < 0 else "did not change"
        said = Saying().say(f"{found.title} {way}")
        if found.change:
            said.say(" by ").figure(told(abs(found.change), change=True), moved)
            said.say(" to ").figure(told(found.after), now)
        said.say(f" {said_period(found.after_period)}, from ")
        said.figure(told(found.before), replace(now, period=found.before_period))
        said.say(f" {said_period(found.before_period)}. ")
        self._parts(said, found, asked, moved)
        return said

    def _parts(self, said: Saying, found: Explanation, asked: ChangeQuestion, moved: MetricQuery) -> None:
        """Say from where a change came, each part beside the whole."""
        drivers = [each for each in found.drivers if each.share > 0 and not _all_of_it(each, found)][:SHOWN]
        explained = math.fsum(each.share for each in drivers)
        if explained < LEAST_EXPLAINED:
            largest = _largest(found)
            said.say("No single cause explains most of it")
            if largest:
                said.say("; the largest parts are " if len(largest) > 1 else "; the largest part is ")
            self._named(said, found, asked, moved, largest)
            said.say(".")
            return
        much = "More than all" if explained > MORE else "Nearly all" if explained > _WHOLE else "Most"
        said.say(f"{much} of it came from ")
        self._named(said, found, asked, moved, drivers)
        said.say(", partly offset elsewhere." if explained > MORE else ".")

    def _named(
        self,
        said: Saying,
        found: Explanation,
        asked: ChangeQuestion,
        moved: MetricQuery,
        parts: Sequence[Driver | Contribution],
    ) -> None:
        """Name parts of a change, each with its amount beside the whole."""
        language = load_language()

        def told(amount: float) -> str:
            return figure(abs(amount), found.unit, found.currency, change=True)

        joints = language.data["lists"]
        for left, each in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
            name = place(slices_of(found.metric, each.values, each.label, self.layer), language)
            slices = tuple(_slice(path, value) for path, value in each.values)
            said.say(f"{name} (")
            said.figure(told(each.amount), replace(moved, where=(*asked.where, *slices)))
            if abs(each.amount) <= abs(found.change):
                said.say(" of ").figure(told(found.change), moved)
            said.say(f"){joints['separator'] if left > 1 else joints['last'] if left else ''}")

    def _told(self, found: Explanation, asked: ChangeQuestion, against: Comparison) -> Worked:
        said = self._sentence(found, asked, against)
        rows = tuple(
            {
                "dimension": part.title,
                "group": each.label,
                "before": each.before,
                "after": each.after,
                "amount": each.amount,
            }
            for part in found.breakdowns[:SHOWN]
            for each in part.contributions[:SHOWN]
        )
        words = tuple(
            f"{'Upstream' if each.supports else 'No proof of'}: {each.title}. {each.why}"
            for each in found.causes[:SHOWN]
        )
        methods = dict.fromkeys(
            f"Contributions by {part.title}: {part.method}." for part in found.breakdowns[:SHOWN]
        )
        columns = ("dimension", "group", "amount", "before", "after")
        unit, currency = str(found.unit), found.currency
        chart = Chart("table", "group", ("before", "after", "amount"), None, unit, currency, found.title)
        return Worked(
            said.text, columns, rows, (*words, *methods), _unsaid(found.notes, said), chart, said.figures,
            tables_of((found.metric,), self.layer),
        )  # fmt: skip


def _unsaid(notes: Sequence[str], said: Saying) -> tuple[str, ...]:
    """Return the notes that say what the sentence does not."""
    return tuple(each for each in notes if not (each == SPREAD and "No single cause" in said.text))


def _slice(path: str, value: str | None) -> Filter:
    return Filter(path, Op.IS_NULL) if value is None else Filter(path, Op.EQ, (value,))
