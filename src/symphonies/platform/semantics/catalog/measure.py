"""A measure: one aggregate over the rows of a fact, parsed once into a syntax tree."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from symphonies.kernel import did_you_mean
from symphonies.platform.semantics.catalog.model import TableModel
from symphonies.platform.semantics.errors import FormulaInvalidError

FACT = "f"
"""The alias every fact has in the planner's SQL."""
AS_OF = "as_of"
"""In interval stocks: the last day of the period."""


class Aggregate(StrEnum):
    """The ways a measure may sum up rows."""

    SUM = "sum"
    COUNT = "count"
    DISTINCT = "distinct"
    MIN = "min"
    MAX = "max"
    AVG = "avg"
    QUANTILE = "quantile"


@dataclass(frozen=True, eq=False)
class Condition:
    """A row condition or expression over fact columns, qualified with the fact's alias."""

    text: str
    tree: exp.Expression
    columns: frozenset[str]
    uses_as_of: bool = False


@dataclass(frozen=True, eq=False)
class Measure:
    """One aggregate over fact columns."""

    aggregate: Aggregate
    argument: exp.Expression | None
    """What is aggregated, qualified with the fact's alias; None for ``count(*)``."""
    columns: frozenset[str]
    quantile: float = 0.5
    where: Condition | None = None
    currency: str | None = None
    """The fact's column with the currency of the amounts; None: no money to convert."""
    uses_as_of: bool = False

    @property
    def additive(self) -> bool:
        """Whether the aggregates of disjoint sets of rows sum to the aggregate of their union."""
        return self.aggregate in (Aggregate.SUM, Aggregate.COUNT)

    @property
    def counts(self) -> bool:
        """Whether no rows mean zero rather than unknown."""
        return self.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT)


def parse_condition(text: str, table: TableModel, where: str) -> Condition:
    """Read a condition or expression over the columns of a table.

    Raises:
        FormulaInvalidError: When it is no SQL or names a column the table does not have.
    """
    tree = _parse(text, where)
    if tree.find(exp.Subquery, exp.Select, exp.AggFunc):
        raise FormulaInvalidError(
            f"{where}: {text!r} must look at one row only", hint="Leave out sub-queries and aggregates."
        )
    columns, uses_as_of = _qualify(tree, table, where)
    return Condition(text, tree, columns, uses_as_of)


def parse_measure(text: str, where_text: str | None, table: TableModel, money: bool, where: str) -> Measure:
    """Read ``sum(amount)``, ``count(*)``, ``count(distinct c)``, ``quantile(e, 0.9)`` and the like.

    Args:
        text: The measure as declared.
        where_text: The row condition, if any.
        table: The fact.
        money: Whether the metric's unit is money, so that amounts are converted.
        where: File and metric, for messages.

    Raises:
        FormulaInvalidError: When it is not exactly one aggregate over columns of the fact.
    """
    tree = _parse(text, where)
    aggregate, argument, quantile = _aggregate(tree, text, where)
    columns: frozenset[str] = frozenset()
    uses_as_of = False
    if argument is not None:
        holder = exp.Paren(this=argument)
        columns, uses_as_of = _qualify(holder, table, where)
        argument = holder.this
        argument.pop()
    condition = parse_condition(where_text, table, f"{where}: where") if where_text else None
    currency = next(
        (found for name in sorted(columns) if money and (found := table.columns[name].currency)), None
    )
    return Measure(
        aggregate,
        argument,
        columns,
        quantile,
        condition,
        currency,
        uses_as_of or bool(condition and condition.uses_as_of),
    )


def _parse(text: str, where: str) -> exp.Expression:
    try:
        tree = parse_one(text, dialect="duckdb")
    except SqlglotError as error:
        first = getattr(error, "errors", None) or [{}]
        position = first[0].get("col", 1)
        raise FormulaInvalidError(
            f"{where}: cannot read {text!r} near position {position}",
            hint="Write it as SQL over the columns of the fact.",
            position=position,
        ) from error
    if not isinstance(tree, exp.Expression):
        raise FormulaInvalidError(
            f"{where}: cannot read {text!r}", hint="Write it as SQL over the fact's columns."
        )
    return tree


def _aggregate(tree: exp.Expression, text: str, where: str) -> tuple[Aggregate, exp.Expression | None, float]:
    argument = tree.args.get("this")
    nested = argument is not None and isinstance(argument, exp.Expression) and argument.find(exp.AggFunc)
    if not nested:
        match tree:
            case exp.Count():
                if isinstance(argument, exp.Star) or argument is None:
                    return Aggregate.COUNT, None, 0
                if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
                    return Aggregate.DISTINCT, argument.expressions[0], 0
                if not isinstance(argument, exp.Distinct):
                    return Aggregate.COUNT, argument, 0
            case exp.Median():
                return Aggregate.QUANTILE, argument, 0.5
            case exp.Quantile() | exp.PercentileCont() | exp.ApproxQuantile():
                level = tree.args.get("quantile") or tree.args.get("expression")
                if isinstance(level, exp.Literal) and 0 <= float(level.this) <= 1:
                    return Aggregate.QUANTILE, argument, float(level.this)
            case exp.Sum() | exp.Min() | exp.Max() | exp.Avg():
                return Aggregate(tree.key), argument, 0
    raise FormulaInvalidError(
        f"{where}: {text!r} is not one aggregate over columns",
        hint="Use one of sum, count, count(distinct c), min, max, avg, median, quantile(e, 0.9).",
    )


def _qualify(tree: exp.Expression, table: TableModel, where: str) -> tuple[frozenset[str], bool]:
    """Give every column the fact's alias, in place; return the columns and whether as_of is used."""
    names: set[str] = set()
    uses_as_of = False
    for column in list(tree.find_all(exp.Column)):
        name = column.name
        if name == AS_OF and name not in table.columns:
            uses_as_of = True
            continue
        if name not in table.columns or column.table:
            raise FormulaInvalidError(
                f"{where}: {table.name} has no column {column.sql()!r}",
                hint=did_you_mean(name, table.columns),
            )
        names.add(name)
        column.set("this", exp.to_identifier(name, quoted=True))
        column.set("table", exp.to_identifier(FACT))
    return frozenset(names), uses_as_of
