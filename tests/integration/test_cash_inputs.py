"""The cash engine's inputs on the sample company, and on companies that lack what it needs."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from symphonies.platform.learning import HistoryTooShortError, Knowledge
from symphonies.suite.cfo.pinnacle.books import Group, Sales, read_group, read_sales
from symphonies.suite.cfo.pinnacle.cash.engine import ENGINE
from symphonies.suite.cfo.pinnacle.cash.model import CashModel
from symphonies.suite.cfo.pinnacle.causes import find_causes
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.position import Position
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, fit_pay_days
from symphonies.suite.cfo.pinnacle.receipts.slowing import explain_slowing
from tests.integration.sample_tables import SampleTables

CUT = date(2026, 10, 31)


def books(tables: SampleTables) -> tuple[Knowledge, Group, Sales]:
    past = Knowledge(tables, CUT)
    group = read_group(past, "EUR")
    return past, group, read_sales(past, group)


@pytest.fixture(scope="module")
def company() -> SampleTables:
    return SampleTables(scale=0.05)


@pytest.fixture(scope="module")
def model(company: SampleTables) -> PayDayModel:
    _, group, sales = books(company)
    return fit_pay_days(sales.ledger, group.cut)


@pytest.fixture(scope="module")
def position(company: SampleTables, model: PayDayModel) -> Position:
    return fill_position(Knowledge(company, CUT), "Sample", "EUR", model)


def test_a_whole_company_fills_every_part_and_leaves_no_gap(position: Position) -> None:
    assert position.gaps == ()
    for curves in (position.receivables.curves, position.billings.curves):
        assert (curves >= 0).all()
        np.testing.assert_allclose(curves.sum(axis=1), 1.0, atol=1e-9)
    kinds = {position.outflows.kind[row] for row in range(len(position.outflows.names))}
    assert len(kinds) >= 4
    assert position.outflows.day.min() >= 1
    assert (position.outflows.earliest <= position.outflows.day).all()
    assert (position.outflows.day <= position.outflows.latest).all()


def test_balances_are_those_of_the_statements(company: SampleTables, position: Position) -> None:
    lines = company.frames["payments.statement_line"].groupby("account_id")["amount"].sum()
    for place, account in enumerate(position.accounts.ids):
        assert position.accounts.balance[place] == round(lines[account] * 100)


def test_the_late_payers_that_were_planted_are_named_with_their_cause(company: SampleTables) -> None:
    plant = next(one for one in company.planted if one.kind == "longer_terms")
    _, group, sales = books(company)
    worth = sales.ledger.amount * group.rates.spot[sales.currency]
    change, parts = explain_slowing(sales.ledger, worth, sales.entity, group.cut - 100, group.cut)
    assert change == pytest.approx(sum(part.days for part in parts))
    worst = max(parts, key=lambda part: part.terms)
    entities = company.frames["corporate.legal_entity"].set_index("entity_id")
    assert (entities["region"][group.entity_ids[worst.group]],) == plant.where["entity.region"]


def test_ten_invoices_are_not_enough_and_that_is_said(company: SampleTables) -> None:
    few = company.copy()
    few.frames["invoicing.invoice"] = few.frames["invoicing.invoice"].head(10)
    past, group, sales = books(few)
    with pytest.raises(HistoryTooShortError, match="of 60"):
        fit_pay_days(sales.ledger, group.cut)
    found = fill_position(past, "Few", "EUR", None)
    assert [gap.what for gap in found.gaps] == ["pay days of customers"]
    assert len(found.receivables.ids) == len(found.billings.names) == 0


def test_missing_balance_and_rate_are_gaps_and_bring_no_money(
    company: SampleTables, model: PayDayModel
) -> None:
    poor = company.copy()
    lines, rates = poor.frames["payments.statement_line"], poor.frames["corporate.fx_rate"]
    poor.frames["payments.statement_line"] = lines[lines["account_id"] != "DB-AT-02"]
    poor.frames["corporate.fx_rate"] = rates[rates["currency"] != "SEK"]
    found = fill_position(Knowledge(poor, CUT), "Poor", "EUR", model)
    gaps = {gap.what for gap in found.gaps}
    assert {"balance of DB-AT-02", "rate of SEK"} <= gaps
    swedish = found.accounts.currency == found.markets.currencies.index("SEK")
    assert not swedish[found.billings.account].any()


def test_a_short_history_of_bills_foretells_only_the_bills_at_hand(
    company: SampleTables, model: PayDayModel
) -> None:
    young = company.copy()
    bills = young.frames["invoicing.supplier_bill"]
    young.frames["invoicing.supplier_bill"] = bills[bills["issued_on"] >= "2026-05-01"]
    found = fill_position(Knowledge(young, CUT), "Young", "EUR", model)
    assert [(gap.what, "6 of 12 months" in gap.why) for gap in found.gaps] == [("bills to come", True)]


def test_a_dumped_model_tells_the_same_and_is_judged_by_what_came(
    company: SampleTables, model: PayDayModel
) -> None:
    earlier = date(2026, 7, 31)
    learned = CashModel(model, np.full(13, 1.2), 10)
    again = ENGINE.restore(ENGINE.dump(learned))
    assert ENGINE.dump(again) == ENGINE.dump(learned)
    judged = ENGINE.judge(again, Knowledge(company, earlier), Knowledge(company, CUT))
    assert judged.count == 13
    assert judged.scores["weekly_error"] < judged.naive["weekly_error"]
    assert {len(row) for row in judged.steps.values()} == {13}
    assert set(judged.scores) == set(ENGINE.facts.scores)


def test_what_lately_moved_cash_names_the_planted_late_payers_and_the_days_of_the_outage() -> None:
    company = SampleTables(scale=1.0)
    late, outage = (
        next(one for one in company.planted if one.kind == kind) for kind in ("longer_terms", "rail_outage")
    )
    found = find_causes(Knowledge(company, CUT), "EUR")
    slower = [name for kind, name in zip(found.kind, found.subject, strict=True) if kind == "slower"]
    invoices = company.frames["invoicing.invoice"]
    own = invoices[(invoices["kind"] == "invoice") & (invoices["issued_on"] >= str(late.first_on))]
    terms = (own["due_on"] - own["issued_on"]).dt.days.groupby(own["customer_id"]).max()
    usual = company.frames["invoicing.customer"].set_index("customer_id")["terms_days"]
    planted = set(terms[(terms == late.effect) & (usual.reindex(terms.index) < late.effect)].index)
    assert len(slower) == 10
    assert set(slower) <= planted
    worst = found.kind.index("disturbance")
    assert (found.subject[worst],) == outage.where["rail"]
    days = [CUT + timedelta(days=int(each[worst])) for each in (found.first, found.last)]
    assert days == [outage.first_on, outage.last_on]
    assert found.failed[worst] > 10 * found.usual[worst]
