"""What is coming for cash, as facts: the low point, where it ends, and the risk of the floor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import SemanticLayer
from symphonies.platform.vizier import Chance, Fact, Outlook, Subject, Timespan
from symphonies.suite.cfo.foresight.pages import pages_of
from symphonies.suite.cfo.pinnacle.cash import Backtest
from symphonies.suite.cfo.pinnacle.desk import Answer
from symphonies.suite.cfo.pinnacle.position import Position

CASH = "corp.cash"
_LEVEL = 0.8
_LIKELY = 0.01
_FLOOR = "floor"


def facts_of(answer: Answer, backtest: Backtest, layer: SemanticLayer) -> Iterator[Fact]:
    """Yield what is coming; a risk of less than one percent is none to speak of."""
    position, outcome = answer.simulation.position, answer.outcome
    origin = ", ".join(position.models.values()) or "cash"
    page = pages_of()[0].address
    low, horizon = outcome.low, answer.simulation.settings.horizon
    covered = next((each.covered for each in backtest.coverage if each.level == _LEVEL), None)
    end = outcome.bands[:, -1] / 100

    def outlook(day: int, low: float, middle: float, high: float, *, is_lowest: bool) -> Outlook:
        return Outlook(
            subject=_subject(layer, position, CASH, day),
            value=middle,
            low=low,
            high=high,
            level=_LEVEL,
            coverage=covered,
            now=outcome.opening / 100,
            is_lowest=is_lowest,
            confidence=_LEVEL,
            origin=origin,
            page=page,
        )

    yield outlook(low.day, low.low / 100, low.median / 100, low.high / 100, is_lowest=True)
    yield outlook(horizon, float(end[0]), float(end[2]), float(end[4]), is_lowest=False)
    if outcome.chance_below_ever >= _LIKELY:
        yield Chance(
            subject=_subject(layer, position, CASH, horizon),
            probability=outcome.chance_below_ever,
            limit=outcome.floor / 100,
            below=True,
            limit_title=_FLOOR,
            confidence=_LEVEL,
            origin=origin,
            page=page,
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
