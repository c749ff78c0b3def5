"""The question why a level moved, and its explanation as a fact."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, isclose

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Dimension, Filter, Op, SemanticLayer, calendar_of
from symphonies.platform.vizier.explain.breakdowns import REST_KEY
from symphonies.platform.vizier.explain.change import ChangeQuestion
from symphonies.platform.vizier.explain.explanation import Explanation
from symphonies.platform.vizier.facts import Against, Driver, Level, Mover, Reference, Share, Slice

ORIGIN = "explain-1"
LEAST_RATIO = 0.01
"""A change smaller than this part of its base needs no reason."""
MOST_NAMED = 3
LEAST_EXPLAINED = 0.5
"""Slices that explain less of a change than this are not told as its cause."""
NOTABLE = 0.2
"""Where no single cause stands out, a group is named that made at least this part of the change."""


def moved_from(level: Level) -> Reference | None:
    """Return the earlier figure whose distance is worth a reason, on the side that is told.

    What a level is best set against may be a plan, and a plan has no past to take apart: then the year
    before, or the period before, tells why, where the figure moved the same way from it.
    """
    for found in level.references:
        gap = level.value - found.value
        if found.kind in (Against.YEAR, Against.PERIOD) and gap * (level.delta or 0.0) > 0:
            return found if abs(gap) >= LEAST_RATIO * abs(found.value) else None
    return None


def question_why(
    level: Level, layer: SemanticLayer, personal: Callable[[Dimension], bool]
) -> ChangeQuestion | None:
    """Return the question why a level moved; None where it did not, or has no past.

    Args:
        level: what moved.
        layer: answers the metric queries.
        personal: whether a dimension names natural persons, of whom none is told to be the cause.
    """
    reference = moved_from(level)
    if reference is None:
        return None
    span, calendar = level.subject.span, calendar_of(layer.company)
    step = Grain.YEAR if reference.kind is Against.YEAR else span.grain
    before = calendar.shift(span.period, -1, step)
    where = tuple(Filter(part.dimension, Op.EQ, (part.value,)) for part in level.subject.scope)
    named = layer.catalog.dimensions_of(level.subject.metric)
    return ChangeQuestion(
        level.subject.metric,
        span.period,
        Period(before.start, before.end),
        where=where,
        lasting=True,
        without=tuple(each.path for each in named if personal(each)),
    )


def driver_of(found: Explanation, level: Level, layer: SemanticLayer) -> Driver | None:
    """Return an explanation as the reason of a level; None where it tells nothing, or of another change."""
    reference = moved_from(level)
    if reference is None or not found.breakdowns:
        return None
    if not isclose(found.change, level.value - reference.value, rel_tol=1e-6):
        return None
    shares = _causes(found, layer)
    single = fsum(each.value for each in shares) / found.change >= LEAST_EXPLAINED if shares else False
    return Driver(
        subject=level.subject,
        change=found.change,
        against=reference.kind,
        shares=shares if single else _largest(found, layer),
        single=single,
        upstream=tuple(Mover(each.metric, each.title) for each in found.causes if each.supports)[:MOST_NAMED],
        base=reference.value,
        surprise=level.surprise,
        query=level.query,
        origin=ORIGIN,
    )


def _causes(found: Explanation, layer: SemanticLayer) -> tuple[Share, ...]:
    return tuple(
        Share(scope=slices_of(found.metric, each.values, each.label, layer), value=each.amount)
        for each in found.drivers[:MOST_NAMED]
    )


def _largest(found: Explanation, layer: SemanticLayer) -> tuple[Share, ...]:
    """Return the groups of the most telling dimension that did most, where no cause stands out."""
    for breakdown in found.breakdowns[:1]:
        return tuple(
            Share(scope=slices_of(found.metric, each.values, each.label, layer), value=each.amount)
            for each in breakdown.contributions[:2]
            if each.amount * found.change > 0
            and abs(each.amount) >= NOTABLE * abs(found.change)
            and all(value is not None and value != REST_KEY[0] for _, value in each.values)
        )
    return ()


def slices_of(
    metric: str, values: tuple[tuple[str, str | None], ...], label: str, layer: SemanticLayer
) -> tuple[Slice, ...]:
    """Return the values of dimensions as slices, each with its part of a label such as ``north · retail``."""
    labels = label.split(" · ")
    return tuple(
        _slice(metric, path, str(value), told, layer)
        for (path, value), told in zip(values, labels, strict=False)
    )


def _slice(metric: str, path: str, value: str, label: str, layer: SemanticLayer) -> Slice:
    """Return a slice as people call it: whether something is so by its name, codes with their words apart."""
    title = title_of(metric, path, layer)
    if value.lower() in ("true", "false"):
        return Slice(path, value, title if value.lower() == "true" else f"not {title}")
    dimension = layer.catalog.dimension(metric, path)
    person = layer.catalog.names_people(dimension)
    return Slice(path, value, label.replace("_", " "), title, person)


def title_of(metric: str, path: str, layer: SemanticLayer) -> str:
    """Return a dimension's name; of one that is reached over others its own: region, not entity region."""
    _, dot, own = path.rpartition(".")
    return own.replace("_", " ") if dot else layer.catalog.dimension(metric, path).title
