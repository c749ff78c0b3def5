"""What decisions brought: the figure they were to move, then and now."""

from __future__ import annotations

from collections.abc import Callable

from symphonies.platform.security import Scope
from symphonies.platform.semantics import Direction, SemanticLayer, Unit
from symphonies.platform.vizier.advise.decision import Decision
from symphonies.platform.vizier.advise.proposal import WorthOf
from symphonies.platform.vizier.facts import LevelMemory, levels


def worth_in(layer: SemanticLayer, scope: Scope, memory: LevelMemory | None = None) -> WorthOf:
    """Return what tells a metric's newest figure for a principal; each is asked for once."""
    known: dict[str, float | None] = {}

    def worth(metric: str) -> float | None:
        if metric not in known:
            found = levels([metric], layer, scope, memory=memory).facts
            known[metric] = found[0].value if found else None
        return known[metric]

    return worth


def effect_of(layer: SemanticLayer, worth_of: WorthOf) -> Callable[[Decision], float | None]:
    """Return what finds the gain a decision brought: how far its metric moved the good way since.

    The movement is not proof of the cause: what else moved the metric is in it too. What is not counted in
    money cannot be set against a gain and is not measured.

    Args:
        layer: knows which way is good.
        worth_of: tells a metric's figure now.
    """
    money = {metric.id: metric for metric in layer.catalog.all_metrics if metric.unit is Unit.MONEY}

    def effect(decision: Decision) -> float | None:
        metric = money.get(decision.metric)
        now = None if metric is None else worth_of(metric.id)
        if metric is None or now is None or decision.before is None:
            return None
        return now - decision.before if metric.direction is Direction.UP else decision.before - now

    return effect
