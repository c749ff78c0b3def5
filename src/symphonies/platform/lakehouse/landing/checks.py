"""The contract of a table as conditions on one row, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import sqlglot
from babel import Locale
from babel.numbers import list_currencies
from sqlglot import exp

from symphonies.platform.lakehouse.contracts.contract import Column, ColumnType, Rule, Severity, Table
from symphonies.platform.lakehouse.engine.names import quoted, text
from symphonies.platform.lakehouse.landing.cast import EXPECTED
from symphonies.platform.lakehouse.landing.incoming import FOUND

_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_NO_COUNTRY = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a row."""

    name: str
    """``type``, ``required``, ``values``, ... or the name of a rule."""
    column: str | None
    """None for a rule over several columns."""
    failed: str
    """SQL that is true where it is wrong."""
    expected: str
    """What should stand there, in words."""
    found: str
    """SQL of the text that tells what stands there."""


def checks_of(table: Table, limit: date) -> tuple[Check, ...]:
    """Return every check of a row of ``table``.

    Args:
        table: The contract.
        limit: The last day that counts as past.
    """
    found = [
        check
        for name, column in table.columns.items()
        for check in _column(name, column, name in table.key, limit)
    ]
    return (*found, *(_rule(rule) for rule in table.rules if rule.severity is Severity.ERROR))


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes, those of former currencies included."""
    return frozenset(list_currencies())


@cache
def countries() -> frozenset[str]:
    """Return the ISO 3166 alpha-2 codes."""
    codes = Locale("en").territories
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY


def _rule(rule: Rule) -> Check:
    named = {column.name for column in sqlglot.parse_one(rule.sql, dialect="duckdb").find_all(exp.Column)}
    told = [f"'{name} = ' || coalesce({quoted(name)}::VARCHAR, 'nothing')" for name in sorted(named)]
    found = f"concat_ws(', ', {', '.join(told)})"
    return Check(rule.name, None, f"({rule.sql}) IS FALSE", rule.meaning, found)


def _column(name: str, column: Column, in_key: bool, limit: date) -> Iterator[Check]:
    value, found = quoted(name), quoted(name + FOUND)
    for check, failed, expected in _conditions(column, in_key, value, found, limit):
        yield Check(check, name, failed, expected, found)


def _conditions(
    column: Column, in_key: bool, value: str, found: str, limit: date
) -> Iterator[tuple[str, str, str]]:
    yield "type", f"{found} IS NOT NULL AND {value} IS NULL", EXPECTED[column.type]
    if column.required or in_key:
        yield "required", f"{found} IS NULL AND {value} IS NULL", "a value"
    if column.values is not None:
        yield "values", f"{value} NOT IN ({_listed(column.values)})", f"one of {', '.join(column.values)}"
    if column.minimum is not None:
        yield "minimum", f"{value} < {column.minimum!r}", f"at least {column.minimum:g}"
    if column.maximum is not None:
        yield "maximum", f"{value} > {column.maximum!r}", f"at most {column.maximum:g}"
    if column.pattern is not None:
        failed = f"NOT regexp_full_match({value}, {text(column.pattern)})"
        yield "pattern", failed, f"text that matches {column.pattern}"
    if column.format is not None:
        yield "format", *_format(column.format, value)
    if column.past:
        day = f"{value}::DATE" if column.type is ColumnType.TIMESTAMP else value
        yield "past", f"{day} > DATE '{limit}'", f"a day not after {limit}"


def _format(kind: str, value: str) -> tuple[str, str]:
    if kind == "currency":
        return f"{value} NOT IN ({_listed(currencies())})", "an ISO 4217 currency code"
    if kind == "country":
        return f"{value} NOT IN ({_listed(countries())})", "an ISO 3166 country code of two letters"
    return f"NOT regexp_full_match({value}, {text(_EMAIL)})", "an e-mail address"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(text(value) for value in sorted(values))
