"""From values by bucket or by reach to one column a leaf, one row a group and slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.terms import Leaf


@dataclass(frozen=True)
class Choice:
    """Where a leaf's value stands in a step."""

    leaf: Leaf
    column: str
    """The step's column."""
    reach: int
    """The place of its reach in the table of reaches."""
    result: str
    """The name of the leaf's own column."""
    additive: bool
    converted: bool = False
    """Whether the value is still in its own currency."""


@dataclass(frozen=True)
class Place:
    """How a row of a step is placed in the answer."""

    slot: exp.Expression
    """The slot's number."""
    reach: exp.Expression | None = None
    """The place of the row's reach; None when there is only one."""
    factor: exp.Expression | None = None
    """What amounts are multiplied by; rows of several currencies are summed."""


def pick(
    context: Context,
    source: exp.Expression,
    choices: Sequence[Choice],
    place: Place,
    *,
    joins: Sequence[exp.Join] = (),
    where: Sequence[exp.Expression] = (),
) -> exp.Select:
    """Return a query with the group keys, ``p`` and one column for each leaf.

    Args:
        context: The query.
        source: The values, under alias ``a``.
        choices: The leaves to fill.
        place: The slot, reach and rate of a row.
        joins: The table of reaches, and rates.
        where: Conditions that tie the two.
    """
    slot, reach, factor = place.slot, place.reach, place.factor
    keys = [sql.column(key, "a") for key in context.keys]
    grouped = reach is not None or factor is not None
    values = []
    for choice in choices:
        value: exp.Expression = sql.column(choice.column, "a")
        if factor is not None and choice.converted:
            value = exp.Mul(this=value, expression=factor.copy())
        if reach is not None:
            value = sql.when(sql.equal(reach.copy(), sql.number(choice.reach)), value)
        if grouped:
            value = sql.call(exp.Sum if choice.additive else exp.Max, value)
        values.append(sql.named(value, choice.result))
    return sql.select(
        [*keys, sql.named(slot, "p"), *values],
        source,
        joins=joins,
        where=where,
        group=len(keys) + 1 if grouped else 0,
    )
