"""Orders at hand and open deals: used where the past says they help, counted once, and told when amiss."""

from __future__ import annotations

from copy import copy
from datetime import date

import numpy as np
import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge
from symphonies.suite.cfo.pinnacle.billings.daily import Ahead, Daily
from symphonies.suite.cfo.pinnacle.billings.inputs import choose_inputs
from symphonies.suite.cfo.pinnacle.billings.known import known_on
from symphonies.suite.cfo.pinnacle.billings.pipeline import learn_conversion
from symphonies.suite.cfo.pinnacle.books import Deals, Group, Sales, read_deals, read_group, read_sales
from symphonies.suite.cfo.pinnacle.markets import NO_INDICATORS
from symphonies.suite.cfo.pinnacle.position import Input
from symphonies.suite.cfo.pinnacle.volumes import Documents, forecast_total, monthly_cells

from .selling import CUT, Selling

LAST = CUT.astype(date)
SEGMENTS = ("Large",)


def read(tables: Selling, cut: date = LAST) -> tuple[Sales, Deals, Group]:
    past = Knowledge(tables, cut)
    group = read_group(past, "EUR")
    sales = read_sales(past, group)
    return sales, read_deals(past, group, sales.customer_ids, SEGMENTS), group


def chosen(tables: Selling) -> dict[str, Input]:
    sales, deals, group = read(tables)
    return {each.id: each for each in choose_inputs(sales, deals, NO_INDICATORS, group).inputs}


def ahead(tables: Selling, *used: str) -> Ahead:
    sales, deals, group = read(tables)
    known = known_on(group.cut, sales, deals, group)
    one = Documents(known.documents.day, known.documents.amount, np.zeros_like(known.documents.keys))
    cells = monthly_cells(one, group.cut, "invoices")
    return Daily(forecast_total(cells, 5), known, 91).told(set(used))


def without(tables: Selling, table: str) -> Selling:
    found = copy(tables)
    found.frames = {**tables.frames, table: tables.frames[table].head(0)}
    return found


def changed(tables: Selling, table: str, rows: pd.DataFrame) -> Selling:
    found = copy(tables)
    found.frames = {**tables.frames, table: pd.concat([tables.frames[table], rows], ignore_index=True)}
    return found


@pytest.fixture(scope="module")
def company() -> Selling:
    return Selling()


@pytest.fixture(scope="module")
def inputs(company: Selling) -> dict[str, Input]:
    return chosen(company)


def test_deals_that_orders_come_of_are_used_and_take_away_much_of_the_error(inputs: dict[str, Input]) -> None:
    orders, pipeline = inputs["orders"], inputs["pipeline"]
    assert (orders.state, pipeline.state) == ("used", "used")
    assert pipeline.with_it is not None
    assert pipeline.without is not None
    assert pipeline.with_it < 0.8 * pipeline.without
    assert f"{pipeline.with_it:.1%} off with it, {pipeline.without:.1%} without" in pipeline.why


def test_deals_that_say_nothing_of_orders_are_refused_with_both_scores() -> None:
    found = chosen(Selling(deals_lead=False))["pipeline"]
    assert found.state == "refused"
    assert found.origins >= 6
    assert found.with_it is not None
    assert "no gain" in found.why or "luck" in found.why


def test_what_nobody_tells_of_is_absent_and_what_is_young_is_short(company: Selling) -> None:
    bare = without(without(company, "invoicing.opportunity_change"), "invoicing.sales_order")
    assert [(each.state, each.why) for each in chosen(bare).values()] == [
        ("absent", "No orders are told of."),
        ("absent", "No opportunities or quotes are told of."),
        ("absent", "No series from outside are told of."),
    ]
    young = copy(company)
    changes = company.frames["invoicing.opportunity_change"]
    young.frames = {**company.frames, "invoicing.opportunity_change": changes[changes["state"] != "won"]}
    assert "0 of 10 of them won" in chosen(young)["pipeline"].why


def test_under_a_steady_stream_inputs_take_the_place_of_what_history_said_and_add_nothing() -> None:
    steady = Selling(seed=8, strays=0.05)
    plain, full = ahead(steady), ahead(steady, "orders", "pipeline")
    assert full.orders.sum() > 0
    assert full.pipeline.sum() > full.orders.sum()
    # all orders come of deals seven weeks old: within forty days next to nothing is left for history to say
    assert full.history[:, :25].sum() < 0.1 * plain.history[:, :25].sum()
    assert full.total.sum() == pytest.approx(plain.total.sum(), rel=0.25)


def test_what_the_seller_believes_changes_nothing(company: Selling) -> None:
    other = copy(company)
    changes = company.frames["invoicing.opportunity_change"]
    other.frames = {**company.frames, "invoicing.opportunity_change": changes.assign(probability=0.01)}
    np.testing.assert_array_equal(ahead(company, "pipeline").total, ahead(other, "pipeline").total)


def test_win_rates_are_those_of_deals_that_stood_alike(company: Selling) -> None:
    sales, deals, group = read(company)
    found = learn_conversion(deals, group.cut, known_on(group.cut, sales, deals, group).rate)
    won = found.won.sum(axis=-1)[: len(deals.stages)]
    for stage in ("Talks", "Quote"):
        np.testing.assert_allclose(won[deals.stages.index(stage), :2], 0.4, atol=0.05)
    assert found.worth == pytest.approx(1.0, abs=0.05)
    # deals are won after 40 to 60 days: none in the third week after it was opened
    assert found.won[deals.stages.index("Talks"), 0, 0] < 0.02


def test_what_came_later_is_not_looked_at(company: Selling) -> None:
    earlier = date(2026, 4, 30)
    sales, deals, group = read(company, earlier)
    later_sales, later_deals, later_group = read(company)
    one = known_on(group.cut, sales, deals, group)
    other = known_on(group.cut, later_sales, later_deals, later_group)
    assert one.orders_at_hand.amount.sum() == pytest.approx(other.orders_at_hand.amount.sum())
    assert one.deals_at_hand.amount.sum() == pytest.approx(other.deals_at_hand.amount.sum())
    learned = [learn_conversion(each.deals, each.day, each.rate) for each in (one, other)]
    assert learned[0].worth == pytest.approx(learned[1].worth)


def test_the_rest_of_an_order_waits_until_it_is_cancelled(company: Selling) -> None:
    order = {
        "order_id": "P", "customer_id": "C1", "entity_id": "E", "ordered_on": pd.Timestamp("2026-06-25"),
        "amount": 10_000.0, "currency": "EUR", "cancelled_on": pd.NaT,
    }  # fmt: skip
    first = company.frames["invoicing.invoice"].head(1)
    part = first.assign(
        invoice_id="IP", order_id="P", amount=4_000.0, issued_on=pd.Timestamp("2026-06-29"), due_on=pd.NaT
    )
    before = ahead(company, "orders").orders.sum()
    partly = changed(
        changed(company, "invoicing.sales_order", pd.DataFrame([order])), "invoicing.invoice", part
    )
    assert ahead(partly, "orders").orders.sum() - before == pytest.approx(6_000.0)
    gone = order | {"cancelled_on": pd.Timestamp("2026-06-30")}
    cancelled = changed(
        changed(company, "invoicing.sales_order", pd.DataFrame([gone])), "invoicing.invoice", part
    )
    assert ahead(cancelled, "orders").orders.sum() == pytest.approx(before)


def test_orders_that_cannot_be_counted_are_told_with_the_reason(company: Selling) -> None:
    good = {
        "customer_id": "C1", "entity_id": "E", "ordered_on": pd.Timestamp("2026-06-26"), "amount": 100.0,
        "currency": "EUR", "cancelled_on": pd.NaT,
    }  # fmt: skip
    bad = [
        good | {"order_id": "X1", "currency": "ZAR"},
        good | {"order_id": "X2", "amount": -50.0},
        good | {"order_id": "X3", "cancelled_on": pd.Timestamp("2026-06-28")},
        good | {"order_id": "X4", "ordered_on": pd.Timestamp("2026-01-15")},
        good | {"order_id": "X5"}, good | {"order_id": "X5"},
    ]  # fmt: skip
    sales, _, _ = read(changed(company, "invoicing.sales_order", pd.DataFrame(bad)))
    assert sales.orders.notes == (
        "left out, no rate of their currency (ZAR): 1",
        "left out, of nothing or less: 1",
        "left out, cancelled: 1",
        "taken for dead, they wait longer than 99 of 100 orders did: 1",
        "told more than once, the last telling counts: 1",
    )
    orders = ahead(changed(company, "invoicing.sales_order", pd.DataFrame(bad)), "orders").orders.sum()
    assert orders - ahead(company, "orders").orders.sum() == pytest.approx(100.0)


def test_deals_that_cannot_be_counted_are_told_with_the_reason(company: Selling) -> None:
    good = {
        "changed_on": pd.Timestamp("2026-06-20"), "customer_id": "new", "entity_id": "E", "segment": "Large",
        "stage": "Quote", "state": "open", "amount": 100.0, "currency": "EUR", "probability": 0.5,
        "closes_on": pd.Timestamp("2026-08-01"),
    }  # fmt: skip
    bad = [
        good | {"opportunity_id": "X1", "currency": "ZAR"},
        good | {"opportunity_id": "X2", "amount": -50.0},
        good | {"opportunity_id": "X3", "closes_on": pd.Timestamp("2026-06-21")},
        good | {"opportunity_id": "X4"}, good | {"opportunity_id": "X4", "amount": 200.0},
    ]  # fmt: skip
    _, deals, _ = read(changed(company, "invoicing.opportunity_change", pd.DataFrame(bad)))
    assert "left out, no rate of their currency (ZAR): 1" in deals.notes
    assert "left out, of nothing or less: 1" in deals.notes
    assert "told twice for one day, the last telling counts: 1" in deals.notes
    assert any("open past the day the seller named" in note for note in deals.notes)
