"""The event log of a billing department through the whole house, against pandas."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from symphonies.kernel import Grain
from symphonies.platform.connectors import load
from symphonies.platform.lakehouse import DuckDBEngine, Lakehouse, load_product
from tests.integration.own_data import OwnCompany

CASES = """\
id: hospital
title: Hospital
description: Cases made from their events.
domain: finance
symphony: cfo
version: 1.0.0
owner: {team: Billing, email: billing@example.com}
tables:
  bill:
    description: One row per case that was billed.
    key: [case_id]
    columns:
      case_id: {type: string, meaning: Number, required: true}
      opened_at: {type: timestamp, meaning: First NEW, required: true}
      billed_at: {type: timestamp, meaning: First BILLED, required: true}
      reopened: {type: boolean, meaning: Whether it was reopened}
      steps: {type: integer, meaning: Number of events}
"""
PIVOT = """\
product: hospital
source: {file: FILE}
tables:
  bill:
    where: case_id IS NOT NULL
    group_by: [case_id]
    having: count(*) FILTER (WHERE activity = 'BILLED') > 0
    columns:
      case_id: case_id
      opened_at: {expression: min(timestamp) FILTER (WHERE activity = 'NEW')}
      billed_at: {expression: min(timestamp) FILTER (WHERE activity = 'BILLED')}
      reopened: {expression: count(*) FILTER (WHERE activity = 'REOPEN') > 0}
      steps: {expression: count(*)}
"""


@pytest.fixture(scope="module")
def events(dataset) -> pd.DataFrame:
    path = dataset("cfo/hospital_billing") / "events.csv.gz"
    frame = pd.read_csv(
        path, parse_dates=["timestamp"], keep_default_na=False, na_values=[""], low_memory=False
    )
    return frame[frame.case_id.notna()]


@pytest.fixture(scope="module")
def cases(events) -> pd.DataFrame:
    """One row per case: first opening (or event) and first bill."""
    firsts = {
        name: events[events.activity == name].groupby("case_id").timestamp.min() for name in ("NEW", "BILLED")
    }
    frame = pd.DataFrame(
        {
            "opened": firsts["NEW"],
            "billed": firsts["BILLED"],
            "first": events.groupby("case_id").timestamp.min(),
        }
    )
    frame["opened"] = frame.opened.fillna(frame["first"])
    activities = events.groupby("case_id").activity.agg(set)
    frame["reworked"] = activities.map(lambda one: bool(one & {"REOPEN", "REJECT", "STORNO"}))
    frame["reopened"] = activities.map(lambda one: "REOPEN" in one)
    frame["steps"] = events.groupby("case_id").size()
    return frame


@pytest.fixture(scope="module")
def company(dataset, tmp_path_factory):
    dataset("cfo/hospital_billing")
    company = OwnCompany("hospital_billing", tmp_path_factory.mktemp("hospital") / "store")
    yield company
    company.close()


def test_events_land_and_the_one_without_a_case_waits(company, events):
    (report,) = company.loaded.reports
    assert (report.read, report.new, report.quarantined) == (49_951, len(events), 1)
    assert (report.reasons[0].column, report.reasons[0].check) == ("invoice_id", "required")
    assert company.lakehouse.company.as_of == events.timestamp.max().date()


def test_days_to_bill_and_cases(company, cases):
    year = cases[cases.billed.dt.year == 2013]
    days = (year.billed - year.opened).dt.total_seconds() / 86_400
    expected = days.groupby(year.billed.dt.month).median()
    found = company.figure("ar.days_to_bill", date(2013, 1, 1), date(2014, 1, 1))
    assert {day.month: value for day, value in found.items() if value is not None} == pytest.approx(
        expected.to_dict()
    )
    opened = cases[cases.opened.dt.year == 2013].groupby(cases.opened.dt.month).size()
    found = company.figure("ar.cases", date(2013, 1, 1), date(2014, 1, 1))
    assert {day.month: value for day, value in found.items() if value} == opened.to_dict()


def test_rework(company, cases):
    quarter = cases[(cases.opened >= "2013-01-01") & (cases.opened < "2013-04-01")]
    found = company.figure("ar.rework", date(2013, 1, 1), date(2013, 4, 1), grain=Grain.QUARTER)
    assert list(found.values()) == pytest.approx([quarter.reworked.mean()])


def test_an_event_log_is_pivoted_by_a_mapping(dataset, cases, tmp_path):
    file = dataset("cfo/hospital_billing") / "events.csv.gz"
    (tmp_path / "product.yaml").write_text(CASES)
    (tmp_path / "bill.mapping.yaml").write_text(PIVOT.replace("FILE", str(file)))
    engine = DuckDBEngine()
    house = Lakehouse(engine, [load_product(tmp_path)], tmp_path)
    house.prepare()
    (report,) = load(house, mapping=tmp_path / "bill.mapping.yaml").reports
    found = engine.execute("SELECT * EXCLUDE (_load_id) FROM hospital.bill").to_pandas().set_index("case_id")
    billed = cases[cases.billed.notna()]
    with_new = billed.loc[found.index.intersection(billed.index)]
    assert (report.read, report.landed) == (len(billed), len(found))
    assert (found.loc[with_new.index].billed_at == with_new.billed).all()
    assert (found.loc[with_new.index].opened_at == with_new.opened).all()
    assert found.reopened.sum() == with_new.reopened.sum()
    assert found.steps.sum() == with_new.steps.sum()
    engine.close()
