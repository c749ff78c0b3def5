"""The cash engine on companies with too little, too even or broken history."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from symphonies.platform.learning import HistoryTooShortError, Knowledge
from symphonies.suite.cfo.pinnacle.books import read_group, read_sales
from symphonies.suite.cfo.pinnacle.cash.engine import ENGINE
from symphonies.suite.cfo.pinnacle.cash.model import CashModel
from symphonies.suite.cfo.pinnacle.causes import find_causes
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.receipts import PayDayModel, fit_pay_days
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.integration.sample_tables import SampleTables

CUT, CAME = date(2026, 7, 31), date(2026, 10, 31)


@pytest.fixture(scope="module")
def whole() -> SampleTables:
    return SampleTables(scale=0.03)


@pytest.fixture
def tables(whole: SampleTables) -> SampleTables:
    return whole.copy()


@pytest.fixture(scope="module")
def model(whole: SampleTables) -> PayDayModel:
    past = Knowledge(whole, CUT)
    group = read_group(past, "EUR")
    return fit_pay_days(read_sales(past, group).ledger, group.cut)


def judge(tables: SampleTables, model: PayDayModel) -> dict[str, float]:
    learned = CashModel(model, np.ones(13), 0)
    return dict(ENGINE.judge(learned, Knowledge(tables, CUT), Knowledge(tables, CAME)).scores)


def keep(tables: SampleTables, table: str, column: str, since: str) -> None:
    frame = tables.frames[table]
    tables.frames[table] = frame[frame[column] >= since]


def test_less_than_a_year_of_statements_is_told_with_both_figures(
    tables: SampleTables, model: PayDayModel
) -> None:
    keep(tables, "payments.statement_line", "booked_on", "2026-05-20")
    with pytest.raises(HistoryTooShortError, match="10 of 52 weeks"):
        judge(tables, model)


def test_one_customer_is_foretold_like_any(tables: SampleTables, model: PayDayModel) -> None:
    invoices = tables.frames["invoicing.invoice"]
    tables.frames["invoicing.invoice"] = invoices.assign(customer_id=invoices["customer_id"].iloc[0])
    position = fill_position(Knowledge(tables, CUT), "One", "EUR", model)
    outcome = CashSimulation(position, Settings(horizon=28, paths=50)).baseline
    assert np.isfinite(outcome.bands).all()
    assert len(find_causes(Knowledge(tables, CUT), "EUR").subject) <= 2


def test_a_year_without_invoices_leaves_a_finite_forecast(tables: SampleTables, model: PayDayModel) -> None:
    invoices = tables.frames["invoicing.invoice"]
    silent = (invoices["issued_on"] >= "2024-09-01") & (invoices["issued_on"] < "2025-09-01")
    tables.frames["invoicing.invoice"] = invoices[~silent]
    position = fill_position(Knowledge(tables, CUT), "Gap", "EUR", model)
    assert np.isfinite(position.billings.spread).all()
    assert (position.billings.amount >= 0).all()


def test_no_movement_after_the_cut_is_not_judged(tables: SampleTables, model: PayDayModel) -> None:
    lines = tables.frames["payments.statement_line"]
    tables.frames["payments.statement_line"] = lines[lines["booked_on"] <= pd.Timestamp(CUT)]
    with pytest.raises(HistoryTooShortError, match="No bank statement came"):
        judge(tables, model)


def test_bills_without_amounts_bring_nothing_and_break_nothing(
    tables: SampleTables, model: PayDayModel
) -> None:
    tables.frames["invoicing.supplier_bill"] = tables.frames["invoicing.supplier_bill"].assign(amount=0.0)
    position = fill_position(Knowledge(tables, CUT), "Zeros", "EUR", model)
    assert not any("bills to come" in name for name in position.outflows.names)
    assert np.isfinite(CashSimulation(position, Settings(horizon=28, paths=50)).baseline.bands).all()


def test_the_same_horizon_scores_are_told_by_week(tables: SampleTables, model: PayDayModel) -> None:
    scores = judge(tables, model)
    assert set(scores) == set(ENGINE.facts.scores)
    assert 0.0 <= scores["coverage_80"] <= 1.0
