"""Why a figure changed, by the front door of explain, told in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison, SemanticLayer, calendar_of
from symphonies.platform.vizier.ask.answering.answer import Chart
from symphonies.platform.vizier.ask.answering.ports import Worked
from symphonies.platform.vizier.ask.answering.working import said_period
from symphonies.platform.vizier.ask.grounding import Plan
from symphonies.platform.vizier.explain import Cascade, ChangeQuestion, Driver, Explanation, explain_change
from symphonies.platform.vizier.narrate import figure

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

SHOWN = 3


_WHOLE = 0.95
"""A slice that holds more of a sum, before and after, is the sum by another name: it explains nothing."""
_SUMS = ("money", "count")


def _all_of_it(driver: Driver, found: Explanation) -> bool:
    """Return whether a slice is nearly all there is: the open ones of all receivables."""
    if str(found.unit) not in _SUMS or len(driver.values) != 1 or not (found.before and found.after):
        return False
    return any(
        each.label == driver.label
        and (each.before or 0.0) / found.before > _WHOLE
        and (each.after or 0.0) / found.after > _WHOLE
        for part in found.breakdowns
        for each in part.contributions
    )


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
        return self._told(explain_change(asked, self.layer, scope, self._visible(scope)))

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

    def _told(self, found: Explanation) -> Worked:
        def told(value: float, *, change: bool = False) -> str:
            return figure(value, found.unit, found.currency, change=change)

        way = "rose" if found.change > 0 else "fell" if found.change < 0 else "did not change"
        moved = f" by {told(abs(found.change), change=True)} to {told(found.after)}" if found.change else ""
        lead = f"{found.title} {way}{moved} {said_period(found.after_period)}, from {told(found.before)} "
        lead += f"{said_period(found.before_period)}."
        drivers = [each for each in found.drivers if not _all_of_it(each, found)][:SHOWN]
        if drivers:
            named = "; ".join(f"{each.label} {told(each.amount, change=True)}" for each in drivers)
            lead += f" Most of it: {named}."
        else:
            lead += " No single cause explains most of it."
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
        words = tuple(f"{each.title}: {each.why}" for each in found.causes[:SHOWN])
        methods = dict.fromkeys(
            f"Contributions by {part.title}: {part.method}." for part in found.breakdowns[:SHOWN]
        )
        columns = ("dimension", "group", "amount", "before", "after")
        unit, currency = str(found.unit), found.currency
        chart = Chart("table", "group", ("before", "after", "amount"), None, unit, currency, found.title)
        return Worked(lead, columns, rows, (*words, *methods), found.notes, chart)
