"""Filters, ordering, errors of a query, plan cache and explanation."""

from __future__ import annotations

from datetime import date

import pytest

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import (
    ColumnKind,
    Comparison,
    DimensionUnreachableError,
    Filter,
    FilterInvalidError,
    MetricQuery,
    MetricUnknownError,
    Op,
    QueryInvalidError,
    Top,
    compile_query,
)
from tests.unit.semantics.rows import claim, sale
from tests.unit.semantics.shop import ShopCompany, full_scope

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
SALES = [
    sale("2026-01-05", 1, customer_id="C1", quantity=1, channel="web"),
    sale("2026-01-05", 2, customer_id="C2", quantity=5, channel="store", express=True),
    sale("2026-01-05", 4, customer_id=None, quantity=9, channel=None),
    sale("2026-01-05", 8, customer_id="O'Neil", quantity=-3, channel="100%"),
]


@pytest.mark.parametrize(
    ("dimension", "op", "values", "expected"),
    [
        ("channel", Op.EQ, ("web",), 1),
        ("channel", Op.NE, ("web",), 14),
        ("channel", Op.IN, ("web", "store"), 3),
        ("channel", Op.NOT_IN, ("web", "store"), 12),
        ("channel", Op.IS_NULL, (), 4),
        ("channel", Op.NOT_NULL, (), 11),
        ("channel", Op.CONTAINS, ("OR",), 2),
        ("channel", Op.CONTAINS, ("%",), 8),
        ("express", Op.EQ, ("true",), 2),
        ("quantity", Op.GE, ("5",), 6),
        ("quantity", Op.LT, ("-2",), 8),
        ("customer", Op.EQ, ("O'Neil",), 8),
        ("size", Op.EQ, ("large",), 6),
        ("channel", Op.EQ, ("x' OR 1=1 --",), None),
    ],
)
def test_filters(few, ask, dimension, op, values, expected):
    query = MetricQuery(("shop.sales",), (), None, JANUARY, (Filter(dimension, op, values),))
    (row,) = ask(few({"sale": SALES}), query)
    assert row["shop.sales"] == expected


@pytest.mark.parametrize(
    ("dimension", "op", "values", "told"),
    [
        ("quantity", Op.EQ, ("many",), "'many' is no integer"),
        ("express", Op.EQ, ("perhaps",), "is no boolean"),
        ("express", Op.LT, ("true",), "cannot be compared"),
        ("customer.since", Op.GE, ("1.2.2026",), "is no date"),
        ("channel", Op.IN, (), "one value or more"),
        ("channel", Op.EQ, ("a", "b"), "exactly one value, found 2"),
        ("channel", Op.IS_NULL, ("a",), "no value"),
        ("quantity", Op.CONTAINS, ("1",), "looks at text"),
        ("quantity", Op.EQ, ("1; DROP TABLE sale",), "is no integer"),
    ],
)
def test_filters_that_do_not_fit_are_refused(shop, dimension, op, values, told):
    with pytest.raises(FilterInvalidError, match=told):
        shop.plan(MetricQuery(("shop.sales",), where=(Filter(dimension, op, values),)), full_scope())


@pytest.mark.parametrize(
    ("query", "error", "told"),
    [
        (MetricQuery(()), QueryInvalidError, "at least one metric"),
        (MetricQuery(("shop.slaes",)), MetricUnknownError, "shop.slaes"),
        (MetricQuery(("shop.sales", "shop.sales")), QueryInvalidError, "name one twice"),
        (MetricQuery(("shop.sales",), ("agent",)), DimensionUnreachableError, "'agent'"),
        (
            MetricQuery(("shop.sales", "shop.tickets"), ("channel",)),
            DimensionUnreachableError,
            "shop.tickets cannot",
        ),
        (
            MetricQuery(("shop.sales",), where=(Filter("ageing", Op.EQ, ("x",)),)),
            DimensionUnreachableError,
            "'ageing'",
        ),
        (
            MetricQuery(("shop.sales",), period=Period(date(2026, 1, 1), date(2026, 1, 1))),
            QueryInvalidError,
            "starts and ends",
        ),
        (MetricQuery(("shop.sales",), calendar="lunar"), QueryInvalidError, "no calendar 'lunar'"),
        (MetricQuery(("shop.sales",), ("entity",), top=Top(0)), QueryInvalidError, "count from 1"),
    ],
)
def test_queries_that_do_not_fit_are_refused(shop, query, error, told):
    with pytest.raises(error, match=told):
        shop.plan(query, full_scope())


def test_two_facts_meet_in_one_row_a_group(few, ask):
    layer = few(
        {
            "sale": SALES[:2],
            "claim": [
                claim("2026-01-02", None, 7, customer_id="C2"),
                claim("2026-01-02", None, 9, customer_id="C9"),
            ],
        }
    )
    rows = ask(layer, MetricQuery(("shop.sales", "shop.claims"), ("customer",), None, JANUARY))
    assert [(row["customer"], row["shop.sales"], row["shop.claims"]) for row in rows] == [
        ("C1", 1.0, None),
        ("C2", 2.0, 7.0),
        ("C9", None, 9.0),
    ]


def test_groups_without_a_value_are_one_group_of_their_own(few, ask):
    rows = ask(
        few({"sale": SALES}), MetricQuery(("shop.sales", "shop.buyers"), ("channel",), Grain.MONTH, JANUARY)
    )
    assert [(row["channel"], row["shop.sales"]) for row in rows] == [
        ("100%", 8.0),
        ("store", 2.0),
        ("web", 1.0),
        (None, 4.0),
    ]


def test_columns_say_what_they_hold(shop):
    query = MetricQuery(
        ("shop.sales",),
        ("entity",),
        Grain.MONTH,
        JANUARY,
        compare=(Comparison.PREVIOUS_YEAR,),
        top=Top(2),
        share=True,
    )
    result = shop.run(query, full_scope())
    assert [(column.name, column.kind) for column in result.columns] == [
        ("period", ColumnKind.PERIOD),
        ("complete", ColumnKind.COMPLETE),
        ("entity", ColumnKind.DIMENSION),
        ("entity__label", ColumnKind.LABEL),
        ("is_rest", ColumnKind.IS_REST),
        ("shop.sales", ColumnKind.METRIC),
        ("shop.sales__previous_year", ColumnKind.COMPARISON),
        ("shop.sales__share", ColumnKind.SHARE),
    ]
    assert result.rows.column_names == [column.name for column in result.columns]


def test_a_target_kept_by_fewer_dimensions_leaves_a_note(shop):
    result = shop.run(
        MetricQuery(("shop.sales",), ("channel",), None, JANUARY, compare=(Comparison.TARGET,)), full_scope()
    )
    assert result.rows.column("shop.sales__target").null_count == result.rows.num_rows
    assert result.notes == ("Planned sales, the target of Sales, is not kept by channel.",)
    result = shop.run(
        MetricQuery(("shop.units",), (), None, JANUARY, compare=(Comparison.TARGET,)), full_scope()
    )
    assert result.notes == ("Pieces sold has no target.",)


def test_plans_are_remembered_by_query_and_scope(shop):
    query = MetricQuery(("shop.units",), ("entity",), Grain.MONTH, JANUARY)
    first = shop.plan(query, full_scope())
    assert shop.plan(MetricQuery(("shop.units",), ("entity",), Grain.MONTH, JANUARY), full_scope()) is first
    from sqlglot import parse_one

    from symphonies.platform.security import TableScope

    other = full_scope(sale=TableScope(True, parse_one("quantity > 1")))
    assert shop.plan(query, other).sql != first.sql


def test_a_scope_without_a_fingerprint_is_planned_anew(shop):
    from symphonies.platform.security import Scope

    scope = Scope("someone", full_scope().tables)
    query = MetricQuery(("shop.units",))
    assert shop.plan(query, scope) is not shop.plan(query, scope)


def test_one_scan_answers_all_measures_of_a_fact(catalog):
    query = MetricQuery(
        ("shop.units", "shop.orders", "shop.stocked"),
        (),
        Grain.MONTH,
        JANUARY,
        compare=(Comparison.PREVIOUS_YEAR,),
    )
    compiled = compile_query(query, catalog, full_scope(), ShopCompany())
    assert compiled.sql.count('"shop"."sale"') == 2
    assert [line for line in compiled.plan if "since ever" in line]


def test_explaining_shows_the_steps_and_the_sql(shop):
    told = shop.explain(
        MetricQuery(("shop.price",), ("customer.segment",), Grain.MONTH, JANUARY), full_scope()
    )
    assert "sums_1: 2 aggregate(s) of shop.sale" in told
    assert told.index("sums_1:") < told.index("WITH sums_1 AS")


def test_codes_are_called_by_the_labels_of_the_contract_and_asked_for_by_themselves(few, ask):
    rows = [sale("2026-01-05", 1), sale("2026-01-05", 2, kind="refund"), sale("2026-01-05", 4, kind=None)]
    layer = few({"sale": rows})
    found = ask(layer, MetricQuery(("shop.buyers",), ("kind",), None, JANUARY))
    assert {row["kind"]: row["kind__label"] for row in found} == {
        "sale": "sale", "refund": "Given back", None: None,
    }  # fmt: skip
    (only,) = ask(
        layer, MetricQuery(("shop.buyers",), ("kind",), None, JANUARY, (Filter("kind", Op.EQ, ("refund",)),))
    )
    assert only["kind__label"] == "Given back"
    assert dict(layer.values("shop.sales", "kind", full_scope())) == {"sale": "sale", "refund": "Given back"}
