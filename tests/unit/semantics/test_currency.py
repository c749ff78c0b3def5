"""Flows at the average rate of their month, stocks at the closing rate of their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from symphonies.kernel import Grain, Period
from symphonies.platform.security import TableScope
from symphonies.platform.semantics import DimensionUnreachableError, MetricQuery, QueryInvalidError
from tests.unit.semantics.rows import balance, claim, rate, sale
from tests.unit.semantics.shop import full_scope

RATES = [
    rate("USD", "2026-01-31", 0.5, 0.8),
    rate("USD", "2026-02-28", 0.25, 0.4),
    rate("CHF", "2026-01-31", 2.0, 2.5),
]
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
BOTH = Period(date(2026, 1, 1), date(2026, 3, 1))
SALES = [
    sale("2026-01-05", 10),
    sale("2026-01-06", 100, currency="USD", entity_id="US"),
    sale("2026-02-06", 100, currency="USD", entity_id="US"),
]


def test_a_flow_takes_the_average_rate_of_the_month_of_each_row(few, ask):
    layer = few({"sale": SALES, "fx_rate": RATES})
    (row,) = ask(layer, MetricQuery(("shop.sales", "shop.orders"), (), None, BOTH))
    assert (row["shop.sales"], row["shop.orders"]) == (10 + 50 + 25, 3.0)
    rows = ask(layer, MetricQuery(("shop.sales",), (), Grain.MONTH, BOTH))
    assert [each["shop.sales"] for each in rows] == [60.0, 25.0]


def test_a_mean_is_taken_of_converted_amounts(few, ask):
    layer = few({"sale": SALES, "fx_rate": RATES})
    (row,) = ask(layer, MetricQuery(("shop.basket",), (), None, BOTH))
    assert row["shop.basket"] == (10 + 50 + 25) / 3


def test_a_stock_takes_the_closing_rate_of_the_day_it_is_read(few, ask):
    layer = few(
        {
            "sale": SALES,
            "fx_rate": RATES,
            "claim": [claim("2026-01-02", None, 100, currency="USD")],
            "balance": [
                balance("2026-01-20", 100, currency="USD"),
                balance("2026-02-20", 100, currency="USD"),
            ],
        }
    )
    rows = ask(layer, MetricQuery(("shop.book", "shop.claims", "shop.cash"), (), Grain.MONTH, BOTH))
    assert [each["shop.book"] for each in rows] == [10 + 80, 10 + 200 * 0.4]
    assert [each["shop.claims"] for each in rows] == [80.0, 40.0]
    assert [each["shop.cash"] for each in rows] == [80.0, 40.0]


def test_other_currencies_cross_through_the_base(few, ask):
    layer = few({"sale": SALES[:2], "fx_rate": RATES})
    (row,) = ask(layer, MetricQuery(("shop.sales",), (), None, JANUARY, currency="CHF"))
    assert row["shop.sales"] == 10 / 2 + 100 * 0.5 / 2
    (row,) = ask(layer, MetricQuery(("shop.sales",), (), None, JANUARY, currency="USD"))
    assert row["shop.sales"] == 10 / 0.5 + 100


def test_a_missing_rate_leaves_the_figure_empty_and_says_so(few):
    layer = few({"sale": [*SALES[:1], sale("2026-01-06", 5, currency="JPY")], "fx_rate": RATES})
    result = layer.run(MetricQuery(("shop.sales", "shop.orders"), (), None, JANUARY), full_scope())
    assert result.rows.to_pylist() == [{"shop.sales": None, "shop.orders": 2.0}]
    assert result.notes == ("No exchange rate for JPY: figures that need it are left empty.",)


def test_a_currency_no_rate_leads_to_is_refused_with_those_there_are(few):
    layer = few({"sale": SALES, "fx_rate": RATES})
    asked = MetricQuery(("shop.sales",), (), None, JANUARY, currency="XXQ")
    with pytest.raises(QueryInvalidError, match="No exchange rate leads to XXQ") as caught:
        layer.run(asked, full_scope())
    assert caught.value.hint == "There are rates of CHF, EUR, USD."
    hidden = full_scope(fx_rate=TableScope(readable=False))
    with pytest.raises(QueryInvalidError) as caught:
        layer.run(asked, hidden)
    assert caught.value.hint == "Ask for it in the group's currency."
    with pytest.raises(QueryInvalidError, match="leads to USD"):
        few({"sale": SALES}).run(replace(asked, currency="USD"), full_scope())


def test_amounts_in_the_currency_asked_for_need_no_rate(few, ask):
    layer = few({"sale": [sale("2026-01-06", 5, currency="XXQ")], "fx_rate": RATES})
    (row,) = ask(layer, MetricQuery(("shop.sales",), (), None, JANUARY, currency="XXQ"))
    assert row["shop.sales"] == 5.0


def test_transaction_currency_is_told_apart(few, ask):
    layer = few({"sale": SALES, "fx_rate": RATES})
    rows = ask(layer, MetricQuery(("shop.sales",), (), None, BOTH, currency="transaction"))
    assert [(row["currency"], row["shop.sales"]) for row in rows] == [("EUR", 10.0), ("USD", 200.0)]


def test_the_entity_s_own_currency(few, ask):
    layer = few({"sale": [*SALES[:2], sale("2026-01-07", 7, entity_id="US")], "fx_rate": RATES})
    rows = ask(layer, MetricQuery(("shop.sales",), ("entity",), None, JANUARY, currency="entity"))
    assert [(row["entity"], row["shop.sales"]) for row in rows] == [("DE", 10.0), ("US", 100 + 7 / 0.5)]
    rows = ask(layer, MetricQuery(("shop.sales", "shop.book"), (), Grain.MONTH, JANUARY, currency="entity"))
    assert [(row["entity.currency"], row["shop.sales"], row["shop.book"]) for row in rows] == [
        ("EUR", 10.0, 10.0),
        ("USD", 114.0, 100 + 7 / 0.8),
    ]


def test_columns_say_their_currency(few):
    layer = few({})
    for asked, told in (("group", "EUR"), ("USD", "USD"), ("transaction", None)):
        compiled = layer.plan(
            MetricQuery(("shop.sales", "shop.units"), ("currency",), currency=asked), full_scope()
        )
        found = {column.name: column.currency for column in compiled.columns}
        assert (found["shop.sales"], found["shop.units"]) == (told, None)


def test_what_is_no_currency_is_refused(shop):
    with pytest.raises(QueryInvalidError, match="'euro' is no currency"):
        shop.plan(MetricQuery(("shop.sales",), currency="euro"), full_scope())


def test_a_fact_without_the_currency_cannot_be_told_apart_by_it(shop):
    with pytest.raises(DimensionUnreachableError, match="currency"):
        shop.plan(MetricQuery(("shop.sales", "shop.tickets"), currency="transaction"), full_scope())
