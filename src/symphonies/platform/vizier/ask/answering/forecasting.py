"""Forecasts of a metric from its own monthly past: no drivers, no plans, and it says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.semantics import MetricQuery, MetricType, SemanticLayer, calendar_of
from symphonies.platform.vizier.ask.answering.answer import Chart
from symphonies.platform.vizier.ask.answering.ports import Worked
from symphonies.platform.vizier.ask.answering.saying import all_linked
from symphonies.platform.vizier.ask.answering.working import tables_of
from symphonies.platform.vizier.ask.grounding import Plan
from symphonies.platform.vizier.narrate import figure, is_plural

if TYPE_CHECKING:
    from symphonies.platform.security import Scope

MONTHS = 3
"""How far a forecast looks when nobody says."""
FARTHEST = 24
_SHORTEST_MONTH = 28
_PAST = 60


class SeriesForecast:
    """Answers ``forecast cash to March`` with the ensemble that every forecast here uses."""

    def __init__(self, layer: SemanticLayer) -> None:
        self.layer = layer

    def work(self, plan: Plan, scope: Scope) -> Worked | None:
        """Return a monthly forecast with an 80 % band; None where it is split, or for other lengths."""
        months = self._months(plan)
        if plan.query.by or not 1 <= months <= FARTHEST or self._part_of_a_month(plan):
            return None
        past = self._past(plan, scope)
        if past is None:
            return None
        return self._told(plan, past, months)

    def _part_of_a_month(self, plan: Plan) -> bool:
        """Return whether a flow of some days is asked for, of which the month's would be too much."""
        until = plan.until
        flows = self.layer.catalog.metric(plan.query.metrics[0]).type is MetricType.FLOW
        return flows and until is not None and not until.instant and until.period.days < _SHORTEST_MONTH

    def _months(self, plan: Plan) -> int:
        if plan.until is None:
            return MONTHS
        calendar = calendar_of(self.layer.company)
        last = calendar.ordinal(plan.until.period.last_day, Grain.MONTH)
        return last - calendar.ordinal(self._newest(), Grain.MONTH)

    def _newest(self) -> date:
        """Return a day in the newest month that is over."""
        calendar = calendar_of(self.layer.company)
        current = calendar.period_of(self.layer.company.as_of, Grain.MONTH)
        over = current.end <= self.layer.company.as_of + timedelta(days=1)
        return current.start if over else current.start - timedelta(days=1)

    def _history(self, plan: Plan) -> MetricQuery:
        """Return the query of the months that the forecast continues."""
        calendar = calendar_of(self.layer.company)
        newest = calendar.period_of(self._newest(), Grain.MONTH)
        return MetricQuery(
            plan.query.metrics[:1],
            grain=Grain.MONTH,
            period=Period(calendar.shift(newest, 1 - _PAST, Grain.MONTH).start, newest.end),
            where=plan.query.where,
            currency=plan.query.currency,
            variants=plan.query.variants,
        )

    def _past(self, plan: Plan, scope: Scope) -> list[tuple[date, float]] | None:
        rows = self.layer.run(self._history(plan), scope).rows.to_pylist()
        found = [(row["period"], row[plan.query.metrics[0]]) for row in rows]
        while found and not found[0][1]:
            found.pop(0)
        return [(day, float("nan") if value is None else value) for day, value in found] or None

    def _told(self, plan: Plan, past: list[tuple[date, float]], months: int) -> Worked | None:
        from symphonies.platform.learning import forecast, frequency_named, make_series

        name = plan.query.metrics[0]
        try:
            stamps = [day.isoformat() for day, _ in past]
            series = make_series(
                name, stamps, [value for _, value in past], frequency=frequency_named("month")
            )
            found = forecast([series], months, levels=(0.8,))
        except SymphonyError:
            return None
        one = found.series[0]
        band = one.bands.get(0.8)
        rows = tuple(
            {
                "period": one.series.stamp(ahead + 1),
                "forecast": float(one.mean[ahead]),
                "low": None if band is None else float(band[0][ahead]),
                "high": None if band is None else float(band[1][ahead]),
            }
            for ahead in range(months)
        )
        said = self._sentence(name, rows[-1], plan)
        return Worked(
            said,
            ("period", "forecast", "low", "high"),
            rows,
            (
                f"A statistical forecast of {self._title(name)} from its {len(past)} months so far.",
                *(
                    [f"Such forecasts were {found.scorecard.smape:.0f} % off on this history (sMAPE)."]
                    if found.scorecard.smape is not None
                    else []
                ),
            ),
            ("It continues the past; it knows no plans, contracts or open invoices.", *one.notes),
            self._chart(name, plan),
            all_linked(said, name, query=self._history(plan)),
            tables_of((name,), self.layer),
        )

    def _chart(self, name: str, plan: Plan) -> Chart:
        metric = self.layer.catalog.metric(name)
        unit, currency = str(metric.unit), self._currency(name, plan)
        return Chart("line", "period", ("forecast",), None, unit, currency, metric.title, ("low", "high"))

    def _currency(self, name: str, plan: Plan) -> str | None:
        company = self.layer.company.currency if plan.query.currency == "group" else plan.query.currency
        return company if self.layer.catalog.metric(name).unit == "money" else None

    def _title(self, name: str) -> str:
        return self.layer.catalog.metric(name).title

    def _sentence(self, name: str, last: Mapping[str, object], plan: Plan) -> str:
        metric = self.layer.catalog.metric(name)
        currency = self._currency(name, plan)

        def told(value: object) -> str:
            return figure(float(str(value)), str(metric.unit), currency)

        month = f"{date.fromisoformat(str(last['period'])[:10]):%B %Y}"
        band = (
            f", between {told(last['low'])} and {told(last['high'])} in 4 of 5 cases"
            if last["low"] is not None
            else ""
        )
        verb = "are" if is_plural(metric.title) else "is"
        return f"{metric.title} {verb} expected to be {told(last['forecast'])} in {month}{band}."
