"""Which leaves one scan of a fact can answer together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from symphonies.platform.semantics.catalog.metric import Metric, Stock
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.reach import Reach
from symphonies.platform.semantics.planning.terms import Leaf


@dataclass
class Task:
    """Leaves over one fact, read in one way."""

    fact: str
    stock: Stock | None
    currency: str | None
    """The fact's currency column when amounts are converted."""
    per_row: bool
    """Whether amounts are converted row by row: for aggregates that are no sums."""
    leaves: list[Leaf] = field(default_factory=list)

    def metrics(self, context: Context) -> list[Metric]:
        """Return the metrics of the leaves, each once."""
        return [context.metric(name) for name in dict.fromkeys(leaf.metric for leaf in self.leaves)]

    def within(self, reaches: Container[Reach]) -> Task:
        """Return the task without the leaves that look at no day at all; their value is unknown."""
        return replace(self, leaves=[leaf for leaf in self.leaves if leaf.reach in reaches])

    @property
    def summed(self) -> bool:
        """Whether amounts are first summed by currency and then converted."""
        return self.currency is not None and not self.per_row


def group_leaves(context: Context, leaves: Sequence[Leaf]) -> list[Task]:
    """Return the tasks that answer all leaves: one per fact, way of reading and conversion."""
    tasks: dict[tuple[object, ...], Task] = {}
    plain: list[Leaf] = []
    for leaf in leaves:
        metric = context.metric(leaf.metric)
        assert metric.measure is not None
        assert metric.fact is not None
        currency = metric.measure.currency if context.query.currency != "transaction" else None
        if currency is None:
            plain.append(leaf)
            continue
        per_row = not metric.measure.additive
        key = (*_reading(metric), currency, per_row)
        tasks.setdefault(key, Task(metric.fact, metric.stock, currency, per_row)).leaves.append(leaf)
    for leaf in plain:
        metric = context.metric(leaf.metric)
        assert metric.measure is not None
        assert metric.fact is not None
        shared = [task for key, task in tasks.items() if key[:5] == _reading(metric) and task.summed]
        if shared and metric.measure.additive:
            shared[0].leaves.append(leaf)
            continue
        key = (*_reading(metric), None, False)
        tasks.setdefault(key, Task(metric.fact, metric.stock, None, False)).leaves.append(leaf)
    return list(tasks.values())


def _reading(metric: Metric) -> tuple[object, ...]:
    return (metric.fact, metric.stock, metric.time, metric.valid_from, metric.valid_to)
