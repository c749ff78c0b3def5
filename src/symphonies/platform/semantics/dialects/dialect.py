"""The planner's view of an engine, with the forms most engines share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp

from symphonies.kernel import Grain
from symphonies.platform.semantics.dialects.casts import cast

Cell = int | date | None
"""A value in a table written into the query."""
ANCHOR = date(1970, 1, 5)
"""Day zero of day numbers: a Monday, so that weeks are multiples of seven."""


class Dialect:
    """Forms that are the same everywhere; engines override what they spell otherwise."""

    name = ""

    def number(self, day: exp.Expression, grain: Grain) -> exp.Expression:
        """Return the integer that names the civil period of a day (see ``planning.buckets``)."""
        if grain is Grain.DAY:
            return self.day_number(day)
        if grain is Grain.WEEK:
            return self._week_number(day)
        year = self.part("YEAR", day)
        if grain is Grain.YEAR:
            return year
        if grain is Grain.QUARTER:
            return exp.Add(
                this=exp.Mul(this=year, expression=_int(4)), expression=self.part("QUARTER", day.copy())
            )
        return exp.Add(
            this=exp.Mul(this=year, expression=_int(12)), expression=self.part("MONTH", day.copy())
        )

    def part(self, unit: str, day: exp.Expression) -> exp.Expression:
        """Return a part of a date as an integer."""
        return exp.Extract(this=exp.var(unit), expression=day)

    def day_number(self, day: exp.Expression) -> exp.Expression:
        """Return the days since the anchor."""
        anchor = cast(exp.Literal.string(ANCHOR.isoformat()), "date")
        return exp.Paren(this=exp.Sub(this=cast(day, "date"), expression=anchor))

    def values(
        self, alias: str, columns: Sequence[str], types: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> exp.Expression:
        """Return a table of constants; ``types`` are ``int`` or ``date`` for each column."""
        text = [exp.var(f"({', '.join(map(self.cell, row))})") for row in rows]
        names = [exp.to_identifier(name) for name in columns]
        return exp.Values(
            expressions=text, alias=exp.TableAlias(this=exp.to_identifier(alias), columns=names)
        )

    def cell(self, value: Cell) -> str:
        """Return a constant as text."""
        if isinstance(value, date):
            return f"DATE '{value.isoformat()}'"
        return "NULL" if value is None else str(value)

    def quantile(self, argument: exp.Expression, level: float) -> exp.Expression:
        """Return the interpolated quantile of a group's non-null values."""
        return exp.Anonymous(this="quantile_cont", expressions=[argument, exp.Literal.number(level)])

    def is_nan(self, value: exp.Expression) -> exp.Expression:
        """Return whether a double is not a number."""
        return exp.EQ(this=value, expression=self.nan())

    def nan(self) -> exp.Expression:
        """Return the double that stands for a missing rate."""
        return cast(exp.Literal.string("NaN"), "double")

    def write(self, query: exp.Query) -> str:
        """Return one step of a query as the engine's SQL."""
        return query.sql(dialect=self.name, copy=False)

    def finish(self, steps: Mapping[str, str], query: str) -> str:
        """Return a whole query: its steps as common table expressions, then the last."""
        if not steps:
            return query
        named = ",\n".join(f"{name} AS (\n  {step}\n)" for name, step in steps.items())
        return f"WITH {named}\n{query}"

    def _week_number(self, day: exp.Expression) -> exp.Expression:
        number = self.day_number(day)
        rest = exp.Mod(this=number.copy(), expression=_int(7))
        positive = exp.Mod(this=exp.Paren(this=exp.Add(this=rest, expression=_int(7))), expression=_int(7))
        return exp.Sub(this=number, expression=exp.Paren(this=positive))


def _int(value: int) -> exp.Expression:
    return exp.Literal.number(value)
