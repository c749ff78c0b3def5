"""PostgreSQL."""

from __future__ import annotations

from sqlglot import exp

from symphonies.platform.semantics.dialects.casts import cast
from symphonies.platform.semantics.dialects.dialect import Dialect


class PostgresDialect(Dialect):
    """PostgreSQL 15 and later: date parts are numeric, quantiles are ordered-set aggregates."""

    name = "postgres"

    def part(self, unit: str, day: exp.Expression) -> exp.Expression:
        """Return a part of a date as an integer."""
        return cast(super().part(unit, day), "int")

    def quantile(self, argument: exp.Expression, level: float) -> exp.Expression:
        """Return the interpolated quantile of a group's non-null values."""
        ordered = exp.Order(expressions=[exp.Ordered(this=cast(argument, "double"), nulls_first=False)])
        return exp.WithinGroup(this=exp.PercentileCont(this=exp.Literal.number(level)), expression=ordered)
