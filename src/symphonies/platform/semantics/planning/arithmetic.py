"""Terms as SQL: arithmetic over leaf columns that never divides by zero."""

from __future__ import annotations

from sqlglot import exp

from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.planning.context import Context
from symphonies.platform.semantics.planning.reach import OPEN, Reach, elapsed_days
from symphonies.platform.semantics.planning.terms import (
    Constant,
    CountBack,
    Days,
    Leaf,
    LeafValue,
    Operation,
    Term,
    leaves_of,
)

_SIGNS: dict[str, type[exp.Binary]] = {"+": exp.Add, "-": exp.Sub, "*": exp.Mul, "/": exp.Div}


class Arithmetic:
    """Turns terms into expressions over the merged step (``m``) and the periods (``s``)."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.day_columns: dict[Reach, str] = {}
        """Numbers of days that differ by period, as columns of the periods."""

    def value(self, term: Term) -> exp.Expression:
        """Return a metric's value.

        A leaf alone: what it is, with 0 for a count of nothing. A formula: NULL where none of its
        leaves knows anything; else a missing sum or count is 0, and a zero denominator gives NULL.
        """
        if isinstance(term, LeafValue):
            return self._counted(term.leaf)
        computed = self._computed(term)
        leaves = leaves_of(term)
        if not leaves:
            return sql.double(computed)
        unknown = sql.both(exp.Is(this=self._leaf(leaf), expression=exp.Null()) for leaf in leaves)
        assert unknown is not None
        return sql.when(unknown, exp.Null(), sql.double(computed))

    def _leaf(self, leaf: Leaf) -> exp.Expression:
        return sql.column(self.context.leaf_column(leaf), "m")

    def _counted(self, leaf: Leaf) -> exp.Expression:
        metric = self.context.metric(leaf.metric)
        measure = metric.measure
        if measure is None or not measure.counts or metric.stock == "last":
            return self._leaf(leaf)
        return exp.Coalesce(this=self._leaf(leaf), expressions=[sql.double(sql.number(0))])

    def _filled(self, leaf: Leaf) -> exp.Expression:
        metric = self.context.metric(leaf.metric)
        measure = metric.measure
        if measure is None or metric.stock == "last" or not (measure.additive or measure.counts):
            return self._leaf(leaf)
        return exp.Coalesce(this=self._leaf(leaf), expressions=[sql.double(sql.number(0))])

    def _computed(self, term: Term) -> exp.Expression:
        match term:
            case Constant(value):
                return sql.double(sql.number(value))
            case LeafValue(leaf):
                return self._filled(leaf)
            case Days(reach):
                return self._days(reach)
            case Operation(name, operands):
                return self._operation(name, operands)
            case CountBack():
                return self._count_back(term)

    def _operation(self, name: str, operands: tuple[Term, ...]) -> exp.Expression:
        if name == "coalesce":
            return exp.Coalesce(this=self._raw(operands[0]), expressions=[self._computed(operands[1])])
        values = [self._computed(operand) for operand in operands]
        if name == "neg":
            return exp.Paren(this=exp.Neg(this=exp.Paren(this=values[0])))
        if name == "abs":
            return sql.call(exp.Abs, values[0])
        if name in ("least", "greatest"):
            smaller = exp.LTE(this=values[0].copy(), expression=values[1].copy())
            first, second = values if name == "least" else reversed(values)
            return sql.when(smaller, first, second)
        if name == "/":
            values[1] = exp.Nullif(this=values[1], expression=sql.number(0))
        return exp.Paren(this=_SIGNS[name](this=values[0], expression=values[1]))

    def _raw(self, term: Term) -> exp.Expression:
        return self._leaf(term.leaf) if isinstance(term, LeafValue) else self._computed(term)

    def _days(self, reach: Reach) -> exp.Expression:
        counts = self._day_counts(reach)
        if len(set(counts)) == 1:
            return exp.Null() if counts[0] is None else sql.double(sql.number(counts[0]))
        name = self.day_columns.setdefault(reach, f"k{len(self.day_columns)}")
        return sql.double(sql.column(name, "s"))

    def _day_counts(self, reach: Reach) -> list[int | None]:
        as_of = self.context.frame.as_of
        return [
            None if days is None or days.start == OPEN else elapsed_days(days, as_of)
            for days in self.context.days_of(reach)
        ]

    def day_rows(self) -> list[list[int | None]]:
        """Return the day columns' values, a list for each column."""
        return [self._day_counts(reach) for reach in self.day_columns]

    @staticmethod
    def _positive(value: exp.Expression) -> exp.Expression:
        zero = sql.double(sql.number(0))
        return sql.when(exp.GT(this=value, expression=zero), value.copy(), zero.copy())

    def _count_back(self, term: CountBack) -> exp.Expression:
        """Days of each month, last first, while the stock is larger than the flows seen so far.

        A month whose flow is negative (more given back than sold) makes up nothing of the stock.
        """
        stock = self._computed(term.stock)
        total: exp.Expression | None = None
        seen: exp.Expression = sql.double(sql.number(0))
        for flow, days in zip(term.flows, term.days, strict=True):
            value = self._positive(self._computed(flow))
            left = exp.Paren(this=exp.Sub(this=stock.copy(), expression=seen.copy()))
            share = exp.Div(
                this=left.copy(), expression=exp.Nullif(this=value.copy(), expression=sql.number(0))
            )
            whole = exp.GTE(this=left.copy(), expression=value.copy())
            part = exp.Case(
                ifs=[
                    exp.If(this=exp.LTE(this=left, expression=sql.number(0)), true=sql.double(sql.number(0))),
                    exp.If(this=whole, true=self._computed(days)),
                ],
                default=exp.Mul(this=share, expression=self._computed(days)),
            )
            total = part if total is None else exp.Add(this=total, expression=part)
            seen = exp.Paren(this=exp.Add(this=seen, expression=value))
        assert total is not None
        return exp.Paren(this=total)
