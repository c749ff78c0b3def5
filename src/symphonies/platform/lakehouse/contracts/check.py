"""What a contract must keep beyond its schema: names that lead somewhere, SQL that can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sqlglot
from sqlglot import exp

from symphonies.kernel import did_you_mean
from symphonies.platform.lakehouse.contracts.contract import Column, ColumnType, Contract, Table
from symphonies.platform.lakehouse.contracts.declaration import Declaration

FORMATS = ("currency", "country", "email")
_ORDERED = {ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.NUMBER}
_DATED = {ColumnType.DATE, ColumnType.TIMESTAMP}

Declared = Mapping[str, tuple[Contract, Declaration]]


def check_contract(contract: Contract, lines: Declaration) -> None:
    """Check one contract by itself.

    Raises:
        ContractInvalidError: at the first fault, with its line.
    """
    for table_name, table in contract.tables.items():
        for name, column in table.columns.items():
            _check_column(table, column, lines, ("tables", table_name, "columns", name))
        for number, rule in enumerate(table.rules):
            _check_rule(rule.sql, table, lines, ("tables", table_name, "rules", number, "sql"))
        if table.time is not None and table.columns[table.time].type not in _DATED:
            raise lines.refuse(
                f"time names {table.time!r}, which is a {table.columns[table.time].type}.",
                "tables",
                table_name,
                "time",
                hint="Name a date or timestamp column.",
            )


def check_products(declared: Declared) -> None:
    """Check that references between contracts lead to a key of the same type.

    Raises:
        ContractInvalidError: at the first that does not, with its line.
    """
    for id_, (contract, lines) in declared.items():
        for table_name, table in contract.tables.items():
            for name, column in table.columns.items():
                if column.references is not None:
                    keys = ("tables", table_name, "columns", name, "references")
                    _check_reference(id_, column, declared, lines, keys)


def _check_column(table: Table, column: Column, lines: Declaration, keys: tuple[str, ...]) -> None:
    kind = column.type
    if column.currency is not None and table.columns[column.currency].type is not ColumnType.STRING:
        raise lines.refuse(f"currency names {column.currency!r}, which is no string.", *keys, "currency")
    if column.format is not None and column.format not in FORMATS:
        raise lines.refuse(
            f"the format {column.format!r} is unknown.",
            *keys,
            "format",
            hint=did_you_mean(column.format, FORMATS),
        )
    for rule in ("values", "labels", "pattern", "format"):
        if getattr(column, rule) and kind is not ColumnType.STRING:
            raise lines.refuse(f"{rule} is for strings, and this is a {kind}.", *keys, rule)
    for rule in ("minimum", "maximum"):
        if getattr(column, rule) is not None and kind not in _ORDERED:
            raise lines.refuse(f"{rule} is for numbers, and this is a {kind}.", *keys, rule)
    if column.past and kind not in _DATED:
        raise lines.refuse(f"past is for dates, and this is a {kind}.", *keys, "past")
    if column.pattern is not None:
        try:
            re.compile(column.pattern)
        except re.error as problem:
            raise lines.refuse(f"the pattern cannot be read: {problem}.", *keys, "pattern") from None
    if column.values is not None and column.default is not None and column.default not in column.values:
        raise lines.refuse(f"the default {column.default!r} is none of the values.", *keys, "default")
    strange = [code for code in column.labels if column.values is not None and code not in column.values]
    if strange:
        raise lines.refuse(
            f"the label of {strange[0]!r} is for none of the values.",
            *keys,
            "labels",
            hint=did_you_mean(strange[0], column.values or ()),
        )


def _check_rule(sql: str, table: Table, lines: Declaration, keys: tuple[str | int, ...]) -> None:
    try:
        condition = sqlglot.parse_one(sql, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        raise lines.refuse(f"the rule {sql!r} is no SQL condition.", *keys) from None
    if condition.find(exp.Query, exp.AggFunc, exp.Window):
        raise lines.refuse(
            f"the rule {sql!r} looks beyond its own row.",
            *keys,
            hint="A rule is a condition over the columns of one row.",
        )
    for column in condition.find_all(exp.Column):
        if column.name not in table.columns:
            raise lines.refuse(
                f"the rule names {column.name!r}, which is no column of the table.",
                *keys,
                hint=did_you_mean(column.name, table.columns),
            )


def _check_reference(
    product: str, column: Column, declared: Declared, lines: Declaration, keys: tuple[str, ...]
) -> None:
    owner, _, target = (column.references or "").rpartition(".")
    owner = owner or product
    if owner not in declared:
        raise lines.refuse(
            f"references the product {owner!r}, which is not installed.",
            *keys,
            hint=did_you_mean(owner, declared),
        )
    tables = declared[owner][0].tables
    if target not in tables:
        raise lines.refuse(
            f"references {owner}.{target}, which is not declared.", *keys, hint=did_you_mean(target, tables)
        )
    table = tables[target]
    if owner != product and not table.published:
        raise lines.refuse(
            f"references {owner}.{target}, which {owner} does not publish.",
            *keys,
            hint="Ask its owner to set `published: true`.",
        )
    if len(table.key) != 1:
        raise lines.refuse(
            f"references {owner}.{target}, whose key has {len(table.key)} columns.",
            *keys,
            hint="Only a table with a key of one column can be referenced.",
        )
    kind = table.columns[table.key[0]].type
    if kind is not column.type:
        raise lines.refuse(f"is a {column.type}, but {owner}.{target}.{table.key[0]} is a {kind}.", *keys)
