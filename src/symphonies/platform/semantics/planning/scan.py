"""A fact with the tables its dimensions lie in, joined along many-to-one references only."""

from __future__ import annotations

from sqlglot import exp

from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.catalog.measure import AS_OF, FACT
from symphonies.platform.semantics.catalog.metric import Metric
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.errors import MetricForbiddenError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import HIDDEN, Context
from symphonies.platform.semantics.planning.filters import filter_condition
from symphonies.platform.semantics.planning.security import visible


class Scan:
    """Collects the FROM and WHERE of one aggregate over one fact."""

    def __init__(self, context: Context, leaf: Metric, as_of: exp.Expression | None = None) -> None:
        self.context = context
        self.leaf = leaf
        self.as_of = as_of
        """The day an interval stock is read, where expressions say ``as_of``."""
        self.table = context.catalog.graph.tables[leaf.fact or ""]
        self.source = visible(context, self.table)
        self.cross: list[exp.Join] = []
        """Joined before the dimensions: days and periods."""
        self.joins: list[exp.Join] = []
        self.where: list[exp.Expression] = []
        self._aliases: dict[tuple[str, ...], str] = {}
        for condition in context.query.where:
            dimension = context.dimension(leaf, condition.dimension)
            self.refuse_masked(dimension)
            self.where.append(filter_condition(condition, dimension, lambda d=dimension: self.value(d)))

    def value(self, dimension: Dimension) -> exp.Expression:
        """Return a dimension's value for a row of the fact, joining what it needs."""
        if dimension.expression is not None:
            return exp.Paren(this=self.bound(dimension.expression.tree))
        return sql.column(dimension.column, self._alias(dimension))

    def day(self, column: str) -> exp.Expression:
        """Return a date of the fact; of an instant, its day."""
        value = sql.column(column, FACT)
        return cast(value, "date") if self.table.columns[column].type == "timestamp" else value

    def is_date(self, column: str | None) -> bool:
        """Return whether a column of the fact holds days, not instants."""
        return column is not None and self.table.columns[column].type == "date"

    def shown(self, dimension: Dimension) -> exp.Expression:
        """Return a dimension's value as the principal may see it."""
        if not self.masked(dimension):
            return self.value(dimension)
        return sql.text(HIDDEN) if dimension.type == "string" else exp.Null()

    def masked(self, dimension: Dimension) -> bool:
        """Return whether the principal may not see a dimension's values."""
        scope = self.context.table_scope(dimension.table)
        if dimension.expression is not None:
            return bool(dimension.expression.columns & scope.masked)
        return dimension.column in scope.masked

    def refuse_masked(self, dimension: Dimension) -> None:
        """Refuse a filter on what the principal may not see.

        Raises:
            MetricForbiddenError: When its values are masked.
        """
        if self.masked(dimension):
            raise MetricForbiddenError(
                f"You may not filter by {dimension.path}: its values are hidden from you.",
                hint="Leave the filter out.",
                dimension=dimension.path,
            )

    def bound(self, tree: exp.Expression) -> exp.Expression:
        """Return a copy of an expression over the fact, with ``as_of`` filled in."""
        copied = tree.copy()
        if self.as_of is None:
            return copied
        if isinstance(copied, exp.Column) and copied.name == AS_OF and not copied.table:
            return self.as_of.copy()
        for column in list(copied.find_all(exp.Column)):
            if column.name == AS_OF and not column.table:
                column.replace(self.as_of.copy())
        return copied

    def group_columns(self) -> list[exp.Expression]:
        """Return the group columns of the query under their inner names."""
        context = self.context
        values = [self.shown(context.dimension(self.leaf, path)) for path in context.by]
        if context.ranked is None:
            return [sql.named(value, f"d{place}") for place, value in enumerate(values)]
        return self._ranked(values, context.ranked, rest=context.with_rest)

    def all_joins(self) -> list[exp.Join]:
        """Return every join, those of periods first."""
        return [*self.cross, *self.joins]

    def _ranked(self, values: list[exp.Expression], ranked: str, *, rest: bool) -> list[exp.Expression]:
        matches = [
            exp.NullSafeEQ(this=sql.column(f"d{place}", "top"), expression=value.copy())
            for place, value in enumerate(values)
        ]
        on = sql.both(matches)
        self.joins.append(sql.join(sql.cte(ranked, "top"), on, "LEFT" if rest else "INNER"))
        if not rest:
            return [sql.named(value, f"d{place}") for place, value in enumerate(values)]
        hit = exp.Not(this=exp.Is(this=sql.column("hit", "top"), expression=exp.Null()))
        kept = [sql.named(sql.when(hit.copy(), value), f"d{place}") for place, value in enumerate(values)]
        return [*kept, sql.named(sql.when(hit, sql.number(0), sql.number(1)), "is_rest")]

    def _alias(self, dimension: Dimension) -> str:
        alias = FACT
        trail: tuple[str, ...] = ()
        for reference in dimension.steps:
            trail = (*trail, reference.name)
            if trail not in self._aliases:
                self._check_readable(reference.target, dimension.path)
                name = f"j{len(self._aliases) + 1}"
                self._aliases[trail] = name
                on = sql.equal(sql.column(reference.target_column, name), sql.column(reference.column, alias))
                self.joins.append(sql.join(sql.table(reference.target, name), on))
            alias = self._aliases[trail]
        return alias

    def _check_readable(self, table: str, path: str) -> None:
        if not self.context.table_scope(table).readable:
            raise MetricForbiddenError(
                f"You may not see what {path!r} is read from.",
                hint="Leave the dimension out, or ask its owner for access.",
                dimension=path,
            )
