"""Filters: values read by the dimension's type and bound as constants, never as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from symphonies.platform.semantics.catalog.dimensions import Dimension
from symphonies.platform.semantics.dialects import cast
from symphonies.platform.semantics.errors import FilterInvalidError
from symphonies.platform.semantics.planning import sql
from symphonies.platform.semantics.query import Filter, Op

COMPARE: dict[Op, type[exp.Expression]] = {
    Op.EQ: exp.EQ,
    Op.NE: exp.NEQ,
    Op.LT: exp.LT,
    Op.LE: exp.LTE,
    Op.GT: exp.GT,
    Op.GE: exp.GTE,
}
"""The operators that set one value against another."""
_ORDERED = frozenset({"integer", "decimal", "number", "date", "timestamp", "string"})


def filter_condition(
    condition: Filter, dimension: Dimension, value: Callable[[], exp.Expression]
) -> exp.Expression:
    """Return a filter as a condition.

    ``!=`` and ``not_in`` keep rows without a value, so that a filter and its opposite add up.

    Args:
        condition: The filter.
        dimension: What it filters by.
        value: Gives a fresh tree of the dimension's value.

    Raises:
        FilterInvalidError: When the values do not fit the operator or the type.
    """
    _check_count(condition)
    if condition.op in (Op.IS_NULL, Op.NOT_NULL):
        empty = exp.Is(this=value(), expression=exp.Null())
        return empty if condition.op is Op.IS_NULL else exp.Not(this=empty)
    if condition.op is Op.CONTAINS:
        return _contains(condition, dimension, value())
    constants = [_constant(text, dimension, condition) for text in condition.values]
    if condition.op is Op.IN:
        return exp.In(this=value(), expressions=constants)
    if condition.op is Op.NOT_IN:
        outside = exp.Not(this=exp.In(this=value(), expressions=constants))
        return exp.Paren(this=exp.Or(this=outside, expression=exp.Is(this=value(), expression=exp.Null())))
    if dimension.type == "boolean" and condition.op not in (Op.EQ, Op.NE):
        raise _refused(condition, f"a boolean cannot be compared with {condition.op}")
    compared = COMPARE[condition.op](this=value(), expression=constants[0])
    if condition.op is Op.NE:
        return exp.Paren(this=exp.Or(this=compared, expression=exp.Is(this=value(), expression=exp.Null())))
    return compared


def _check_count(condition: Filter) -> None:
    count = len(condition.values)
    if condition.op in (Op.IS_NULL, Op.NOT_NULL):
        wrong = count != 0
        wanted = "no value"
    elif condition.op in (Op.IN, Op.NOT_IN):
        wrong = count == 0
        wanted = "one value or more"
    else:
        wrong = count != 1
        wanted = "exactly one value"
    if wrong:
        raise _refused(condition, f"{condition.op} takes {wanted}, found {count}")


def _contains(condition: Filter, dimension: Dimension, value: exp.Expression) -> exp.Expression:
    if dimension.type != "string":
        raise _refused(condition, f"contains looks at text, {dimension.path} is {dimension.type}")
    place = exp.StrPosition(this=sql.call(exp.Lower, value), substr=sql.text(condition.values[0].lower()))
    return exp.GT(this=place, expression=sql.number(0))


def _constant(text: str, dimension: Dimension, condition: Filter) -> exp.Expression:
    try:
        match dimension.type:
            case "integer":
                return _signed(str(int(text)))
            case "decimal" | "number":
                number = Decimal(text)
                if not number.is_finite():
                    raise ValueError(text)
                return _signed(format(number, "f"))
            case "boolean":
                return exp.Boolean(this={"true": True, "false": False}[text.lower()])
            case "date":
                return sql.day(date.fromisoformat(text))
            case "timestamp":
                moment = datetime.fromisoformat(text)
                return cast(exp.Literal.string(moment.isoformat(sep=" ")), "timestamp")
            case _:
                return sql.text(text)
    except (ValueError, KeyError, InvalidOperation) as error:
        raise _refused(condition, f"{text!r} is no {dimension.type}") from error


def _signed(digits: str) -> exp.Expression:
    if digits.startswith("-"):
        return exp.Neg(this=exp.Literal.number(digits[1:]))
    return exp.Literal.number(digits)


def _refused(condition: Filter, problem: str) -> FilterInvalidError:
    return FilterInvalidError(
        f"Filter on {condition.dimension}: {problem}.",
        hint="Dates are written 2026-01-31, booleans true or false.",
        dimension=condition.dimension,
    )
