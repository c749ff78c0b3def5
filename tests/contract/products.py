"""What the contract tests of products share: the products, their examples, and a small sample company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import yaml

from symphonies.kernel import Grain, Period
from symphonies.platform.lakehouse import (
    Company,
    Lakehouse,
    LakehouseSettings,
    LoadReport,
    Product,
    discover_products,
    open_engine,
)
from symphonies.platform.samples import Plant, SampleCompany
from symphonies.platform.security import Scope, TableScope
from symphonies.platform.semantics import (
    Catalog,
    Filter,
    MetricQuery,
    Op,
    SemanticLayer,
    load_catalog,
)
from tests.conftest import ROOT

PARTNER = ROOT / "examples" / "product_29"
SCALE, AS_OF = 0.05, date(2026, 10, 31)


@cache
def products() -> tuple[Product, ...]:
    """Every product of the source tree, and the partner's beside it."""
    return discover_products([PARTNER])


@cache
def catalog() -> Catalog:
    return load_catalog(products())


def everything() -> Scope:
    """The scope of one who may see all."""
    tables = {
        f"{product.id}.{table}": TableScope(readable=True)
        for product in products()
        for table in product.contract.tables
    }
    return Scope("all", tables, "all")


@contextmanager
def store(company: Company) -> Iterator[Lakehouse]:
    """An empty lakehouse with every product."""
    with TemporaryDirectory() as folder:
        engine = open_engine(LakehouseSettings(store=Path(folder)))
        try:
            lakehouse = Lakehouse(engine, products(), Path(folder))
            lakehouse.prepare(company)
            yield lakehouse
        finally:
            engine.close()


def layer(lakehouse: Lakehouse) -> SemanticLayer:
    return SemanticLayer(catalog(), lakehouse.engine, lakehouse.company)


def figure(
    semantics: SemanticLayer,
    metric: str,
    period: Period,
    *,
    variant: str | None = None,
    where: Mapping[str, str] | None = None,
) -> float | None:
    """One figure of one metric over one period."""
    filters = tuple(Filter(name, Op.EQ, (str(value),)) for name, value in (where or {}).items())
    variants = {metric: variant} if variant else {}
    query = MetricQuery((metric,), period=period, where=filters, variants=variants)
    rows = semantics.run(query, everything()).rows
    return rows.column(metric)[0].as_py() if rows.num_rows else None


def month(text: str) -> Period:
    """``2026-03`` as a period."""
    year, number = map(int, text.split("-"))
    return Period(date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))


def figures(
    semantics: SemanticLayer,
    metric: str,
    *,
    by: Sequence[str] = (),
    grain: Grain = Grain.MONTH,
    last: Period,
    variant: str = "",
) -> list[dict[str, Any]]:
    """The rows of one metric over the periods of a longer one."""
    variants = {metric: variant} if variant else {}
    query = MetricQuery((metric,), by=tuple(by), grain=grain, period=last, variants=variants)
    return semantics.run(query, everything()).rows.to_pylist()


@dataclass(frozen=True)
class Sampled:
    """The small sample company, landed and built."""

    lakehouse: Lakehouse
    semantics: SemanticLayer
    loads: tuple[LoadReport, ...]
    planted: Mapping[str, Plant]
    failed: tuple[str, ...]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.lakehouse.engine.execute(sql).to_pylist()


_kept: list[Any] = []


@cache
def sample() -> Sampled:
    """Generate, land and build once for all tests of a run."""
    opened = store(Company(name="Demo Bank", currency="EUR", as_of=AS_OF, is_sample=True))
    lakehouse = opened.__enter__()
    _kept.append(opened)
    company = SampleCompany(products(), scale=SCALE, as_of=AS_OF)
    loads = tuple(lakehouse.land(product, table, rows, "sample") for product, table, rows in company.tables())
    report = lakehouse.build(publish=False)
    failed = tuple(
        f"{result.step.table}: {result.error}" for result in report.results if result.error is not None
    )
    return Sampled(
        lakehouse, layer(lakehouse), loads, {plant.kind: plant for plant in company.planted}, failed
    )


@dataclass(frozen=True)
class Example:
    """Rows in, rows out."""

    product: str
    name: str
    company: Mapping[str, Any]
    given: Mapping[str, Sequence[Mapping[str, Any]]]
    expect: Mapping[str, Sequence[Mapping[str, Any]]]
    metrics: Sequence[Mapping[str, Any]]


def examples() -> list[Example]:
    """The examples of every product."""
    found = []
    for product in products():
        path = product.path / "examples.yaml"
        declared = yaml.safe_load(path.read_text("utf-8"))["examples"] if path.exists() else []
        for one in declared:
            outcome = one.get("expect", {}), one.get("metrics", ())
            found.append(Example(product.id, one["name"], one["company"], one["given"], *outcome))
    return found


def as_text(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as a source would send them: every value a text."""
    names = sorted({name for row in rows for name in row})
    texts = {name: [_text(row.get(name)) for row in rows] for name in names}
    return pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()})


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
