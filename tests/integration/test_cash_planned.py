"""Announced one-off payments: counted from the day they were recorded, once, and as likely as was said."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge
from symphonies.suite.cfo.pinnacle.books import Group, read_group
from symphonies.suite.cfo.pinnacle.explanation import explain_level
from symphonies.suite.cfo.pinnacle.filling import fill_position
from symphonies.suite.cfo.pinnacle.outflows import Planned, foretell_recurring, read_planned
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS
from symphonies.suite.cfo.pinnacle.simulation import CashSimulation, Settings
from tests.integration.sample_tables import SampleTables

CUT = date(2026, 10, 31)
PLAN = {
    "payment_id": "X1", "entity_id": "DB-DE", "kind": "acquisition", "title": "Buy a rival", "recorded_on": "2026-10-01",
    "due_on": "2026-12-01", "withdrawn_on": None, "amount": 3_000_000.0, "currency": "EUR", "probability": None,
    "reference": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def company() -> SampleTables:
    return SampleTables(scale=0.01)


def with_plans(company: SampleTables, *plans: dict[str, Any]) -> SampleTables:
    """The company with these plans alone."""
    changed = object.__new__(SampleTables)
    frame = pd.DataFrame([PLAN | plan for plan in plans], columns=list(PLAN))
    for name in ("recorded_on", "due_on", "withdrawn_on"):
        frame[name] = pd.to_datetime(frame[name])
    changed.frames = company.frames | {"corporate.planned_payment": frame}
    return changed


def planned(company: SampleTables, *plans: dict[str, Any], cut: date = CUT) -> tuple[Planned, Group]:
    past = Knowledge(with_plans(company, *plans), cut)
    group = read_group(past, "EUR")
    return read_planned(past, group), group


def test_a_plan_is_a_payment_of_its_company_on_its_day(company: SampleTables) -> None:
    found, group = planned(company, {})
    (rows,) = found.rows
    assert rows.names == ("Buy a rival",)
    assert (rows.day.tolist(), rows.amount.tolist(), rows.chance.tolist()) == ([31], [3_000_000.0], [1.0])
    assert group.entity_ids[group.entity[rows.account[0]]] == "DB-DE"
    assert OUTFLOW_KINDS[rows.kind[0]] == "planned"


@pytest.mark.parametrize(
    "plan",
    [
        {"recorded_on": "2026-11-02"},  # nobody knew of it on the cut
        {"withdrawn_on": "2026-10-20"},
        {"due_on": "2026-10-31"},  # over
    ],
)
def test_what_is_not_known_given_up_or_over_is_not_counted(
    company: SampleTables, plan: dict[str, Any]
) -> None:
    assert planned(company, plan)[0].rows == ()


def test_what_is_withdrawn_later_is_still_planned_before(company: SampleTables) -> None:
    found, _ = planned(company, {"withdrawn_on": "2026-10-20"}, cut=date(2026, 10, 15))
    assert len(found.rows) == 1


def test_what_cannot_be_paid_from_anywhere_is_a_gap(company: SampleTables) -> None:
    found, _ = planned(company, {"currency": "ZAR"}, {"payment_id": "X2", "entity_id": "nobody"})
    assert found.rows == ()
    assert [gap.what for gap in found.gaps] == ["planned payment X1", "planned payment X2"]


def test_what_comes_round_is_not_counted_beside_its_announcement(company: SampleTables) -> None:
    plan = {"kind": "bonus", "due_on": "2027-03-25", "reference": "bonus"}
    found, group = planned(company, plan)
    recurring, _ = foretell_recurring(group, 184, frozenset())
    before = {name for part in recurring for name in part.names if name.startswith("bonus ")}
    kept = {
        name
        for part in found.without_twins(recurring, group)
        for name in part.names
        if name.startswith("bonus ")
    }
    german = {
        f"bonus {name}"
        for name, e in zip(group.account_ids, group.entity, strict=True)
        if group.entity_ids[e] == "DB-DE"
    }
    assert before & german
    assert kept == before - german


def test_without_plans_nothing_changes_and_with_one_cash_net_of_debt_falls_by_it_alone(
    company: SampleTables,
) -> None:
    tables = {name: with_plans(company, *plans) for name, plans in {"none": (), "one": ({},)}.items()}
    cash, told = {}, {}
    for name, each in tables.items():
        position = fill_position(Knowledge(each, CUT), "", "EUR", None)
        paths = CashSimulation(position, Settings(horizon=60, paths=50)).baseline_paths
        cash[name] = paths.cash - paths.debt
        told[name] = {part.name: part.amount for part in explain_level(paths, 60)}
    moved = cash["one"] - cash["none"]
    assert np.unique(moved[:30]).tolist() == [0]
    assert moved[30].tolist() == [-3_000_000 * 100] * 50
    assert "planned" not in told["none"]
    assert told["one"]["planned"] == -3_000_000 * 100


def test_an_uncertain_plan_is_paid_whole_or_not_at_all(company: SampleTables) -> None:
    position = fill_position(Knowledge(with_plans(company, {"probability": 0.25}), CUT), "", "EUR", None)
    paths = CashSimulation(position, Settings(horizon=31, paths=2000)).baseline_paths
    part = paths.flows.parts["planned"].sum(axis=(0, 1))
    assert sorted(set(part.tolist())) == [-3_000_000 * 100, 0]
    assert 0.2 < float((part < 0).mean()) < 0.3


def test_a_dividend_is_decided_and_a_planned_investment_can_be_moved(company: SampleTables) -> None:
    found, _ = planned(company, {"kind": "dividend"}, {"payment_id": "X2", "kind": "capex"})
    assert {OUTFLOW_KINDS[rows.kind[0]] for rows in found.rows} == {"dividend", "capex"}


def test_what_the_sample_announces_is_what_it_pays(company: SampleTables) -> None:
    plans = company.frames["corporate.planned_payment"]
    lines = company.frames["payments.statement_line"]
    accounts = company.frames["payments.bank_account"].set_index("account_id")["entity_id"]
    over = plans[plans["due_on"] <= pd.Timestamp(CUT)]
    paid = (
        lines.assign(entity_id=lines["account_id"].map(accounts))
        .groupby(["entity_id", "reference", "booked_on"])["amount"]
        .sum()
    )
    found = [paid.get((plan.entity_id, plan.reference, plan.due_on), 0.0) for plan in over.itertuples()]
    on_time = np.array(found) != 0
    assert on_time.mean() > 0.9  # some orders fail and are made again days later
    off = np.abs(-np.array(found)[on_time] / over["amount"].to_numpy()[on_time] - 1)
    assert np.quantile(off, 0.9) < 0.05  # of two parts of a bonus one may fail
    assert (plans["recorded_on"] < plans["due_on"]).all()
