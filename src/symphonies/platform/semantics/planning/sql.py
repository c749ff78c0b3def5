"""Short names for the syntax trees the rewrites build; no text is ever parsed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlglot import exp

from symphonies.platform.semantics.dialects import cast


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column."""
    qualifier = exp.Identifier(this=table, quoted=False) if table else None
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=qualifier)


def table(full_name: str, alias: str | None = None) -> exp.Table:
    """Return ``product.table`` under an alias."""
    schema, name = full_name.split(".")
    return exp.Table(
        this=exp.Identifier(this=name, quoted=True),
        db=exp.Identifier(this=schema, quoted=True),
        alias=_alias(alias) if alias else None,
    )


def cte(name: str, alias: str | None = None) -> exp.Table:
    """Return a reference to a step of the query."""
    return exp.Table(this=exp.Identifier(this=name, quoted=False), alias=_alias(alias) if alias else None)


def subquery(query: exp.Query, alias: str | None = None) -> exp.Subquery:
    """Return a query in parentheses."""
    return exp.Subquery(this=query, alias=_alias(alias) if alias else None)


def named(expression: exp.Expression, name: str) -> exp.Alias:
    """Return an expression under a name."""
    return exp.Alias(this=expression, alias=exp.Identifier(this=name, quoted=True))


def number(value: float) -> exp.Expression:
    """Return a number."""
    if value < 0:
        return exp.Neg(this=exp.Literal.number(-value))
    return exp.Literal.number(int(value) if float(value).is_integer() else value)


def text(value: str) -> exp.Literal:
    """Return a string constant."""
    return exp.Literal.string(value)


def day(value: date) -> exp.Expression:
    """Return a date constant."""
    return cast(exp.Literal.string(value.isoformat()), "date")


def double(expression: exp.Expression) -> exp.Expression:
    """Return an expression as a double."""
    return cast(expression, "double")


def when(
    condition: exp.Expression, then: exp.Expression, otherwise: exp.Expression | None = None
) -> exp.Case:
    """Return ``CASE WHEN condition THEN then [ELSE otherwise] END``."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


def both(conditions: Iterable[exp.Expression]) -> exp.Expression | None:
    """Return the conjunction of conditions; None when there are none."""
    return _chain(exp.And, conditions)


def either(conditions: Iterable[exp.Expression]) -> exp.Expression | None:
    """Return the disjunction of conditions; None when there are none."""
    return _chain(exp.Or, conditions)


def call(function: type[exp.Expression], argument: exp.Expression) -> exp.Expression:
    """Return a function of one argument."""
    return function(this=argument)


def select(
    columns: Sequence[exp.Expression],
    source: exp.Expression,
    *,
    joins: Sequence[exp.Join] = (),
    where: Iterable[exp.Expression] = (),
    group: int | Sequence[exp.Expression] = 0,
    distinct: bool = False,
) -> exp.Select:
    """Return a SELECT.

    Args:
        columns: What to select.
        source: What to select from.
        joins: Further tables.
        where: Conditions that must all hold.
        group: The number of leading columns to group by, or expressions; 0 for none.
        distinct: Whether equal rows count once.
    """
    keys = [number(place + 1) for place in range(group)] if isinstance(group, int) else list(group)
    condition = both(where)
    return exp.Select(
        expressions=[_told(each) for each in columns],
        from_=exp.From(this=source),
        joins=list(joins) or None,
        where=exp.Where(this=condition) if condition is not None else None,
        group=exp.Group(expressions=keys) if keys else None,
        distinct=exp.Distinct() if distinct else None,
    )


def _told(expression: exp.Expression) -> exp.Expression:
    """Name a bare column after itself: ClickHouse would keep its table's alias in the name."""
    bare = isinstance(expression, exp.Column) and not isinstance(expression.this, exp.Star)
    return named(expression, expression.name) if bare else expression


def join(source: exp.Expression, on: exp.Expression | None, side: str = "LEFT") -> exp.Join:
    """Return a join; without a condition a cross join."""
    if on is None:
        return exp.Join(this=source, kind="CROSS")
    return exp.Join(this=source, on=on, side=side) if side == "LEFT" else exp.Join(this=source, on=on)


def union_all(queries: Sequence[exp.Query]) -> exp.Query:
    """Return all rows of all queries."""
    first, *rest = queries
    for query in rest:
        first = exp.Union(this=first, expression=query, distinct=False)
    return first


def equal(left: exp.Expression, right: exp.Expression) -> exp.EQ:
    """Return ``left = right``."""
    return exp.EQ(this=left, expression=right)


def _chain(joined: type[exp.Expression], conditions: Iterable[exp.Expression]) -> exp.Expression | None:
    found: exp.Expression | None = None
    for condition in conditions:
        wrapped = exp.Paren(this=condition) if isinstance(condition, exp.Connector) else condition
        found = wrapped if found is None else joined(this=found, expression=wrapped)
    return found


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=exp.Identifier(this=name, quoted=False))
