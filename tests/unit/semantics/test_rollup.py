"""Roll-up rules as properties: parts add up, ratios divide sums, stocks are last values."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symphonies.kernel import Grain, Period
from symphonies.platform.semantics import MetricQuery, RollupRefusedError, Top, load_catalog
from tests.unit.semantics.rows import sale, ticket
from tests.unit.semantics.shop import AS_OF, Declared, full_scope, shop_contract

ADDITIVE = ["shop.sales", "shop.units", "shop.orders", "shop.net", "shop.book", "shop.stocked", "shop.ltm"]
PATHS = [
    "entity",
    "entity.region",
    "customer",
    "customer.segment",
    "customer.country.continent",
    "channel",
    "size",
]
PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(date(2025, 1, 1), date(2025, 12, 1)),
    st.integers(1, 110),
)
GENTLE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def close(left, right):
    return math.isclose(left or 0.0, right or 0.0, rel_tol=1e-9, abs_tol=1e-6)


@given(
    st.sampled_from(ADDITIVE), st.lists(st.sampled_from(PATHS), min_size=1, max_size=2, unique=True), PERIODS
)
@GENTLE
def test_groups_sum_to_the_total(shop, ask, name, by, period):
    groups = ask(shop, MetricQuery((name,), tuple(by), None, period))
    (total,) = ask(shop, MetricQuery((name,), (), None, period))
    assert close(sum(row[name] or 0.0 for row in groups), total[name])


@given(st.sampled_from(["shop.sales", "shop.units", "shop.net"]), st.sampled_from(list(Grain)), PERIODS)
@GENTLE
def test_periods_of_a_flow_sum_to_the_total(shop, ask, name, grain, period):
    rows = ask(shop, MetricQuery((name,), (), grain, period))
    (total,) = ask(shop, MetricQuery((name,), (), None, period))
    assert close(sum(row[name] or 0.0 for row in rows), total[name])


@given(st.sampled_from([*Grain, None]), PERIODS, st.sampled_from([(), ("entity",), ("customer.segment",)]))
@GENTLE
def test_a_ratio_is_the_sum_above_by_the_sum_below(shop, ask, grain, period, by):
    for row in ask(shop, MetricQuery(("shop.price", "shop.sales", "shop.units"), by, grain, period)):
        if row["shop.units"]:
            assert close(row["shop.price"], (row["shop.sales"] or 0.0) / row["shop.units"])
        else:
            assert row["shop.price"] is None


@given(st.sampled_from(["shop.book", "shop.claims", "shop.stocked"]), PERIODS)
@GENTLE
def test_a_stock_over_a_period_is_its_value_on_the_last_day(shop, ask, name, period):
    (total,) = ask(shop, MetricQuery((name,), (), None, period))
    *_, last = ask(shop, MetricQuery((name,), (), Grain.DAY, period))
    assert close(total[name], last[name])


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("trailing(shop.cash, 3, month)", "is a stock"),
        ("to_date(shop.claims, year)", "is a stock"),
        ("trailing(to_date(shop.sales, month), 3, month)", "already summed"),
        ("trailing(shop.dso, 2, month)", "is a stock"),
        ("count_back(shop.sales, shop.cash, 3)", "is a stock"),
    ],
)
def test_wrong_roll_ups_are_refused(tmp_path, formula, told):
    from symphonies.platform.semantics import compile_query
    from tests.unit.semantics.shop import HERE, ShopCompany

    text = (HERE / "metrics.yaml").read_text(encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text(
        f'{text}  shop.wrong: {{title: Wrong, description: Not so., type: R, unit: number, formula: "{formula}"}}\n',
        encoding="utf-8",
    )
    catalog = load_catalog([Declared(shop_contract(), tmp_path)])
    with pytest.raises(RollupRefusedError, match=told):
        compile_query(MetricQuery(("shop.wrong",)), catalog, full_scope(), ShopCompany())


@pytest.mark.parametrize("name", ["shop.price", "shop.buyers", "shop.solved", "shop.basket"])
def test_figures_that_do_not_add_up_have_no_share(shop, name):
    with pytest.raises(RollupRefusedError, match="do not add up"):
        shop.run(MetricQuery((name,), ("entity",), share=True), full_scope())


def test_shares_are_of_each_period(few, ask):
    layer = few(
        {
            "sale": [
                sale("2026-01-05", 30),
                sale("2026-01-06", 10, entity_id="US"),
                sale("2026-02-06", 10, entity_id="US"),
            ]
        }
    )
    rows = ask(
        layer,
        MetricQuery(
            ("shop.sales",), ("entity",), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 3, 1)), share=True
        ),
    )
    assert [row["shop.sales__share"] for row in rows] == [0.75, 0.25, None, 1.0]


SALES = [
    sale("2026-01-05", amount, customer_id=customer)
    for customer, amount in (("C1", 10), ("C2", 50), ("C2", 1), ("C3", 30), ("C4", 5), (None, 4))
]
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def test_top_groups_and_the_rest(few, ask):
    query = MetricQuery(("shop.sales",), ("customer",), None, JANUARY, top=Top(2), share=True)
    rows = ask(few({"sale": SALES}), query)
    assert [(row["customer"], row["is_rest"], row["shop.sales"]) for row in rows] == [
        ("C2", False, 51.0),
        ("C3", False, 30.0),
        (None, True, 19.0),
    ]
    assert [row["shop.sales__share"] for row in rows] == [0.51, 0.3, 0.19]


def test_the_rest_is_computed_anew_not_summed(few, ask):
    tickets = [
        ticket("2026-01-05", 9, agent="A"),
        *(ticket("2026-01-06", days, agent=agent) for days, agent in ((1, "B"), (2, "B"), (6, "C"))),
    ]
    query = MetricQuery(("shop.solved", "shop.tickets"), ("agent",), None, JANUARY, top=Top(1, "shop.solved"))
    rows = ask(few({"ticket": tickets}), query)
    assert [(row["agent"], row["is_rest"], row["shop.solved"], row["shop.tickets"]) for row in rows] == [
        ("A", False, 9.0, 1.0),
        (None, True, 2.0, 3.0),
    ]


def test_top_groups_without_the_rest_keep_their_share_of_all(few, ask):
    query = MetricQuery(("shop.sales",), ("customer",), None, JANUARY, top=Top(1, rest=False), share=True)
    (row,) = ask(few({"sale": SALES}), query)
    assert (row["customer"], row["is_rest"], row["shop.sales"], row["shop.sales__share"]) == (
        "C2",
        False,
        51.0,
        0.51,
    )


def test_top_groups_are_the_same_in_every_period(few, ask):
    sales = [
        sale("2026-01-05", 10, customer_id="C1"),
        sale("2026-02-05", 90, customer_id="C2"),
        sale("2026-01-06", 20, customer_id="C3"),
    ]
    query = MetricQuery(
        ("shop.sales",), ("customer",), Grain.MONTH, Period(date(2026, 1, 1), date(2026, 3, 1)), top=Top(1)
    )
    rows = ask(few({"sale": sales}), query)
    assert [(row["period"].month, row["customer"], row["shop.sales"]) for row in rows] == [
        (1, "C2", None),
        (1, None, 30.0),
        (2, "C2", 90.0),
        (2, None, None),
    ]


def test_limit_keeps_the_first_rows(shop, ask):
    query = MetricQuery(("shop.sales",), ("customer",), None, Period(date(2025, 1, 1), AS_OF), limit=2)
    assert [row["customer"] for row in ask(shop, query)] == ["C0", "C1"]
