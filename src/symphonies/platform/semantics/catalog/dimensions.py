"""What a fact can be grouped and filtered by: columns along many-to-one references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from symphonies.platform.semantics.catalog.measure import Condition
from symphonies.platform.semantics.catalog.model import ModelGraph, Reference, TableModel

MAX_HOPS = 3
"""How many references a listed dimension may lie away from its fact."""


@dataclass(frozen=True)
class Dimension:
    """One way to group or filter a metric."""

    path: str
    """Names of references and a column, joined by dots: ``customer.segment``."""
    title: str
    table: str
    """``product.table`` that holds the column."""
    column: str
    type: str
    """A contract column type; decides how filter values are read."""
    steps: tuple[Reference, ...] = ()
    """The references from the fact to the table, in order."""
    target: Reference | None = None
    """Set when the column itself is a reference: the dimension's values are keys of its target."""
    expression: Condition | None = None
    """Set for dimensions declared in ``metrics.yaml`` as an expression over the fact."""
    order: tuple[str, ...] = ()
    """The order of the values, where it is not alphabetical."""
    values: tuple[str, ...] = ()
    """The closed list of values, where the contract gives one."""
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What people call values that are codes."""
    settles_days: int | None = None
    """Set where rows change their value as they grow older: days after which they seldom do."""

    @property
    def meaning_key(self) -> tuple[str, ...]:
        """Equal for dimensions of two facts that mean the same thing."""
        if self.target is not None:
            return (self.path, self.target.target)
        return (self.path, self.table if self.steps else "", self.type)


def dimensions_of_table(table: TableModel, graph: ModelGraph, *, hops: int = MAX_HOPS) -> Iterator[Dimension]:
    """Yield every dimension of a fact, nearest first, never through a table twice."""
    yield from _walk(table, graph, (), frozenset({table.name}), hops)


def resolve(path: str, table: TableModel, graph: ModelGraph) -> Dimension | None:
    """Return the dimension a path names, seen from a fact; None where there is none."""
    *names, last = path.split(".")
    steps: list[Reference] = []
    for name in names:
        reference = table.references.get(name)
        if reference is None or not reference.single:
            return None
        steps.append(reference)
        table = graph.tables[reference.target]
    return _dimension(last, table, graph, tuple(steps))


def _dimension(
    name: str, table: TableModel, graph: ModelGraph, steps: tuple[Reference, ...]
) -> Dimension | None:
    path = ".".join([*(step.name for step in steps), name])
    title = path.replace(".", " ").replace("_", " ")
    reference = table.references.get(name)
    if reference is not None and reference.single and reference.own:
        column = table.columns[reference.column]
        return Dimension(path, title, table.name, reference.column, column.type, steps, reference)
    column = table.columns.get(name)
    if column is None or not column.dimension:
        return None
    return Dimension(
        path,
        title,
        table.name,
        name,
        column.type,
        steps,
        values=column.values or (),
        labels=column.labels,
        settles_days=column.settles_days,
    )


def _walk(
    table: TableModel, graph: ModelGraph, steps: tuple[Reference, ...], seen: frozenset[str], hops: int
) -> Iterator[Dimension]:
    for name in [*table.references, *(n for n, column in table.columns.items() if column.dimension)]:
        if name in table.columns and any(
            r.column == name and r.name != name for r in table.references.values()
        ):
            continue
        dimension = _dimension(name, table, graph, steps)
        if dimension is not None:
            yield dimension
    if hops == 0:
        return
    for reference in table.references.values():
        if reference.single and reference.target not in seen:
            target = graph.tables[reference.target]
            yield from _walk(target, graph, (*steps, reference), seen | {target.name}, hops - 1)
