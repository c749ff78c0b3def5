"""What all rewrites of one query share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from symphonies.kernel import Period
from symphonies.platform.semantics.catalog.catalog import Catalog
from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.company import Company
from symphonies.platform.semantics.dialects import Dialect
from symphonies.platform.semantics.errors import DimensionUnreachableError
from symphonies.platform.semantics.planning.frame import Frame
from symphonies.platform.semantics.planning.reach import Reach, reach_of
from symphonies.platform.semantics.planning.terms import Leaf
from symphonies.platform.semantics.query import MetricQuery

if TYPE_CHECKING:
    from symphonies.platform.security import Scope, TableScope

HIDDEN = "hidden"
"""The key and label of what the principal may not see."""


def entity_currency(catalog: Catalog, leaf: Metric) -> Dimension:
    """Return the currency of the legal entity a fact's rows belong to.

    Raises:
        DimensionUnreachableError: When the fact has no legal entity.
    """
    entity = catalog.leaf_dimension(leaf, "entity")
    if entity is None or entity.target is None:
        raise DimensionUnreachableError(
            f"Metric {leaf.id} has no legal entity to take the currency from.",
            hint="Ask for it in the group's currency.",
        )
    return Dimension(
        "entity.currency",
        "entity currency",
        entity.target.target,
        "currency",
        "string",
        (*entity.steps, entity.target),
    )


@dataclass
class Context:
    """One query on its way to SQL: the steps found so far, in order."""

    query: MetricQuery
    catalog: Catalog
    scope: Scope
    company: Company
    dialect: Dialect
    frame: Frame
    by: tuple[str, ...]
    """The dimensions asked for and those a currency rule adds."""
    target_currency: str | None
    """The one currency to convert to; None: the entity's own, or no conversion."""
    steps: dict[str, exp.Query] = field(default_factory=dict)
    """Common table expressions by name."""
    says: list[str] = field(default_factory=list)
    """The plan in words, a line a step."""
    notes: list[str] = field(default_factory=list)
    """What the reader of the figures should know."""
    ranked: str | None = None
    """The step with the groups of a top-n."""
    days: dict[Reach, tuple[Period | None, ...]] = field(default_factory=dict)
    """The days of each reach for every slot, as far as asked for."""
    leaf_columns: dict[Leaf, str] = field(default_factory=dict)
    """The column of each leaf."""
    unrated: list[exp.Query] = field(default_factory=list)
    """Queries that name currencies without a rate."""

    def step(self, prefix: str, query: exp.Query, says: str) -> str:
        """Add a step and return its name."""
        name = f"{prefix}_{len(self.steps) + 1}"
        self.steps[name] = query
        self.says.append(f"{name}: {says}")
        return name

    def days_of(self, reach: Reach) -> tuple[Period | None, ...]:
        """Return the days a reach looks at, for every slot; None where there are none."""
        found = self.days.get(reach)
        if found is None:
            frame = self.frame
            found = tuple(reach_of(reach, slot, frame.calendar, frame.as_of) for slot in frame.slots)
            self.days[reach] = found
        return found

    def metric(self, metric_id: str) -> Metric:
        """Return a leaf metric."""
        return self.catalog.metric(metric_id)

    def dimension(self, leaf: Metric, path: str) -> Dimension:
        """Return a dimension as seen from a leaf's fact."""
        found = self.catalog.leaf_dimension(leaf, path)
        if found is not None:
            return found
        if path == "currency" and leaf.measure is not None and leaf.measure.currency and leaf.fact:
            return Dimension(path, path, leaf.fact, leaf.measure.currency, "string")
        if path == "entity.currency":
            return entity_currency(self.catalog, leaf)
        return self.catalog.dimension(leaf.id, path)

    def table_scope(self, table: str) -> TableScope:
        """Return what the principal may see of a table."""
        return self.scope.table(table)

    def leaf_column(self, leaf: Leaf) -> str:
        """Return the name of a leaf's column in the steps."""
        return self.leaf_columns.setdefault(leaf, f"l{len(self.leaf_columns)}")

    @property
    def with_rest(self) -> bool:
        """Whether groups outside the top are kept as one: asked for, or needed for shares of the total."""
        top = self.query.top
        return self.ranked is not None and top is not None and (top.rest or self.query.share)

    @property
    def keys(self) -> list[str]:
        """The names of the group columns inside the steps."""
        names = [f"d{place}" for place in range(len(self.by))]
        return [*names, "is_rest"] if self.with_rest else names
