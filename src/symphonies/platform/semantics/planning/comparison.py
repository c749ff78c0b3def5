"""What a figure is set against: the period before, the year before, its target."""

from __future__ import annotations

from dataclasses import dataclass

from symphonies.kernel import Grain
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.expand import expand
from symphonies.platform.semantics.planning.reach import OPEN, Reach, Step
from symphonies.platform.semantics.planning.terms import Term, leaves_of
from symphonies.platform.semantics.query import Comparison


@dataclass(frozen=True)
class Compared:
    """A further figure of a metric; ``term`` is None where there is none to compute."""

    metric: str
    comparison: Comparison
    term: Term | None


def compared_terms(context: Context) -> list[Compared]:
    """Return the figures each metric of the query is compared with, in order."""
    found = []
    for metric in context.query.metrics:
        for comparison in dict.fromkeys(context.query.compare):
            term = (
                _target(context, metric)
                if comparison is Comparison.TARGET
                else _before(context, metric, comparison)
            )
            found.append(Compared(metric, comparison, term))
    return found


def _before(context: Context, metric: str, comparison: Comparison) -> Term | None:
    if context.frame.slots[0].whole.start == OPEN and comparison is Comparison.PREVIOUS_PERIOD:
        context.notes.append("Everything up to now has no previous period: give a period to compare.")
        return None
    grain = context.frame.grain
    if comparison is Comparison.PREVIOUS_YEAR:
        reach: Reach = (Step("shift", 1, Grain.YEAR),)
    else:
        reach = (Step("prior"),) if grain is None else (Step("shift", 1, grain),)
    return expand(metric, context.catalog, context.query.variants, reach)


def _target(context: Context, name: str) -> Term | None:
    metric = context.catalog.metric(name)
    if metric.target is None:
        context.notes.append(f"{metric.title} has no target.")
        return None
    target = context.catalog.metric(metric.target)
    paths = [*context.query.by, *(condition.dimension for condition in context.query.where)]
    missing = [path for path in paths if not context.catalog.reaches(target.id, path)]
    if missing:
        context.notes.append(
            f"{target.title}, the target of {metric.title}, is not kept by {', '.join(missing)}."
        )
        return None
    reach: Reach = (Step("whole"),) if context.frame.grain is not None else ()
    term = expand(target.id, context.catalog, context.query.variants, reach)
    facts = [context.metric(leaf.metric).fact for leaf in leaves_of(term)]
    if any(fact is not None and not context.table_scope(fact).readable for fact in facts):
        context.notes.append(f"You may not see {target.title}, the target of {metric.title}.")
        return None
    return term
