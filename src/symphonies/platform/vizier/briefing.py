"""The briefing of a page: facts of its metrics as this principal may see them, and one headline."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symphonies.kernel import ForbiddenError, Grain, Period, SymphonyError
from symphonies.platform.security import Scope
from symphonies.platform.semantics import Comparison, MetricQuery, MetricType, SemanticLayer, calendar_of
from symphonies.platform.vizier.facts import Fact, surprise
from symphonies.platform.vizier.narrate import Sentence, Span, headline

COMPARED = (Comparison.TARGET, Comparison.PREVIOUS_YEAR, Comparison.PREVIOUS_PERIOD)
PERIODS = 14
"""How many periods are looked at: a year of changes, and the newest."""
HIDDEN = Sentence((Span("Every figure of this page is hidden from you by policy."),))
MATERIAL = 0.4
"""Facts below this rank are left out of the list, unless they are heroes."""


@dataclass(frozen=True)
class Briefing:
    """What a page opens with."""

    headline: Sentence
    facts: tuple[Fact, ...]
    """Heroes in their order, then the other material facts, most material first."""
    withheld: tuple[str, ...]
    """Metric ids that this principal may not see."""


def compose(heroes: Sequence[str], watch: Sequence[str], layer: SemanticLayer, scope: Scope) -> Briefing:
    """Return the briefing of a symphony for one principal.

    Args:
        heroes: metric ids of the first screen; the first visible one is the headline's subject.
        watch: further metrics worth a sentence when they move.
        layer: answers the metric queries.
        scope: what the principal may see.
    """
    withheld: list[str] = []
    first = list(_facts(heroes, layer, scope, withheld))
    others = sorted(_facts(watch, layer, scope, withheld), key=lambda fact: fact.materiality, reverse=True)
    facts = (*first, *(fact for fact in others if fact.materiality >= MATERIAL))
    opening = HIDDEN if withheld and not facts else headline(facts)
    return Briefing(opening, facts, tuple(withheld))


def _facts(metrics: Iterable[str], layer: SemanticLayer, scope: Scope, withheld: list[str]) -> Iterable[Fact]:
    for metric in metrics:
        try:
            fact = _fact(metric, layer, scope)
        except ForbiddenError:
            withheld.append(metric)
            continue
        except SymphonyError:
            continue
        if fact is not None:
            yield fact


def _fact(metric_id: str, layer: SemanticLayer, scope: Scope) -> Fact | None:
    """Return the newest complete figure of a metric; a stock counts on any day."""
    metric = layer.catalog.metric(metric_id)
    grain = max(metric.default_grain, Grain.MONTH, key=list(Grain).index)
    asked = MetricQuery(metrics=(metric_id,), grain=grain, period=_recent(layer, grain), compare=COMPARED)
    result = layer.run(asked, scope)
    rows = [row for row in result.rows.to_pylist() if _is_number(row[metric_id])]
    if metric.type is not MetricType.STOCK:
        rows = [row for row in rows if row.get("complete", True)]
    if not rows:
        return None
    newest = rows[-1]
    return Fact(
        metric=metric_id,
        title=metric.title,
        unit=metric.unit,
        currency=result.currency,
        direction=metric.direction,
        period_start=newest["period"],
        value=newest[metric_id],
        target=_optional(newest, f"{metric_id}__target"),
        previous_year=_optional(newest, f"{metric_id}__previous_year"),
        previous_period=_optional(newest, f"{metric_id}__previous_period"),
        surprise=surprise([row[metric_id] for row in rows]),
    )


def _recent(layer: SemanticLayer, grain: Grain) -> Period:
    """Return the periods that tell a habit: ``PERIODS`` of them, the as-of day in the last."""
    calendar = calendar_of(layer.company)
    newest = calendar.period_of(layer.company.as_of, grain)
    return Period(calendar.shift(newest, 1 - PERIODS, grain).start, newest.end)


def _optional(row: dict[str, object], name: str) -> float | None:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
