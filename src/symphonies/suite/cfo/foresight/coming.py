"""What is coming for cash, as facts: the low point, the risk of the floor, likely breaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier import Chance, Fact, Outlook, Subject, Timespan
from symphonies.suite.cfo.pinnacle.cash import Backtest
from symphonies.suite.cfo.pinnacle.desk import Answer
from symphonies.suite.cfo.pinnacle.position import Position

CASH, COVENANT = "corp.cash", "corp.covenant"
_LEVEL = 0.8
_LIKELY = 0.01
_LIMIT_TITLE = "the floor"


def facts_of(answer: Answer, backtest: Backtest, layer: SemanticLayer) -> Iterator[Fact]:
    """Yield what is coming; a risk of less than one percent is none to speak of."""
    position, outcome = answer.simulation.position, answer.outcome
    origin = ", ".join(position.models.values()) or "cash"
    low, horizon = outcome.low, answer.simulation.settings.horizon
    covered = next((each.covered for each in backtest.coverage if each.level == _LEVEL), None)
    yield Outlook(
        subject=_subject(layer, position, CASH, low.day),
        value=low.median / 100,
        low=low.low / 100,
        high=low.high / 100,
        level=_LEVEL,
        coverage=covered,
        now=outcome.opening / 100,
        confidence=_LEVEL,
        origin=origin,
    )
    if outcome.chance_below_ever >= _LIKELY:
        yield Chance(
            subject=_subject(layer, position, CASH, horizon),
            probability=outcome.chance_below_ever,
            limit=outcome.floor / 100,
            below=True,
            limit_title=_LIMIT_TITLE,
            confidence=_LEVEL,
            origin=origin,
        )


def _subject(layer: SemanticLayer, position: Position, metric_id: str, day: int) -> Subject:
    metric = layer.catalog.metric(metric_id)
    on = position.cut + timedelta(days=day)
    span = Timespan(Period(on, on + timedelta(days=1)), Grain.DAY, f"{on.day} {on:%B %Y}")
    return Subject(
        metric.id,
        metric.title,
        metric.unit,
        position.base_currency,
        metric.direction,
        span,
        (),
        metric.synonyms,
    )
