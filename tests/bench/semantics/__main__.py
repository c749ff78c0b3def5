"""Measure the semantic layer: ``python -m tests.bench.semantics [--rows 10000000] [--rounds 5]``.

Each case runs interleaved as SQL by hand, as our planner writes it and as MetricFlow writes it, in
one DuckDB; the best of the rounds counts. Results must be equal. A run of MetricFlow that takes
longer than the limit is stopped and said so.
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from symphonies.platform.lakehouse import Contract
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import ColumnKind, SemanticLayer, compile_query, load_catalog
from tests.bench.semantics.cases import CASES, Case
from tests.bench.semantics.data import build

HERE = Path(__file__).parent
PLAN_BAR_MS = 5.0
NOISE = 1.1
"""How much slower than MetricFlow a best of five may be and still count as equal."""
Rows = dict[tuple, tuple[float, ...]]


@dataclass(frozen=True)
class Company:
    currency: str = "EUR"
    as_of: date = date(2025, 12, 31)
    fiscal_year_start_month: int = 1
    calendar: str = "calendar"


@dataclass(frozen=True)
class Declared:
    contract: Contract
    path: Path


@dataclass(frozen=True)
class Engine:
    connection: duckdb.DuckDBPyConnection

    def execute(self, sql: str) -> pa.Table:
        return self.connection.execute(sql).to_arrow_table()


@dataclass
class Measured:
    case: Case
    cold_ms: float = 0.0
    warm_ms: float = 0.0
    rival_plan_ms: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)
    equal: bool = True
    rival_note: str = ""

    def best(self, name: str) -> float:
        return min(self.times.get(name) or [math.nan])


def run(connection: duckdb.DuckDBPyConnection, sql: str, limit_s: float) -> tuple[float, list[tuple] | None]:
    """Seconds and rows of a query; None when it was stopped at the limit."""
    timer = Timer(limit_s, connection.interrupt)
    timer.start()
    start = time.perf_counter()
    try:
        rows = connection.execute(sql).fetchall()
    except duckdb.InterruptException:
        rows = None
    finally:
        timer.cancel()
    return time.perf_counter() - start, rows


def keyed(rows: list[tuple], figures: int) -> Rows:
    """Rows by their dimensions; months as dates; rows without figures left out."""
    found: Rows = {}
    for row in rows:
        key = tuple(value.date() if isinstance(value, datetime) else value for value in row[:-figures])
        values = tuple(math.nan if value is None else float(value) for value in row[-figures:])
        if not all(map(math.isnan, values)):
            found[key] = values
    return found


def same(left: Rows, right: Rows) -> bool:
    def close(a: float, b: float) -> bool:
        return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-7)

    return left.keys() == right.keys() and all(
        all(map(close, values, right[key])) for key, values in left.items()
    )


def figures_only(compiled: Any, rows: list[tuple]) -> list[tuple]:
    kept = [
        place
        for place, column in enumerate(compiled.columns)
        if column.kind not in (ColumnKind.COMPLETE, ColumnKind.LABEL)
    ]
    return [tuple(row[place] for place in kept) for row in rows]


def measure(case: Case, layer: SemanticLayer, scope: Scope, rival: Any, args: argparse.Namespace) -> Measured:
    """Plan, then run in turns, and compare."""
    found = Measured(case)
    start = time.perf_counter()
    compiled = compile_query(case.query, layer.catalog, scope, layer.company)
    found.cold_ms = (time.perf_counter() - start) * 1000
    layer.plan(case.query, scope)
    start = time.perf_counter()
    layer.plan(case.query, scope)
    found.warm_ms = (time.perf_counter() - start) * 1000
    texts = {"hand": case.hand, "ours": compiled.sql}
    if rival is not None:
        rival.sql(case)
        start = time.perf_counter()
        texts["metricflow"] = rival.sql(case)
        found.rival_plan_ms = (time.perf_counter() - start) * 1000
    count = len(case.query.metrics)
    answers: dict[str, Rows] = {}
    for _ in range(args.rounds):
        for name, sql in list(texts.items()):
            seconds, rows = run(layer.engine.connection, sql, args.limit)  # type: ignore[attr-defined]
            found.times.setdefault(name, []).append(seconds)
            if rows is None:
                found.rival_note = f"stopped after {args.limit:.0f} s"
                del texts[name]
            else:
                answers[name] = keyed(figures_only(compiled, rows) if name == "ours" else rows, count)
    found.equal = all(same(answers["hand"], answer) for answer in answers.values())
    return found


def report(results: list[Measured]) -> bool:
    """Print the table; return whether every bar holds."""
    head = f"{'case':46}{'plan cold/warm':>17}{'hand':>9}{'ours':>9}{'x hand':>8}{'bar':>6}{'MetricFlow':>20}{'x ours':>8}  equal"
    sys.stdout.write(head + "\n")
    held = True
    for each in results:
        ratio = each.best("ours") / each.best("hand")
        rival = each.best("metricflow")
        ok = (
            ratio <= each.case.bar
            and each.warm_ms <= PLAN_BAR_MS
            and each.equal
            and not rival * NOISE < each.best("ours")
        )
        held = held and ok
        told = each.rival_note or f"{rival * 1000:.0f} ms"
        sys.stdout.write(
            f"{each.case.name:46}{each.cold_ms:8.1f}/{each.warm_ms:5.2f} ms{each.best('hand') * 1000:6.0f} ms"
            f"{each.best('ours') * 1000:6.0f} ms{ratio:8.2f}{each.case.bar:6.1f}{told:>20}{rival / each.best('ours'):8.2f}"
            f"  {'yes' if each.equal else 'NO'}{'' if ok else '   MISSED'}\n"
        )
    return held


def main() -> int:
    """Build, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a query is stopped")
    parser.add_argument("--no-metricflow", action="store_true")
    args = parser.parse_args()
    rival = None
    if not args.no_metricflow:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from tests.bench.semantics.rival import MetricFlow

            rival = MetricFlow()
    contract = Contract.model_validate(
        yaml.safe_load((HERE / "catalogue" / "product.yaml").read_text(encoding="utf-8"))
    )
    catalog = load_catalog([Declared(contract, HERE / "catalogue")])
    scope = Scope("bench", {name: TableScope(readable=True) for name in catalog.graph.tables}, "bench")
    layer = SemanticLayer(catalog, Engine(build(args.rows)), Company())
    compile_query(CASES[0].query, catalog, scope, layer.company)
    gc.collect()
    gc.freeze()  # what was set up so far is no garbage to look through while measuring
    held = report([measure(case, layer, scope, rival, args) for case in CASES])
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
