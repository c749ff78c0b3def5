"""Catalogues of others, read over a small shop and asked; ours written for others, and read back."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml

from symphonies.app.asking import foreign_asker
from symphonies.app.catalogues import DataUnreadableError, ForeignInstance, open_catalogue
from symphonies.kernel import Grain
from symphonies.platform.lakehouse import discover_products
from symphonies.platform.semantics import MetricQuery, MetricsInvalidError, load_catalog, to_ossie

METRICFLOW = """
semantic_models:
  - name: orders
    model: ref('orders')
    defaults: {agg_time_dimension: ordered_on}
    entities:
      - {name: order, type: primary, expr: order_id}
      - {name: client, type: foreign, expr: client_id}
    dimensions:
      - {name: ordered_on, type: time, type_params: {time_granularity: day}}
      - {name: channel, type: categorical}
    measures:
      - {name: order_total, agg: sum, expr: amount}
      - {name: order_count, agg: sum, expr: "1", create_metric: true}
      - {name: buyers, agg: count_distinct, expr: client_id}
      - {name: typical, agg: percentile, expr: amount, agg_params: {percentile: 0.5}}
  - name: clients
    model: ref('clients')
    entities: [{name: client, type: primary, expr: client_id}]
    dimensions: [{name: city, type: categorical}]
metrics:
  - name: takings
    label: Takings
    type: simple
    type_params: {measure: order_total}
    config: {meta: {synonyms: [till]}}
  - {name: web_takings, type: simple, type_params: {measure: order_total}, filter: "{{ Dimension('order__channel') }} = 'web'"}
  - {name: oslo_takings, type: simple, type_params: {measure: order_total}, filter: "{{ Dimension('client__city') }} = 'Oslo'"}
  - {name: web_share, type: ratio, type_params: {numerator: web_takings, denominator: takings}}
  - {name: buyers, type: simple, type_params: {measure: buyers}}
  - {name: typical_order, type: simple, type_params: {measure: typical}}
  - name: takings_growth
    type: derived
    type_params:
      expr: takings - before
      metrics: [{name: takings}, {name: takings, alias: before, offset_window: 1 month}]
  - {name: running, type: cumulative, type_params: {measure: order_total, grain_to_date: year}}
  - {name: from_visit_to_order, type: conversion, type_params: {}}
  - {name: lost, type: simple, type_params: {measure: nowhere}}
"""
OSSIE = """
semantic_model:
  - name: shop
    datasets:
      - name: orders
        source: orders
        primary_key: [order_id]
        fields:
          - {name: ordered_on, expression: {dialects: [{dialect: ANSI_SQL, expression: ordered_on}]}, dimension: {is_time: true}}
          - {name: channel, expression: {dialects: [{dialect: ANSI_SQL, expression: channel}]}, dimension: {is_time: false}}
      - name: clients
        source: clients
        primary_key: [client_id]
        fields: [{name: city, expression: {dialects: [{dialect: ANSI_SQL, expression: city}]}, dimension: {is_time: false}}]
    relationships: [{name: who, from: orders, to: clients, from_columns: [client_id], to_columns: [client_id]}]
    metrics:
      - name: takings
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}
        ai_context: {synonyms: [till]}
      - name: mean_order
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) / COUNT(DISTINCT orders.order_id)}]}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "shop.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "CREATE TABLE clients AS SELECT * FROM (VALUES (1, 'Oslo'), (2, 'Rome')) t(client_id, city)"
        )
        connection.execute(
            "CREATE TABLE orders AS SELECT * FROM (VALUES (1, 1, DATE '2026-01-10', 'web', 100.0),"
            " (2, 1, DATE '2026-02-11', 'shop', 50.0), (3, 2, DATE '2026-02-12', 'web', 30.0))"
            " t(order_id, client_id, ordered_on, channel, amount)"
        )
    return file


def _opened(text: str, data: Path) -> ForeignInstance:
    folder = data.parent / "catalogue"
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.yml").write_text(text, encoding="utf-8")
    return open_catalogue(folder, data)


def _value(foreign: ForeignInstance, metric: str, **parts: object) -> list[object]:
    query = MetricQuery((f"catalogue.{metric}",), **parts)  # type: ignore[arg-type]
    rows = foreign.layer.run(query, foreign.scope).rows.to_pylist()
    return [row[f"catalogue.{metric}"] for row in rows]


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("takings", 180.0),
        ("order_count", 3.0),
        ("web_takings", 130.0),
        ("oslo_takings", 150.0),
        ("web_share", 130 / 180),
        ("buyers", 2.0),
        ("typical_order", 50.0),
    ],
)
def test_metricflow_gives_the_figures_that_sql_gives(metric: str, value: float, data: Path) -> None:
    assert _value(_opened(METRICFLOW, data), metric) == [pytest.approx(value)]


def test_metricflow_joins_and_shifts(data: Path) -> None:
    foreign = _opened(METRICFLOW, data)
    assert sorted(_value(foreign, "takings", by=("client.city",))) == [30.0, 150.0]  # type: ignore[type-var]
    assert _value(foreign, "takings_growth", grain=Grain.MONTH)[-1] == -20.0
    assert _value(foreign, "running", grain=Grain.MONTH) == [100.0, 180.0]


def test_what_has_no_counterpart_is_named_and_left_out(data: Path) -> None:
    foreign = _opened(METRICFLOW, data)
    told = " ".join(foreign.notes)
    assert "from_visit_to_order: type conversion has no counterpart here" in told
    assert "metric lost: what it is computed from is not there" in told
    assert not {"catalogue.lost", "catalogue.from_visit_to_order"} & {
        m.id for m in foreign.layer.catalog.metrics
    }


@pytest.mark.parametrize("text", [METRICFLOW, OSSIE])
def test_an_import_can_be_asked_in_plain_words(text: str, data: Path) -> None:
    foreign = _opened(text, data)
    answer = foreign_asker(foreign).ask("till by city", foreign.scope)
    assert answer.kind == "answer"
    assert sorted(row["catalogue.takings"] for row in answer.rows) == [30.0, 150.0]


KINDS = METRICFLOW.replace(
    "\nmetrics:",
    """
  - name: gift
    model: ref('gifts')
    entities: [{name: order, type: primary, expr: order_id}]
    dimensions: [{name: is_gift, type: categorical, expr: "1"}]
metrics:""",
)


def test_measures_and_kinds_of_rows_that_no_metric_is_of_become_metrics(data: Path) -> None:
    with duckdb.connect(str(data)) as connection:
        connection.execute("CREATE TABLE gifts AS SELECT 2 AS order_id")
    foreign = _opened(KINDS, data)
    known = {metric.id for metric in foreign.layer.catalog.metrics}
    assert {"catalogue.typical_order", "catalogue.gift_order_total"} <= known
    assert "catalogue.order_total" not in known  # Takings are that measure already
    assert _value(foreign, "gift_order_total") == [50.0]
    assert not foreign.layer.catalog.reaches("catalogue.takings", "gift.is_gift")
    answer = foreign_asker(foreign).ask("gift order total by city", foreign.scope)
    assert [row["catalogue.gift_order_total"] for row in answer.rows] == [50.0]


def test_ossie_takes_several_aggregates_for_a_formula(data: Path) -> None:
    assert _value(_opened(OSSIE, data), "mean_order") == [60.0]


def test_a_key_that_is_held_twice_is_joined_by_nobody(data: Path) -> None:
    with duckdb.connect(str(data)) as connection:
        connection.execute("INSERT INTO clients VALUES (1, 'Oslo again')")
    foreign = _opened(METRICFLOW, data)
    assert "clients: key client is not unique, so nothing is joined to it" in foreign.notes
    assert not foreign.layer.catalog.reaches("catalogue.takings", "client.city")
    assert any(note.startswith("metric oslo_takings: ") for note in foreign.notes)
    assert _value(foreign, "takings") == [180.0]


def test_data_that_lack_a_column_are_told_so(data: Path) -> None:
    foreign = _opened(
        METRICFLOW.replace("{name: city, type: categorical}", "{name: town, type: categorical}"), data
    )
    assert any("town" in note for note in foreign.notes)
    assert _value(foreign, "takings") == [180.0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [", "is not readable YAML"),
        ("greeting: hello", "no semantic_models, metrics or semantic_model"),
        ("semantic_models: [{model: ref('orders')}]", "a declaration lacks 'name'"),
    ],
)
def test_a_folder_that_is_no_catalogue_is_refused(text: str, found: str, data: Path) -> None:
    with pytest.raises(MetricsInvalidError, match=found):
        _opened(text, data)


def test_a_file_that_is_no_database_is_refused(data: Path) -> None:
    data.write_text("not a database", encoding="utf-8")
    with pytest.raises(DataUnreadableError):
        _opened(METRICFLOW, data)


def test_our_catalogue_can_be_told_in_ossie_and_names_what_it_cannot_tell() -> None:
    told = to_ossie(load_catalog(discover_products(())), "finance")
    [model] = told["semantic_model"]
    assert yaml.safe_load(yaml.safe_dump(told)) == told
    metrics = {each["name"]: each for each in model["metrics"]}
    revenue = metrics["corp.revenue"]
    assert "Revenue" in revenue["ai_context"]["synonyms"]
    assert "SUM(" in revenue["expression"]["dialects"][0]["expression"]
    assert "corp.cash" not in metrics
    assert "corp.cash" in model["custom_extensions"][0]["data"]
    names = {each["name"] for each in model["datasets"]}
    assert {each["to"] for each in model["relationships"]} <= names
