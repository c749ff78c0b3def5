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
    """Turns terms into expressions over the merged step (``m``) and the periods."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.periods = "s" if context.keys else "m"
        """The alias of the periods: without groups the merged step has their columns."""
        self.day_columns: dict[Reach, str] = {}
        """Numbers of days that differ by period, as columns of the periods."""
        self._levels: tuple[dict[str, exp.Expression], ...] = ({}, {})
        """Values computed once, before the figures; the second level may use the first."""

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
        return sql.double(sql.column(name, self.periods))

    def _day_counts(self, reach: Reach) -> list[int | None]:
        as_of = self.context.frame.as_of
        return [
            None if days is None or days.start == OPEN else elapsed_days(days, as_of)
            for days in self.context.days_of(reach)
        ]

    def day_rows(self) -> list[list[int | None]]:
        """Return the day columns' values, a list for each column."""
        return [self._day_counts(reach) for reach in self.day_columns]

    def prepare(self, merged: str) -> str:
        """Return the merged step with the columns that values were prepared in, level by level."""
        for level in self._levels:
            if level:
                columns = [exp.Column(this=exp.Star(), table=exp.to_identifier("m"))]
                named = [sql.named(value, name) for name, value in level.items()]
                query = sql.select([*columns, *named], sql.cte(merged, "m"))
                merged = self.context.step("prepared", query, f"{len(named)} value(s) used more than once")
        return merged

    def _prepared(self, level: int, value: exp.Expression) -> exp.Expression:
        """Compute a value once, in a step before the figures, and return its column."""
        name = f"t{sum(map(len, self._levels))}"
        self._levels[level][name] = value
        return sql.column(name, "m")

    def _count_back(self, term: CountBack) -> exp.Expression:
        """Days of each month, last first, while the stock is larger than the flows seen so far.

        A month whose flow is negative (more given back than sold) makes up nothing of the stock.
        """
        zero = sql.double(sql.number(0))
        left = self._prepared(0, self._computed(term.stock))
        flows = []
        for flow in term.flows:
            value = self._computed(flow)
            positive = sql.when(exp.GT(this=value, expression=zero.copy()), value.copy(), zero.copy())
            flows.append(self._prepared(0, positive))
        total: exp.Expression | None = None
        for place, (flow, days) in enumerate(zip(flows, term.days, strict=True)):
            if place:
                seen = flows[0].copy()
                for earlier in flows[1:place]:
                    seen = exp.Add(this=seen, expression=earlier.copy())
                stock = self._prepared(1, exp.Sub(this=left.copy(), expression=exp.Paren(this=seen)))
            else:
                stock = left
            length = self._computed(days)
            ratio = exp.Div(
                this=stock.copy(), expression=exp.Nullif(this=flow.copy(), expression=sql.number(0))
            )
            none = exp.If(this=exp.LTE(this=stock.copy(), expression=sql.number(0)), true=zero.copy())
            whole = exp.If(this=exp.GTE(this=stock, expression=flow), true=length)
            part = exp.Case(ifs=[none, whole], default=exp.Mul(this=ratio, expression=length.copy()))
            total = part if total is None else exp.Add(this=total, expression=part)
        assert total is not None
        return exp.Paren(this=total)
