"""Compiles what a contract promises of a table into one aggregate query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symphonies.platform.lakehouse.contracts.contract import Column, ColumnType, Contract, Severity, Table
from symphonies.platform.lakehouse.engine.names import quoted, quoted_table, text


@dataclass(frozen=True)
class Check:
    """One promise and the expression that counts the rows that break it."""

    name: str
    """Such as ``required``, ``unique``, ``range``, ``references``, or the name of a rule."""
    column: str | None
    severity: Severity
    meaning: str
    """What the rows that break it do, after "12 rows": ``have no amount``."""
    failing: str
    """SQL aggregate over the table as ``t``."""


@dataclass(frozen=True)
class TableChecks:
    """All promises of a table, as one query."""

    table: str
    checks: tuple[Check, ...]
    sql: str
    """One row: ``total``, ``newest_on``, then ``check_<n>`` in the order of the checks."""
    reads: tuple[str, ...]
    """The tables the result depends on, its own first."""


def compile_checks(contract: Contract, name: str, contracts: Mapping[str, Contract]) -> TableChecks:
    """Return the checks of a table.

    Args:
        contract: The product's contract.
        name: The table.
        contracts: All contracts by product id; references to products that are absent are not checked.
    """
    table = contract.tables[name]
    full_name = f"{contract.id}.{name}"
    checks = [_key_check(full_name, table)]
    joins: list[str] = []
    reads = [full_name]
    for column_name, column in table.columns.items():
        checks += _column_checks(column_name, column)
        target = _reference(contract, column, contracts)
        if target is not None:
            checks.append(_reference_check(column_name, len(joins), target[0]))
            joins.append(_reference_join(column_name, len(joins), *target))
            reads.append(target[0])
    checks += [
        Check(rule.name, None, rule.severity, f"break the rule: {rule.meaning}", _count(f"NOT ({rule.sql})"))
        for rule in table.rules
    ]
    counted = "".join(f", {check.failing} AS check_{number}" for number, check in enumerate(checks))
    sql = (
        f"SELECT count(*) AS total, {_newest(table)} AS newest_on{counted} "
        f"FROM {quoted_table(full_name)} AS t{''.join(joins)}"
    )
    return TableChecks(full_name, tuple(checks), sql, tuple(dict.fromkeys(reads)))


def _count(condition: str) -> str:
    return f"count(*) FILTER (WHERE {condition})"


def _newest(table: Table) -> str:
    """Return the newest day that is not after the company's as-of day."""
    if table.time is None:
        return "CAST(NULL AS DATE)"
    day = f"CAST(t.{quoted(table.time)} AS DATE)"
    return f"max({day}) FILTER (WHERE {day} <= (SELECT max(as_of) FROM meta.company))"


def _key_check(full_name: str, table: Table) -> Check:
    keys = ", ".join(quoted(name) for name in table.key)
    twice = (
        f"(SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM {quoted_table(full_name)} "
        f"GROUP BY {keys} HAVING count(*) > 1))"
    )
    names = ", ".join(table.key)
    return Check(
        "key",
        table.key[0] if len(table.key) == 1 else None,
        Severity.ERROR,
        f"repeat the key ({names}) of another row",
        f"CAST({twice} AS BIGINT)",
    )


def _column_checks(name: str, column: Column) -> list[Check]:
    told = _promises(name, column)
    return [Check(kind, name, Severity.ERROR, problem, failures) for kind, problem, failures in told]


def _promises(name: str, column: Column) -> Iterator[tuple[str, str, str]]:
    """Yield what is promised of a column: the kind of check, what rows do that break it, and their number."""
    value = f"t.{quoted(name)}"
    if column.required:
        yield "required", f"have no {name}", _count(f"{value} IS NULL")
    if column.unique:
        yield "unique", f"repeat the {name} of another row", f"count({value}) - count(DISTINCT {value})"
    if column.values is not None:
        known = ", ".join(text(one) for one in column.values)
        yield "values", f"have a {name} that is not in the list", _count(f"{value} NOT IN ({known})")
    bounds = [
        f"{value} {sign} {bound}"
        for sign, bound in (("<", column.minimum), (">", column.maximum))
        if bound is not None
    ]
    if bounds:
        yield "range", f"have a {name} out of range", _count(" OR ".join(bounds))
    if column.pattern is not None and column.type is ColumnType.STRING:
        unlike = _count(f"NOT regexp_full_match({value}, {text(column.pattern)})")
        yield "pattern", f"have a {name} of another form", unlike


def _reference(
    contract: Contract, column: Column, contracts: Mapping[str, Contract]
) -> tuple[str, str] | None:
    """Return the table and the key column that a column refers to."""
    if column.references is None:
        return None
    full = column.references if "." in column.references else f"{contract.id}.{column.references}"
    product, name = full.split(".")
    target = contracts[product].tables.get(name) if product in contracts else None
    return (full, target.key[0]) if target is not None and len(target.key) == 1 else None


def _reference_check(column: str, number: int, target: str) -> Check:
    return Check(
        "references",
        column,
        Severity.WARN,
        f"have a {column} that {target} does not know",
        _count(f"t.{quoted(column)} IS NOT NULL AND r{number}._found IS NULL"),
    )


def _reference_join(column: str, number: int, target: str, key: str) -> str:
    return (
        f" LEFT JOIN (SELECT DISTINCT {quoted(key)} AS _key, TRUE AS _found FROM {quoted_table(target)}) "
        f"AS r{number} ON r{number}._key = t.{quoted(column)}"
    )
