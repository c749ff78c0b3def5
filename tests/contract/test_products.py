"""What every product promises, whoever wrote it: a new folder is found here by looking."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from symphonies.kernel import Grain, Period
from symphonies.platform.lakehouse import Company, Product
from tests.contract.products import (
    AS_OF,
    Example,
    as_text,
    catalog,
    examples,
    figure,
    figures,
    layer,
    month,
    products,
    sample,
    store,
)

PRODUCTS = [pytest.param(product, id=product.id) for product in products()]
EXAMPLES = [pytest.param(example, id=f"{example.product}-{example.name}") for example in examples()]
METRICS = [metric.id for metric in catalog().all_metrics]
HISTORY = Period(date(2024, 11, 1), date(2026, 11, 1))


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_table_says_what_it_holds(product: Product) -> None:
    for name, table in product.contract.tables.items():
        assert table.description.endswith("."), name
        assert [column for column, spec in table.columns.items() if len(spec.meaning) < 3] == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_money_names_its_currency(product: Product) -> None:
    bare = [
        f"{name}.{column}"
        for name, table in product.contract.tables.items()
        for column, spec in table.columns.items()
        if spec.unit == "money" and spec.currency is None
    ]
    assert bare == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_entities_can_be_told_apart(product: Product) -> None:
    nameless = [name for name, table in product.contract.tables.items() if table.entity and not table.label]
    assert nameless == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_published_models_are_declared(product: Product) -> None:
    computed = [
        name
        for name, table in product.contract.tables.items()
        if name in product.models and not table.columns
    ]
    assert computed == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_metric_explains_itself(product: Product) -> None:
    own = [metric for metric in catalog().all_metrics if metric.product == product.id]
    assert own
    assert [metric.id for metric in own if not metric.description.endswith(".") or not metric.owner] == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_product_has_examples(product: Product) -> None:
    assert [example for example in examples() if example.product == product.id]


@pytest.mark.parametrize("product", PRODUCTS)
def test_sample_rows_keep_the_contract(product: Product) -> None:
    refused = [
        (load.table, load.quarantined)
        for load in sample().loads
        if load.product == product.id and load.quarantined
    ]
    assert refused == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_source_table_has_sample_rows(product: Product) -> None:
    schema = {
        name: sample().rows(f'SELECT count(*) AS n FROM "{product.id}"."{name}"')[0]["n"]
        for name in product.contract.tables
        if name not in product.engine_tables
    }
    assert [name for name, count in schema.items() if count == 0] == []


@pytest.mark.parametrize("product", PRODUCTS)
def test_no_check_fails_on_the_sample(product: Product) -> None:
    assert sample().lakehouse.status(product.id).trust == "verified"


def test_every_model_builds() -> None:
    assert sample().failed == ()


def test_empty_products_build_to_empty_tables() -> None:
    with store(Company(name="Nobody", currency="EUR", as_of=AS_OF)) as lakehouse:
        report = lakehouse.build(publish=False)
        assert [f"{result.step.table}: {result.error}" for result in report.results if result.error] == []
        rows = lakehouse.engine.execute("SELECT count(*) AS n FROM invoicing.receivable").to_pylist()
        assert rows == [{"n": 0}]


@pytest.mark.parametrize("example", EXAMPLES)
def test_rows_in_rows_out(example: Example) -> None:
    with store(Company(name="Example", **example.company)) as lakehouse:
        for table, rows in example.given.items():
            report = lakehouse.land(*table.split("."), as_text(rows), "example")
            assert report.quarantined == 0, report
        built = lakehouse.build(publish=False)
        assert [f"{result.step.table}: {result.error}" for result in built.results if result.error] == []
        for table, expected in example.expect.items():
            found = lakehouse.engine.execute(f'SELECT * FROM "{example.product}"."{table}"').to_pylist()
            assert _only(found, expected) == _only(list(expected), expected)
        semantics = layer(lakehouse)
        for asked in example.metrics:
            value = figure(
                semantics,
                asked["metric"],
                month(asked["month"]),
                variant=asked.get("variant"),
                where=asked.get("where"),
            )
            assert value == pytest.approx(asked["value"]), asked


def _only(rows: list[Any], expected: Any) -> list[tuple[str, ...]]:
    """The columns that are expected, plain and in a fixed order."""
    names = sorted({name for row in expected for name in row})
    return sorted(tuple(_plain(row.get(name)) for name in names) for row in rows)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return f"{float(value):.6f}"
    return str(value)


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_has_a_finite_figure(metric: str) -> None:
    for variant in ("", *catalog().metric(metric).variants):
        rows = figures(sample().semantics, metric, last=HISTORY, variant=variant)
        values = [row[metric] for row in rows if row[metric] is not None]
        assert all(math.isfinite(value) for value in values)
        if (metric, variant) != ("corp.runway", "simple"):  # n/a while cash is earned
            assert values, f"{metric} {variant} has no figure"


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_can_be_split_by_each_of_its_dimensions(metric: str) -> None:
    quarter = Period(date(2026, 7, 1), date(2026, 10, 1))
    for dimension in catalog().dimensions_of(metric):
        if dimension.path.count(".") <= 1:
            figures(sample().semantics, metric, by=(dimension.path,), grain=Grain.QUARTER, last=quarter)
