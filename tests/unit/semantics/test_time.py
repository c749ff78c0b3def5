"""Offsets, trailing, to date, count-back, stocks and open periods, with values worked out by hand."""

from __future__ import annotations

from datetime import date

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import Comparison, MetricQuery
from tests.unit.semantics.rows import balance, claim, sale, ticket

Q1 = Period(date(2026, 1, 1), date(2026, 4, 1))


def column(rows, name):
    return [row[name] for row in rows]


def test_a_dense_spine_shows_months_without_rows(few, ask):
    layer = few({"sale": [sale("2026-01-05", 10), sale("2026-03-02", 30)]})
    rows = ask(layer, MetricQuery(("shop.sales", "shop.orders"), (), Grain.MONTH, Q1))
    assert column(rows, "period") == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert column(rows, "shop.sales") == [10.0, None, 30.0]
    assert column(rows, "shop.orders") == [1.0, 0.0, 1.0]
    assert column(rows, "complete") == [True, True, False]


def test_every_group_has_every_period(few, ask):
    layer = few({"sale": [sale("2026-01-05", 10), sale("2026-03-02", 30, entity_id="US")]})
    rows = ask(layer, MetricQuery(("shop.sales",), ("entity",), Grain.MONTH, Q1))
    assert [
        (row["period"].month, row["entity"], row["entity__label"], row["shop.sales"]) for row in rows
    ] == [
        (1, "DE", "Shop GmbH", 10.0),
        (1, "US", "Shop Inc", None),
        (2, "DE", "Shop GmbH", None),
        (2, "US", "Shop Inc", None),
        (3, "DE", "Shop GmbH", None),
        (3, "US", "Shop Inc", 30.0),
    ]


def test_to_date_carries_over_days_without_sales(few, ask):
    layer = few({"sale": [sale("2026-01-30", 5), sale("2026-02-01", 10), sale("2026-02-03", 7)]})
    period = Period(date(2026, 1, 31), date(2026, 2, 5))
    rows = ask(layer, MetricQuery(("shop.mtd", "shop.ytd"), (), Grain.DAY, period))
    assert column(rows, "shop.mtd") == [5.0, 10.0, 10.0, 17.0, 17.0]
    assert column(rows, "shop.ytd") == [5.0, 15.0, 15.0, 22.0, 22.0]


def test_trailing_reads_before_the_period(few, ask):
    layer = few({"sale": [sale("2025-02-10", 1), sale("2025-03-10", 2), sale("2026-01-10", 4)]})
    rows = ask(layer, MetricQuery(("shop.ltm",), (), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 3, 1))))
    assert column(rows, "shop.ltm") == [7.0, 6.0]


def test_trailing_distinct_counts_are_recounted_from_rows(few, ask):
    sales = [
        sale("2025-12-01", 1, customer_id="C1"),
        sale("2026-01-01", 1, customer_id="C1"),
        sale("2026-02-01", 1, customer_id="C2"),
    ]
    rows = ask(
        few({"sale": sales}),
        MetricQuery(
            ("shop.buyers", "shop.buyers_3m"), (), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 3, 1))
        ),
    )
    assert column(rows, "shop.buyers") == [1.0, 1.0]
    assert column(rows, "shop.buyers_3m") == [1.0, 2.0]


def test_like_is_compared_with_like_when_the_period_is_not_over(few, ask):
    sales = [
        sale("2026-03-10", 4),
        sale("2026-02-10", 2),
        sale("2026-02-25", 50),
        sale("2025-03-20", 1),
        sale("2025-03-21", 90),
    ]
    query = MetricQuery(
        ("shop.sales",),
        (),
        Grain.MONTH,
        Period(date(2026, 3, 1), date(2026, 4, 1)),
        compare=(Comparison.PREVIOUS_PERIOD, Comparison.PREVIOUS_YEAR),
    )
    (row,) = ask(few({"sale": sales}), query)
    assert (row["shop.sales"], row["shop.sales__previous_period"], row["shop.sales__previous_year"]) == (
        4.0,
        2.0,
        1.0,
    )


def test_a_total_is_compared_with_the_period_of_the_same_length(few, ask):
    sales = [sale("2025-11-02", 8), sale("2025-07-01", 3), sale("2024-11-05", 5)]
    query = MetricQuery(
        ("shop.sales",),
        (),
        None,
        Period(date(2025, 10, 1), date(2026, 1, 1)),
        compare=(Comparison.PREVIOUS_PERIOD, Comparison.PREVIOUS_YEAR),
    )
    (row,) = ask(few({"sale": sales}), query)
    assert (row["shop.sales"], row["shop.sales__previous_period"], row["shop.sales__previous_year"]) == (
        8.0,
        3.0,
        5.0,
    )


def test_everything_up_to_now_leaves_out_what_lies_after_the_as_of_day(few, ask):
    layer = few({"sale": [sale("2019-05-05", 1), sale("2026-03-20", 2), sale("2026-03-21", 4)]})
    (row,) = ask(layer, MetricQuery(("shop.sales",)))
    assert row["shop.sales"] == 3.0
    rows = ask(layer, MetricQuery(("shop.sales",), (), Grain.YEAR))
    assert [(row["period"].year, row["shop.sales"]) for row in rows][::7] == [(2019, 1.0), (2026, 2.0)]


def test_everything_up_to_now_has_no_previous_period(few):
    result = few({}).run(MetricQuery(("shop.sales",), compare=(Comparison.PREVIOUS_PERIOD,)), _scope())
    assert result.notes == ("Everything up to now has no previous period: give a period to compare.",)


def test_a_stock_is_its_last_value_and_never_summed(few, ask):
    layer = few(
        {
            "balance": [
                balance("2026-01-03", 10),
                balance("2026-01-30", 20),
                balance("2026-03-19", 40),
                balance("2026-03-25", 99),
            ]
        }
    )
    rows = ask(layer, MetricQuery(("shop.cash",), (), Grain.MONTH, Q1))
    assert column(rows, "shop.cash") == [20.0, None, 99.0]
    (row,) = ask(layer, MetricQuery(("shop.cash",), (), None, Q1))
    assert row["shop.cash"] == 99.0


def test_all_groups_of_a_snapshot_speak_of_one_day(few, ask):
    layer = few({"balance": [balance("2026-01-30", 10), balance("2026-01-31", 5, entity_id="US")]})
    rows = ask(
        layer,
        MetricQuery(("shop.cash",), ("entity",), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 2, 1))),
    )
    assert [(row["entity"], row["shop.cash"]) for row in rows] == [("US", 5.0)]


def test_a_running_stock_starts_with_everything_before(few, ask):
    layer = few({"sale": [sale("2020-01-01", 100, quantity=7), sale("2026-02-02", 5, quantity=2)]})
    rows = ask(layer, MetricQuery(("shop.stocked", "shop.book"), (), Grain.MONTH, Q1))
    assert column(rows, "shop.stocked") == [7.0, 9.0, 9.0]
    assert column(rows, "shop.book") == [100.0, 105.0, 105.0]


def test_an_interval_stock_counts_what_is_open_on_the_last_day(few, ask):
    claims = [
        claim("2026-01-10", "2026-02-28", 10),
        claim("2026-01-31", None, 5),
        claim("2026-02-01", "2026-02-02", 7),
    ]
    rows = ask(few({"claim": claims}), MetricQuery(("shop.claims", "shop.open_claims"), (), Grain.MONTH, Q1))
    assert column(rows, "shop.claims") == [15.0, 5.0, 5.0]
    assert column(rows, "shop.open_claims") == [2.0, 1.0, 1.0]


def test_ageing_is_judged_on_the_last_day_of_each_period(few, ask):
    layer = few({"claim": [claim("2026-01-10", None, 10, due_on=date(2026, 1, 31))]})
    rows = ask(layer, MetricQuery(("shop.claims",), ("ageing",), Grain.MONTH, Q1))
    found = {(row["period"].month, row["ageing"]): row["shop.claims"] for row in rows if row["shop.claims"]}
    assert found == {(1, "current"): 10.0, (2, "1-30"): 10.0, (3, "30+"): 10.0}
    assert [row["ageing"] for row in rows][:3] == ["current", "1-30", "30+"]


def test_dso_and_its_count_back(few, ask):
    sales = [sale("2026-01-15", 100), sale("2026-02-15", 200), sale("2025-12-15", 300)]
    layer = few({"sale": sales, "claim": [claim("2026-02-20", None, 250)]})
    february = Period(date(2026, 2, 1), date(2026, 3, 1))
    (row,) = ask(layer, MetricQuery(("shop.dso",), (), Grain.MONTH, february))
    assert row["shop.dso"] == 250 / 600 * 90
    (row,) = ask(
        layer, MetricQuery(("shop.dso",), (), Grain.MONTH, february, variants={"shop.dso": "count_back"})
    )
    assert row["shop.dso"] == 28 + 50 / 100 * 31


def test_quantiles_come_from_events(few, ask):
    tickets = [ticket("2026-01-05", 1), ticket("2026-01-06", 2), ticket("2026-02-06", 9)]
    layer = few({"ticket": tickets})
    rows = ask(
        layer, MetricQuery(("shop.solved",), (), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 3, 1)))
    )
    assert column(rows, "shop.solved") == [1.5, 9.0]
    (row,) = ask(layer, MetricQuery(("shop.solved",), (), Grain.QUARTER, Q1))
    assert row["shop.solved"] == 2.0


def test_a_zero_denominator_is_not_available(few, ask):
    layer = few({"ticket": [ticket("2026-01-05", 1)]})
    (row,) = ask(layer, MetricQuery(("shop.complaint_rate",), (), None, Q1))
    assert row["shop.complaint_rate"] is None


def test_fiscal_years_and_their_names(few):
    layer = few(
        {"sale": [sale("2025-03-31", 1), sale("2025-04-01", 2), sale("2026-03-01", 4)]},
        fiscal_year_start_month=4,
        calendar="fiscal",
    )
    result = layer.run(
        MetricQuery(("shop.sales",), (), Grain.YEAR, Period(date(2024, 4, 1), date(2026, 4, 1))), _scope()
    )
    assert result.rows.column("shop.sales").to_pylist() == [1.0, 6.0]
    assert [info.label for info in result.periods] == ["FY2024/25", "FY2025/26"]
    quarters = layer.run(
        MetricQuery(("shop.sales",), (), Grain.QUARTER, Period(date(2025, 4, 1), date(2026, 4, 1))), _scope()
    )
    assert quarters.rows.column("shop.sales").to_pylist() == [2.0, None, None, 4.0]


def test_iso_weeks_and_retail_months(few):
    layer = few({"sale": [sale("2025-12-29", 1), sale("2026-01-25", 2), sale("2026-01-26", 4)]})
    year = Period(date(2025, 12, 29), date(2026, 2, 2))
    weeks = layer.run(MetricQuery(("shop.sales",), (), Grain.WEEK, year), _scope())
    assert weeks.rows.column("shop.sales").to_pylist() == [1.0, None, None, 2.0, 4.0]
    assert weeks.periods[0].label == "2026-W01"
    months = layer.run(
        MetricQuery(("shop.sales", "shop.buyers"), (), Grain.MONTH, year, calendar="445"), _scope()
    )
    assert months.rows.column("shop.sales").to_pylist() == [3.0, 4.0]
    assert months.rows.column("shop.buyers").to_pylist() == [1.0, 1.0]
    assert [info.label for info in months.periods] == ["FY2026 P01", "FY2026 P02"]


def test_a_period_cut_at_both_ends_counts_only_what_it_asks_for(few, ask):
    layer = few(
        {"sale": [sale("2026-01-14", 1), sale("2026-01-15", 2), sale("2026-02-10", 4), sale("2026-02-11", 8)]}
    )
    rows = ask(
        layer, MetricQuery(("shop.sales",), (), Grain.MONTH, Period(date(2026, 1, 15), date(2026, 2, 11)))
    )
    assert column(rows, "shop.sales") == [2.0, 4.0]


def _scope():
    from tests.unit.semantics.shop import full_scope

    return full_scope()
