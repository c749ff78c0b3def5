"""Runs the checks of a table and keeps their results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from symphonies.platform.lakehouse.contracts.contract import Severity
from symphonies.platform.lakehouse.ports import Engine
from symphonies.platform.lakehouse.quality.checks import Check, TableChecks

RESULTS = "meta.quality_result"
FACTS = "meta.table_fact"
SHRUNK_RATIO = 0.5
"""A table with fewer than this share of the rows it had before is told."""


@dataclass(frozen=True)
class CheckResult:
    """What a check found."""

    table: str
    name: str
    column: str | None
    severity: Severity
    failing: int
    """Rows that break the promise."""
    total: int
    meaning: str

    @property
    def passed(self) -> bool:
        """Whether no row breaks the promise."""
        return self.failing == 0

    @property
    def sentence(self) -> str:
        """The finding in words."""
        return f"{self.failing:,} of {self.total:,} rows of {self.table} {self.meaning}."

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values."""
        return {
            "table": self.table,
            "name": self.name,
            "column": self.column,
            "severity": self.severity.value,
            "passed": self.passed,
            "failing": self.failing,
            "total": self.total,
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class TableFact:
    """What the last check saw of a table."""

    inputs: Mapping[str, str]
    """Data versions of the tables it looked at."""
    rows: int
    newest_on: date | None
    """The newest day in its time column up to the as-of day."""
    checked_at: datetime


def prepare_quality(engine: Engine) -> None:
    """Create the tables of results."""
    engine.execute(
        f"CREATE TABLE IF NOT EXISTS {RESULTS} (table_name VARCHAR, check_name VARCHAR, "
        "column_name VARCHAR, severity VARCHAR, failing BIGINT, total BIGINT, meaning VARCHAR, "
        "checked_at TIMESTAMP)"
    )
    engine.execute(
        f"CREATE TABLE IF NOT EXISTS {FACTS} (table_name VARCHAR PRIMARY KEY, inputs VARCHAR, "
        "row_count BIGINT, newest_on DATE, checked_at TIMESTAMP)"
    )


def run_checks(
    engine: Engine, compiled: TableChecks, inputs: Mapping[str, str], now: datetime
) -> tuple[CheckResult, ...]:
    """Check a table, store the results in place of the ones before and return them.

    Args:
        engine: The store.
        compiled: The checks of the table.
        inputs: Data versions of the tables it reads.
        now: The present instant.

    Raises:
        EngineFailedError: If the query cannot be run.
    """
    found = engine.execute(compiled.sql).to_pylist()[0]
    before = read_facts(engine).get(compiled.table)
    total = found["total"]
    results = [
        _result(compiled.table, check, found[f"check_{number}"] or 0, total)
        for number, check in enumerate(compiled.checks)
    ]
    if before is not None:
        results.append(_volume(compiled.table, total, before.rows))
    at = now.replace(tzinfo=None)
    rows = [
        {
            "table_name": one.table,
            "check_name": one.name,
            "column_name": one.column,
            "severity": one.severity.value,
            "failing": one.failing,
            "total": one.total,
            "meaning": one.meaning,
            "checked_at": at,
        }
        for one in results
    ]
    with engine.transaction():
        engine.execute(f"DELETE FROM {RESULTS} WHERE table_name = ?", [compiled.table])
        engine.append(RESULTS, pa.Table.from_pylist(rows, schema=_SCHEMA))
        engine.execute(
            f"INSERT OR REPLACE INTO {FACTS} VALUES (?, ?, ?, ?, ?)",
            [compiled.table, json.dumps(dict(inputs), sort_keys=True), total, found["newest_on"], at],
        )
    return tuple(results)


def read_results(engine: Engine, product: str) -> tuple[CheckResult, ...]:
    """Return the newest results of all tables of a product."""
    found = engine.execute(
        f"SELECT * FROM {RESULTS} WHERE split_part(table_name, '.', 1) = ? "
        "ORDER BY table_name, check_name, column_name",
        [product],
    )
    return tuple(
        CheckResult(
            table=row["table_name"],
            name=row["check_name"],
            column=row["column_name"],
            severity=Severity(row["severity"]),
            failing=row["failing"],
            total=row["total"],
            meaning=row["meaning"],
        )
        for row in found.to_pylist()
    )


def read_facts(engine: Engine) -> dict[str, TableFact]:
    """Return what the last checks saw of each table."""
    return {
        row["table_name"]: TableFact(
            json.loads(row["inputs"]), row["row_count"], row["newest_on"], row["checked_at"]
        )
        for row in engine.execute(f"FROM {FACTS}").to_pylist()
    }


_SCHEMA = pa.schema(
    [
        ("table_name", pa.string()),
        ("check_name", pa.string()),
        ("column_name", pa.string()),
        ("severity", pa.string()),
        ("failing", pa.int64()),
        ("total", pa.int64()),
        ("meaning", pa.string()),
        ("checked_at", pa.timestamp("us")),
    ]
)


def _result(table: str, check: Check, failing: int, total: int) -> CheckResult:
    return CheckResult(table, check.name, check.column, check.severity, failing, total, check.meaning)


def _volume(table: str, total: int, before: int) -> CheckResult:
    shrunk = total < before * SHRUNK_RATIO
    return CheckResult(
        table,
        "volume",
        None,
        Severity.WARN,
        before - total if shrunk else 0,
        before,
        "of the check before are gone",
    )
