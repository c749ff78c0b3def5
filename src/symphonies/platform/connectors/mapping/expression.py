"""Expressions of a mapping: a small, harmless part of SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

_CONDITIONS = (
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.Is,
    exp.In,
    exp.Between,
    exp.Like,
    exp.ILike,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.RegexpLike,
    exp.RegexpFullMatch,
    exp.StartsWith,
    exp.EndsWith,
    exp.Contains,
)
_PARTS = (
    exp.Column,
    exp.Identifier,
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.Paren,
    exp.Var,
    exp.DataType,
    exp.DataTypeParam,
    exp.Tuple,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Cast,
    exp.TryCast,
    exp.Interval,
)
_NUMBERS = (
    exp.Neg,
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.IntDiv,
    exp.Mod,
    exp.Abs,
    exp.Round,
    exp.Floor,
    exp.Ceil,
    exp.Greatest,
    exp.Least,
    exp.Sign,
    exp.Trunc,
)
_TEXTS = (
    exp.DPipe,
    exp.Concat,
    exp.ConcatWs,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Substring,
    exp.Length,
    exp.Left,
    exp.Right,
    exp.Pad,
    exp.Replace,
    exp.SplitPart,
    exp.RegexpExtract,
    exp.RegexpReplace,
    exp.MD5,
)
_TIMES = (
    exp.Extract,
    exp.Year,
    exp.Month,
    exp.Day,
    exp.DateTrunc,
    exp.TimestampTrunc,
    exp.DateAdd,
    exp.DateSub,
    exp.DateDiff,
    exp.LastDay,
    exp.StrToTime,
    exp.TimeToStr,
    exp.Date,
)
_AGGREGATES = (
    exp.Min,
    exp.Max,
    exp.Sum,
    exp.Count,
    exp.Avg,
    exp.Median,
    exp.AnyValue,
    exp.LogicalOr,
    exp.LogicalAnd,
    exp.ArgMin,
    exp.ArgMax,
    exp.First,
    exp.Mode,
    exp.Filter,
    exp.Where,
    exp.Distinct,
    exp.Star,
)
_NAMED = {"try_strptime"}
_ALLOWED = (*_CONDITIONS, *_PARTS, *_NUMBERS, *_TEXTS, *_TIMES)


class ExpressionRefused(Exception):
    """An expression is no SQL, or more than a mapping may say; the message tells which part."""


def parse_expression(sql: str, *, aggregates: bool = False) -> exp.Expr:
    """Read an expression over the columns of a source.

    Args:
        sql: The text.
        aggregates: Whether ``min``, ``count`` and the like may be used.

    Raises:
        ExpressionRefused: when it is no expression, or uses more than scalar functions.
    """
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        raise ExpressionRefused(f"{sql!r} is no SQL expression") from None
    for node in tree.walk():
        allowed = isinstance(node, _ALLOWED) or (aggregates and isinstance(node, _AGGREGATES))
        if not allowed and not (isinstance(node, exp.Anonymous) and node.name.lower() in _NAMED):
            raise ExpressionRefused(_told(node))
        if isinstance(node, exp.Column) and node.table:
            raise ExpressionRefused(f"{node.sql()} names a table; name the column alone")
    return tree


def columns_of(tree: exp.Expr) -> list[str]:
    """Return the names of the columns an expression reads, in order."""
    return list(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))


def aggregates_in(tree: exp.Expr) -> bool:
    """Return whether an expression aggregates."""
    return tree.find(*_AGGREGATES) is not None


@dataclass(frozen=True)
class Prepared:
    """An expression as the engine runs it: what cannot be read gives null instead of an end."""

    sql: str
    failures: tuple[tuple[str, str], ...]
    """For each cast or date format in it: SQL that is true where it failed, and SQL of the text it met."""


def prepare(tree: exp.Expr, names: Iterable[str]) -> Prepared:
    """Write an expression for the engine; column names match whatever their case."""
    known = {name.lower(): name for name in names}
    tree = exp.Paren(this=tree.copy())
    for column in tree.find_all(exp.Column):
        column.set("this", exp.to_identifier(known.get(column.name.lower(), column.name), quoted=True))
    failures: list[tuple[str, str]] = []
    for strict in list(tree.find_all(exp.Cast, exp.StrToTime)):
        if isinstance(strict, exp.TryCast):
            continue
        soft = _soft(strict)
        if strict.find(exp.Column):
            failures.append(_failure(strict, soft))
        strict.replace(soft)
    return Prepared(tree.sql(dialect="duckdb"), tuple(failures))


def _soft(strict: exp.Expr) -> exp.Expr:
    """Return the form of a cast or date format that gives null where it fails."""
    if isinstance(strict, exp.StrToTime):
        name, *arguments = strict.sql(dialect="duckdb").split("(", 1)
        return sqlglot.parse_one(f"TRY_{name}({arguments[0]}", dialect="duckdb")
    return exp.TryCast(this=strict.this.copy(), to=strict.args["to"].copy())


def _failure(strict: exp.Expr, soft: exp.Expr) -> tuple[str, str]:
    given, read = strict.this.sql(dialect="duckdb"), soft.sql(dialect="duckdb")
    failed, shown = f"({read} IS NULL AND {given} IS NOT NULL)", f"CAST({given} AS VARCHAR)"
    if strict.find_ancestor(exp.AggFunc) is not None:
        return f"bool_or{failed}", f"min({shown}) FILTER (WHERE {failed})"
    return failed, shown


def _told(node: exp.Expr) -> str:
    if isinstance(node, exp.AggFunc):
        return f"{node.sql_name().lower()} aggregates, which only columns and having of a group_by may"
    if isinstance(node, exp.Func):
        name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
        return f"the function {name.lower()} may not be used in a mapping"
    return f"{node.key.upper()} may not be used in a mapping"
