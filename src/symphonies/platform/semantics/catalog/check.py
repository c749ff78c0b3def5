"""Checks across metrics: names that exist, no circles, dimensions that can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symphonies.kernel import did_you_mean
from symphonies.platform.semantics.catalog.formula import Reference, references
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.errors import FormulaInvalidError, MetricCycleError, MetricsInvalidError


def check_names(metrics: Mapping[str, Metric]) -> None:
    """Refuse formulas and targets that name no metric.

    Raises:
        FormulaInvalidError: With the position in the formula.
        MetricsInvalidError: For an unknown target.
    """
    for metric in metrics.values():
        for reference in _named_by(metric):
            if reference.metric not in metrics:
                raise FormulaInvalidError(
                    f"{metric.product}/metrics.yaml: metric {metric.id}: formula: unknown metric "
                    f"{reference.metric!r} at position {reference.position + 1} of: {metric.text}",
                    hint=did_you_mean(reference.metric, metrics),
                    position=reference.position + 1,
                )
        if metric.target is not None and metric.target not in metrics:
            raise MetricsInvalidError(
                f"{metric.product}/metrics.yaml: metric {metric.id}: target {metric.target!r} is no metric",
                hint=did_you_mean(metric.target, metrics),
            )


def check_cycles(metrics: Mapping[str, Metric]) -> None:
    """Refuse metrics that are defined by themselves.

    Raises:
        MetricCycleError: Naming the circle.
    """
    done: set[str] = set()
    for start in metrics:
        _visit(start, metrics, [], done)


def _visit(name: str, metrics: Mapping[str, Metric], trail: list[str], done: set[str]) -> None:
    if name in done:
        return
    if name in trail:
        circle = [*trail[trail.index(name) :], name]
        product = metrics[name].product
        raise MetricCycleError(
            f"{product}/metrics.yaml: metric {name} is defined by itself: {' → '.join(circle)}",
            hint="Let one of them have a measure, or leave it out of the other's formula.",
        )
    trail.append(name)
    for reference in _named_by(metrics[name]):
        _visit(reference.metric, metrics, trail, done)
    trail.pop()
    done.add(name)


def _named_by(metric: Metric) -> Iterator[Reference]:
    if metric.formula is not None:
        yield from references(metric.formula)
