"""Metrics as fields: figures with state, freshness, trust and lineage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from symphonies.kernel import Calendar, Grain, Period
from symphonies.platform.security import TableScope
from symphonies.platform.semantics import Comparison, Direction, MetricQuery
from symphonies.platform.subgraphs import ArgumentInvalidError, read_query
from symphonies.platform.subgraphs.metrics.rows import metric_rows
from tests.unit.subgraphs.world import CUSTOMERS, INVOICES, Company, Status, World, only, open_scope

ALL = "state reason nextStep currency asOf period { from to } rows { value }"


def metric(world: World, arguments: str, fields: str = ALL, **settings: Any) -> Any:
    return world.data("metrics", "{ metric(" + arguments + ") { " + fields + " } }", **settings)["metric"]


def sales(*months: int) -> float:
    dated = [row for row in INVOICES if row[7] is not None and row[3] is not None]
    return float(sum(row[3] for row in dated if row[7].month in months))


def test_figures_by_month_with_comparison(world: World) -> None:
    found = metric(
        world,
        'id: "shop.sales", grain: MONTH, period: {last: 2}, compare: [PREVIOUS_PERIOD]',
        "state currency asOf period { from to } rows { periodStart periodEnd complete value isRest share "
        "comparisons { kind value delta good } dimensions { name } }",
    )
    assert (found["state"], found["currency"], found["asOf"]) == ("READY", "EUR", "2026-03-20")
    assert found["period"] == {"from": "2026-02-01", "to": "2026-03-31"}
    assert found["rows"][0] == {
        "periodStart": "2026-02-01",
        "periodEnd": "2026-02-28",
        "complete": True,
        "value": sales(2),
        "isRest": False,
        "share": None,
        "dimensions": [],
        "comparisons": [
            {
                "kind": "PREVIOUS_PERIOD",
                "value": sales(1),
                "delta": sales(2) - sales(1),
                "good": sales(2) > sales(1),
            }
        ],
    }
    assert found["rows"][1]["complete"] is False


def test_groups_have_keys_and_labels(world: World) -> None:
    rows = metric(
        world,
        'id: "shop.sales", by: ["customer"], period: {from: "2026-01-01", to: "2026-03-31"}',
        "rows { value dimensions { name key label } }",
    )["rows"]
    assert {(row["dimensions"][0]["key"], row["dimensions"][0]["label"]) for row in rows} == {
        ("c1", "Alpha"),
        ("c2", "Beta"),
        ("c3", "Gamma"),
        ("c4", "Delta"),
    }
    assert sum(row["value"] for row in rows) == pytest.approx(sales(1, 2, 3))


def test_filters_and_top(world: World) -> None:
    rows = metric(
        world,
        'id: "shop.sales", by: ["customer"], top: 1, '
        'where: [{dimension: "customer.segment", op: EQ, values: ["big"]}]',
        "rows { isRest dimensions { key } }",
    )["rows"]
    assert [row["isRest"] for row in rows] == [False, True]
    alone = metric(world, 'id: "shop.sales", by: ["customer"], top: 1, rest: false', "rows { isRest }")[
        "rows"
    ]
    assert [row["isRest"] for row in alone] == [False]


def test_typed_fields_are_the_same_metrics(world: World) -> None:
    data = world.data(
        "shop",
        "{ shopMetrics { sales { rows { value } } shopCount { rows { value } } "
        "otherCount { definition { id } } } }",
    )["shopMetrics"]
    assert data["sales"] == metric(world, 'id: "shop.sales"', "rows { value }")
    assert data["otherCount"] == {"definition": {"id": "other.count"}}


def test_a_scope_limits_the_figures(world: World) -> None:
    scope = open_scope(shop__invoice=only("customer_id = 'c1'"))
    own = world.data("metrics", '{ metric(id: "shop.count") { rows { value } } }', scope)["metric"]["rows"][0]
    assert own["value"] == len([row for row in INVOICES if row[1] == "c1" and row[7] is not None])


def test_a_forbidden_metric_is_a_state(world: World) -> None:
    scope = open_scope(shop__invoice=TableScope(readable=False))
    data = world.data(
        "metrics", '{ metric(id: "shop.sales") { ' + ALL + " lineage { table } sql } metrics { id } }", scope
    )
    found = data["metric"]
    assert (found["state"], found["rows"], found["sql"], found["lineage"]) == ("FORBIDDEN", [], None, [])
    assert found["reason"]
    assert data["metrics"] == [], "the catalogue shows what may be seen"


def test_a_masked_measure_is_a_state(world: World) -> None:
    scope = open_scope(shop__invoice=TableScope(readable=True, masked=frozenset({"amount"})))
    assert (
        world.data("metrics", '{ metric(id: "shop.sales") { state } }', scope)["metric"]["state"]
        == "FORBIDDEN"
    )


def test_a_masked_label_is_not_shown(world: World) -> None:
    scope = open_scope(shop__customer=TableScope(readable=True, masked=frozenset({"name"})))
    query = '{ metric(id: "shop.sales", by: ["customer"]) { rows { dimensions { key label } } } }'
    rows = world.data("metrics", query, scope)["metric"]["rows"]
    labels = {row["dimensions"][0]["label"] for row in rows}
    assert labels.isdisjoint({name for _, name, _, _ in CUSTOMERS})
    assert {row["dimensions"][0]["key"] for row in rows} == {"c1", "c2", "c3", "c4"}


def test_a_product_without_data_is_not_connected(world: World) -> None:
    world.status["shop"] = Status(
        connected=False,
        loaded_at=None,
        newest_on=None,
        fresh=None,
        trust="unknown",
        reason="No rows.",
        next_step="Load a file.",
    )
    found = metric(world, 'id: "shop.count"', ALL + " freshness { loadedAt fresh target } trust { level }")
    assert (found["state"], found["reason"], found["nextStep"], found["rows"]) == (
        "NOT_CONNECTED",
        "No rows.",
        "Load a file.",
        [],
    )
    assert found["freshness"] == {"loadedAt": None, "fresh": None, "target": "26h"}
    assert found["trust"] == {"level": "UNKNOWN"}


def test_an_old_load_is_stale(world: World) -> None:
    world.status["shop"] = Status(fresh=False, trust="warning", reasons=("2 rows in quarantine.",))
    found = metric(
        world, 'id: "shop.sales"', "state reason nextStep trust { level reasons } freshness { fresh }"
    )
    assert found["state"] == "STALE"
    assert found["nextStep"]
    assert found["trust"] == {"level": "WARNING", "reasons": ["2 rows in quarantine."]}
    assert found["freshness"] == {"fresh": False}


def test_nothing_to_count_is_empty(world: World) -> None:
    found = metric(world, 'id: "shop.sales", where: [{dimension: "customer", values: ["cx"]}]')
    assert found["state"] == "EMPTY"
    assert found["reason"]


@dataclass(frozen=True)
class Edge:
    from_table: str
    from_column: str | None
    to_table: str
    to_column: str | None


def test_lineage_leads_to_the_sources(world: World) -> None:
    edges = [
        Edge("landing.bills", "value", "shop.invoice", "amount"),
        Edge("bills.csv", None, "landing.bills", "value"),
    ]
    world.lineage = lambda table, column: edges if (table, column) == ("shop.invoice", "amount") else []
    assert metric(world, 'id: "shop.sales"', "lineage { table column upstream }")["lineage"] == [
        {"table": "shop.invoice", "column": "amount", "upstream": ["landing.bills.value"]},
        {"table": "landing.bills", "column": "value", "upstream": ["bills.csv"]},
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ('id: "shop.seles"', "METRIC_UNKNOWN"),
        ('id: "shop.sales", by: ["nothing"]', "DIMENSION_UNREACHABLE"),
        ('id: "shop.sales", variant: "x"', "METRIC_UNKNOWN"),
        ('id: "shop.sales", period: {from: "x"}', "ARGUMENT_INVALID"),
        ('id: "shop.sales", period: {last: 0}', "ARGUMENT_INVALID"),
        ('id: "shop.sales", period: {last: 2, from: "2026-01-01"}', "ARGUMENT_INVALID"),
        ('id: "shop.sales", period: {from: "2026-02-01", to: "2026-01-01"}', "ARGUMENT_INVALID"),
        ('id: "shop.sales", calendar: "mayan"', "ARGUMENT_INVALID"),
    ],
)
def test_one_bad_metric_spoils_no_other(world: World, arguments: str, code: str) -> None:
    answer = world.ask(
        "metrics", "{ bad: metric(" + arguments + ') { state } good: metric(id: "shop.sales") { state } }'
    )
    assert answer["data"] == {"bad": None, "good": {"state": "READY"}}
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [(["bad"], code)]


def test_a_bad_typed_metric_spoils_no_other(world: World) -> None:
    answer = world.ask(
        "shop", '{ shopMetrics { bad: sales(by: ["x"]) { state } sales { state } __typename } }'
    )
    assert answer["data"]["shopMetrics"] == {
        "bad": None,
        "sales": {"state": "READY"},
        "__typename": "ShopMetrics",
    }
    assert answer["errors"][0]["path"] == ["shopMetrics", "bad"]


def test_the_catalogue(world: World) -> None:
    data = world.data(
        "metrics",
        '{ metrics(search: "revenue", product: "shop") { id formula type unit direction owner '
        "product defaultGrain target synonyms model variants { name } dimensions { name description } } }",
    )
    (found,) = data["metrics"]
    assert found["id"] == "shop.sales"
    assert (found["type"], found["unit"], found["direction"], found["defaultGrain"]) == (
        "FLOW",
        "money",
        "UP",
        "MONTH",
    )
    assert found["formula"] == "sum(amount)"
    assert {"name": "customer.segment", "description": "A text"} in found["dimensions"]
    assert world.data("metrics", '{ metrics(product: "hub") { id } }') == {"metrics": []}


def test_viewer_company_and_products(world: World) -> None:
    world.status["hub"] = Status(
        connected=False, rows=0, trust="unknown", reason="No rows.", next_step="Load."
    )
    data = world.data(
        "metrics",
        "{ viewer { id title personas { id } } company { name currency asOf calendar "
        "fiscalYearStartMonth isSample } products { id owner connected rows trust reason nextStep } }",
    )
    assert data["viewer"] == {"id": "p", "title": "Reader", "personas": [{"id": "q"}]}
    assert data["company"] == {
        "name": "Acme",
        "currency": "EUR",
        "asOf": "2026-03-20",
        "calendar": "calendar",
        "fiscalYearStartMonth": 1,
        "isSample": True,
    }
    assert data["products"][0] == {
        "id": "hub",
        "owner": "T",
        "connected": False,
        "rows": 0,
        "trust": "UNKNOWN",
        "reason": "No rows.",
        "nextStep": "Load.",
    }


def test_a_closed_product_tells_nothing_of_its_data(world: World) -> None:
    scope = open_scope(hub__region=TableScope(readable=False))
    found = world.data("metrics", "{ products { id connected rows loadedAt newestOn reason } }", scope)[
        "products"
    ]
    assert found[0] == {
        "id": "hub", "connected": True, "rows": 0, "loadedAt": None, "newestOn": None,
        "reason": "Hub is not open to you.",
    }  # fmt: skip
    assert found[1]["rows"] == 20


def period(world: World, **given: Any) -> Period | None:
    sales_metric = world.semantics.catalog.metric("shop.sales")
    grain = given.pop("grain", None)
    return read_query(sales_metric, {"period": given, "grain": grain}, Company()).period


def test_periods_as_people_say_them(world: World) -> None:
    assert period(world, last=1) == Period(date(2026, 3, 1), date(2026, 4, 1))
    assert period(world, last=2, includeCurrent=False) == Period(date(2026, 1, 1), date(2026, 3, 1))
    assert period(world, last=2, grain="QUARTER") == Period(date(2025, 10, 1), date(2026, 4, 1))
    assert period(world, last=1, to="2026-01-31", includeCurrent=False) == Period(
        date(2026, 1, 1), date(2026, 2, 1)
    )
    assert period(world, **{"from": "2026-01-05", "to": "2026-01-05"}).days == 1
    assert period(world, **{"from": "2026-01-05"}).last_day == date(2026, 3, 20)
    assert period(world) is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"grain": "FORTNIGHT"}, {"grain": 3}, {"compare": ["LAST_CENTURY"]}, {"period": {"last": "3"}},
        {"where": [{"dimension": "customer", "op": "LIKE", "values": []}]}, {"where": [{"op": "IN"}]},
    ],
)  # fmt: skip
def test_raw_arguments_are_checked(world: World, arguments: dict[str, Any]) -> None:
    with pytest.raises(ArgumentInvalidError) as caught:
        read_query(world.semantics.catalog.metric("shop.sales"), arguments, Company())
    assert caught.value.hint


def test_changes_are_judged_by_direction(world: World) -> None:
    down = world.semantics.catalog.metric("shop.count")
    query = MetricQuery(("shop.count",), grain=Grain.MONTH, compare=(Comparison.PREVIOUS_YEAR,))
    table = pa.table(
        {
            "period": [date(2026, 1, 1)] * 4,
            "shop.count": [3.0, 1.0, 2.0, None],
            "shop.count__previous_year": [2.0, 2.0, 2.0, 0.0],
        }
    )
    rows = metric_rows(table, down, query, Calendar(), date(2026, 3, 20))
    compared = [row["comparisons"][0] for row in rows]
    assert [each["good"] for each in compared] == [False, True, None, None]
    assert [each["deltaRatio"] for each in compared] == [0.5, -0.5, 0.0, None]


def test_how_far_a_figure_is_from_one_that_stands_for_more_is_left_open(world: World) -> None:
    capped = replace(world.semantics.catalog.metric("shop.count"), most=3.0)
    query = MetricQuery(("shop.count",), grain=Grain.MONTH, compare=(Comparison.PREVIOUS_YEAR,))
    table = pa.table(
        {
            "period": [date(2026, 1, 1)] * 3,
            "shop.count": [3.0, 1.0, 2.0],
            "shop.count__previous_year": [2.0, 3.0, 1.0],
        }
    )
    rows = metric_rows(table, capped, query, Calendar(), date(2026, 3, 20))
    compared = [row["comparisons"][0] for row in rows]
    assert [each["delta"] for each in compared] == [None, None, 1.0]
    assert [each["good"] for each in compared] == [None, None, False]
    assert [each["value"] for each in compared] == [2.0, 3.0, 1.0]


def test_a_figure_that_should_stay_in_a_band_is_judged_only_by_how_far_it_is_outside(world: World) -> None:
    banded = replace(world.semantics.catalog.metric("shop.count"), direction=Direction.BAND, band=(0.0, 3.0))
    query = MetricQuery(("shop.count",), grain=Grain.MONTH, compare=(Comparison.PREVIOUS_YEAR,))
    table = pa.table(
        {
            "period": [date(2026, 1, 1)] * 4,
            "shop.count": [3.0, 1.0, 5.0, 4.0],
            "shop.count__previous_year": [1.0, 2.0, 4.0, 6.0],
        }
    )
    rows = metric_rows(table, banded, query, Calendar(), date(2026, 3, 20))
    assert [row["comparisons"][0]["good"] for row in rows] == [None, None, False, True]
