"""``Query.explainChange``, and the reasons of a briefing, which are worked out while others go on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from graphql import GraphQLError

from symphonies.kernel import Grain, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Dimension, Filter, Op, SemanticLayer, calendar_of
from symphonies.platform.vizier.brief import Reasons, told_reasons
from symphonies.platform.vizier.explain import Breakdown, Cause, ChangeQuestion, Explainer, Explanation
from symphonies.platform.vizier.subgraph.background import Background
from symphonies.platform.vizier.subgraph.context import Context
from symphonies.platform.vizier.subgraph.refusals import refused

WHY = "why"
"""Key of the request's extras: `WhyDesk`."""

SDL = """
type Query {
  \"\"\"
  Why a figure differs from that of an earlier period: contributions of every dimension that add up to the
  change, the slices that moved as one, what moved it upstream, and what speaks against that.
  Days are ISO 8601 and both count; without them it is the newest whole month.
  Against PERIOD is as long a period just before.
  \"\"\"
  explainChange(
    metric: ID!, from: String, to: String, against: ChangeBase! = PERIOD, by: [ID!], where: [SliceInput!]
  ): ChangeExplanation!
}

"What a figure is set against."
enum ChangeBase { PERIOD YEAR }

"A condition on one dimension: any of these values."
input SliceInput {
  dimension: ID!
  values: [String!]!
}

"Why a figure changed; every breakdown's amounts sum to the change."
type ChangeExplanation {
  metric: ID!
  title: String!
  unit: ID!
  currency: String
  before: Float!
  after: Float!
  change: Float!
  "First and last day of the earlier period, and of the later one."
  beforeDays: [String!]!
  afterDays: [String!]!
  "Whether one small set of slices explains most of the change."
  singleCause: Boolean!
  "Those slices; empty when there is no single cause."
  drivers: [AnomalyContribution!]!
  breakdowns: [ChangeBreakdown!]!
  "Metrics upstream that moved it the way it went, beyond doubt."
  causes: [UpstreamCause!]!
  "Metrics upstream that might have moved it, and did not, or not surely."
  counterEvidence: [UpstreamCause!]!
  notes: [String!]!
}

"A change taken apart by one dimension, the largest contribution first."
type ChangeBreakdown {
  dimension: ID!
  title: String!
  "additive, mix and rate, or shapley."
  method: ID!
  contributions: [GroupContribution!]!
}

"What one group did, in the metric's unit; mix and rate are its parts for ratios."
type GroupContribution {
  value: String
  label: String!
  before: Float
  after: Float
  amount: Float!
  mix: Float
  rate: Float
}

"A metric upstream, with the effect of its change on the explained one and that effect's 95 % interval."
type UpstreamCause {
  metric: ID!
  title: String!
  change: Float!
  effect: Float!
  effectLow: Float!
  effectHigh: Float!
  why: String!
}
"""


@dataclass(frozen=True)
class WhyDesk:
    """What explaining needs of the application."""

    explainer: Explainer
    personal: Callable[[Dimension], bool]
    """Whether a dimension names natural persons: no one of them is told to be a reason."""
    background: Background = field(default_factory=Background)
    """Where reasons are worked out."""

    def begin(self, questions: Sequence[ChangeQuestion], layer: SemanticLayer, scope: Scope) -> None:
        """Begin to work out explanations in the background, unless it is under way for this audience."""
        if questions:
            self.background.begin(scope.audience, partial(self._work, questions, layer, scope))

    def _work(self, questions: Sequence[ChangeQuestion], layer: SemanticLayer, scope: Scope) -> None:
        for question in questions:
            # kept by the explainer: what cannot be explained is known to be so
            with suppress(SymphonyError):
                self.explainer.explain(question, layer, scope)


@dataclass
class Awaited:
    """The reasons of one briefing: those worked out are told, the others are begun and waited for."""

    desk: WhyDesk
    missing: list[ChangeQuestion] = field(default_factory=list)

    @property
    def reasons(self) -> Reasons:
        """Where the briefing gets its reasons from."""
        return told_reasons(self._look, self.desk.personal)

    def _look(
        self, question: ChangeQuestion, layer: SemanticLayer, scope: Scope
    ) -> Explanation | SymphonyError | None:
        found = self.desk.explainer.known(question, layer, scope)
        if found is None:
            self.missing.append(question)
        return found


def resolvers() -> Mapping[str, Mapping[str, Callable[..., Any]]]:
    """Return the resolvers of this part, by type and field."""
    return {"Query": {"explainChange": _explain_change}}


async def _explain_change(_source: object, info: Any, metric: str, **wanted: Any) -> dict[str, Any]:
    return await asyncio.to_thread(_explained, info.context, metric, wanted)


def _explained(context: Context, metric: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    desk: WhyDesk = context.extras[WHY]
    layer = context.semantics
    where = tuple(
        Filter(each["dimension"], Op.IN, tuple(each["values"])) for each in wanted.get("where") or ()
    )
    after = _period(wanted.get("from"), wanted.get("to"), layer)
    before = calendar_of(layer.company).shift(after, -1, Grain.YEAR) if wanted["against"] == "YEAR" else None
    question = ChangeQuestion(metric, after, before, tuple(wanted.get("by") or ()), where)
    try:
        return _told(desk.explainer.explain(question, layer, context.scope))
    except SymphonyError as error:
        raise refused(error) from error


def _period(first: str | None, last: str | None, layer: SemanticLayer) -> Period:
    try:
        start, end = (None if text is None else date.fromisoformat(text) for text in (first, last))
    except ValueError as error:
        message = f"{error}; write days as 2026-11-30."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"}) from error
    calendar, as_of = calendar_of(layer.company), layer.company.as_of
    if start is None:
        month = calendar.period_of(end or as_of, Grain.MONTH)
        return month if month.last_day <= as_of else calendar.shift(month, -1, Grain.MONTH)
    if (end or as_of) < start:
        message = f"The period ends ({end or as_of}) before it starts ({start})."
        raise GraphQLError(message, extensions={"code": "ARGUMENT_INVALID"})
    return Period(start, (end or as_of) + timedelta(days=1))


def _told(found: Explanation) -> dict[str, Any]:
    def days(period: Period) -> list[str]:
        return [period.start.isoformat(), period.last_day.isoformat()]

    causes = [(each.supports, _cause(each)) for each in found.causes]
    return {
        **{name: getattr(found, name) for name in ("metric", "title", "currency", "before", "after")},
        "unit": str(found.unit),
        "change": found.change,
        "beforeDays": days(found.before_period),
        "afterDays": days(found.after_period),
        "singleCause": found.single_cause,
        "drivers": [
            {"label": each.label, "amount": each.amount, "share": each.share} for each in found.drivers
        ],
        "breakdowns": [_breakdown(each) for each in found.breakdowns],
        "causes": [told for supports, told in causes if supports],
        "counterEvidence": [told for supports, told in causes if not supports],
        "notes": list(found.notes),
    }


def _breakdown(found: Breakdown) -> dict[str, Any]:
    names = ("label", "before", "after", "amount", "mix", "rate")
    return {
        "dimension": found.dimension,
        "title": found.title,
        "method": found.method.value,
        "contributions": [
            {name: getattr(each, name) for name in names} | {"value": each.values[0][1]}
            for each in found.contributions
        ],
    }


def _cause(found: Cause) -> dict[str, Any]:
    plain = {name: getattr(found, name) for name in ("metric", "title", "change", "effect", "why")}
    return plain | {"effectLow": found.effect_low, "effectHigh": found.effect_high}
