"""2,466 real-shaped invoices through the whole house, against a calculation by hand with pandas."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from symphonies.kernel import Grain
from symphonies.platform.connectors import load_company
from symphonies.suite.cfo.graphql.viewer import viewer_in
from symphonies.suite.cfo.pinnacle.errors import PositionUnknownError
from tests.integration.own_data import EXAMPLES, OwnCompany

AS_OF = pd.Timestamp(2013, 12, 2)
MONTHS = pd.date_range("2012-04-01", "2013-11-01", freq="MS")
FIRST, END = date(2012, 4, 1), date(2013, 12, 1)


@pytest.fixture(scope="module")
def ledger(dataset) -> pd.DataFrame:
    """The file as pandas reads it, with what is not known on the as-of day taken out."""
    frame = pd.read_csv(dataset("cfo/ibm_late_payments") / "invoices.csv.gz")
    for name in ("InvoiceDate", "DueDate", "SettledDate"):
        frame[name] = pd.to_datetime(frame[name], format="%m/%d/%Y")
    frame["Settled"] = frame["SettledDate"].where(frame["SettledDate"] <= AS_OF)
    return frame


@pytest.fixture(scope="module")
def company(dataset, tmp_path_factory):
    dataset("cfo/ibm_late_payments")
    company = OwnCompany("ibm_late_payments", tmp_path_factory.mktemp("late") / "store")
    yield company
    company.close()


def open_on(ledger: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The invoices that are open at the end of a day."""
    return ledger[(ledger.InvoiceDate <= day) & ~(ledger.Settled <= day)]


def month_end(month: pd.Timestamp) -> pd.Timestamp:
    return month + pd.offsets.MonthEnd(0)


def sales(ledger: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> float:
    return ledger[(ledger.InvoiceDate >= first) & (ledger.InvoiceDate <= last)].InvoiceAmount.sum()


def assert_monthly(found: dict[object, float], expected: dict[pd.Timestamp, float]) -> None:
    assert found == pytest.approx({month.date(): value for month, value in expected.items()})


def test_one_mapping_fills_three_tables(company, ledger):
    assert [(one.name, one.read, one.new, one.quarantined) for one in company.loaded.reports] == [
        ("invoicing.customer", 100, 100, 0),
        ("invoicing.invoice", 2466, 2466, 0),
        ("invoicing.receipt", ledger.Settled.notna().sum(), 2383, 0),
    ]
    found = company.rows(
        "SELECT sum(amount)::DOUBLE AS a, count(*) FILTER (WHERE disputed) AS d, "
        "min(issued_on) AS f, max(due_on) AS l FROM invoicing.invoice"
    )
    assert found == [
        {
            "a": pytest.approx(ledger.InvoiceAmount.sum()),
            "d": (ledger.Disputed == "Yes").sum(),
            "f": ledger.InvoiceDate.min().date(),
            "l": ledger.DueDate.max().date(),
        }
    ]


def test_loading_again_changes_nothing(company):
    tables = ("meta.loads", "meta.quarantine", "invoicing.invoice", "invoicing.receipt", "invoicing.customer")
    before = [company.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
    again = load_company(company.lakehouse, EXAMPLES / "ibm_late_payments")
    assert all(report.repeated for report in again.reports)
    assert [company.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in tables] == before


def test_credit_sales_and_collections(company, ledger):
    assert_monthly(
        company.figure("ar.sales", FIRST, END),
        {month: sales(ledger, month, month_end(month)) for month in MONTHS},
    )
    received = ledger.groupby(ledger.Settled.dt.to_period("M")).InvoiceAmount.sum()
    assert_monthly(
        company.figure("ar.collected", FIRST, END),
        {month: received[month.to_period("M")] for month in MONTHS},
    )


def test_open_receivables_and_overdue_share(company, ledger):
    at_end = {month: open_on(ledger, month_end(month)) for month in MONTHS}
    total = {month: one.InvoiceAmount.sum() for month, one in at_end.items()}
    late = {month: one[one.DueDate < month_end(month)].InvoiceAmount.sum() for month, one in at_end.items()}
    assert_monthly(company.figure("ar.open", FIRST, END), total)
    assert_monthly(company.figure("ar.overdue_amount", FIRST, END), late)
    assert_monthly(
        company.figure("ar.overdue", FIRST, END), {month: late[month] / total[month] for month in MONTHS}
    )


def test_days_sales_outstanding(company, ledger):
    def dso(month: pd.Timestamp) -> float:
        last, first = month_end(month), month - pd.DateOffset(months=2)
        days = (last - first).days + 1
        return open_on(ledger, last).InvoiceAmount.sum() / sales(ledger, first, last) * days

    assert_monthly(company.figure("ar.dso", FIRST, END), {month: dso(month) for month in MONTHS})


def test_days_sales_outstanding_counted_back(company, ledger):
    def count_back(month: pd.Timestamp) -> float:
        left, days = open_on(ledger, month_end(month)).InvoiceAmount.sum(), 0.0
        while True:
            sold, length = sales(ledger, month, month_end(month)), month.days_in_month
            if left <= sold:
                return days + left / sold * length
            left, days, month = left - sold, days + length, month - pd.DateOffset(months=1)

    assert_monthly(
        company.figure("ar.dso", FIRST, END, variant="count_back"),
        {month: count_back(month) for month in MONTHS},
    )


def test_ageing_on_the_as_of_day(company, ledger):
    rest = open_on(ledger, AS_OF)
    late = (AS_OF - rest.DueDate).dt.days
    ages = pd.cut(late, [-10_000, 0, 30, 60, 90, 10_000], labels=["current", "1-30", "31-60", "61-90", "90+"])
    expected = rest.InvoiceAmount.groupby(ages, observed=True).sum().to_dict()
    found = company.figure("ar.ageing", date(2013, 12, 1), date(2013, 12, 3), grain=None, by=("ageing",))
    assert {age: amount for age, amount in found.items() if amount} == pytest.approx(expected)
    assert sum(expected.values()) == pytest.approx(4930.10)


def test_days_late_and_days_to_settle(company, ledger):
    settled = ledger[ledger.Settled.notna()]
    by_month = settled.groupby(settled.Settled.dt.to_period("M"))
    assert_monthly(
        company.figure("ar.days_late", FIRST, END),
        {month: by_month.DaysLate.mean()[month.to_period("M")] for month in MONTHS},
    )
    assert_monthly(
        company.figure("ar.days_to_settle", FIRST, END),
        {month: by_month.DaysToSettle.mean()[month.to_period("M")] for month in MONTHS},
    )
    by_kind = settled.groupby(settled.PaperlessBill.str.lower()).DaysLate.mean().to_dict()
    assert company.figure(
        "ar.days_late", date(2012, 1, 1), date(2013, 12, 3), grain=None, by=("delivery",)
    ) == pytest.approx(by_kind)


def test_collection_effectiveness(company, ledger):
    def cei(month: pd.Timestamp) -> float:
        before, end = month - pd.DateOffset(days=1), month_end(month)
        opening, closing = open_on(ledger, before), open_on(ledger, end)
        current = closing[closing.DueDate >= end].InvoiceAmount.sum()
        sold = sales(ledger, month, end)
        first = opening.InvoiceAmount.sum() + sold
        return (first - closing.InvoiceAmount.sum()) / (first - current)

    assert_monthly(company.figure("ar.cei", FIRST, END), {month: cei(month) for month in MONTHS})


def test_sales_by_region_and_customer(company, ledger):
    year = ledger[ledger.InvoiceDate.dt.year == 2013]
    regions = year.groupby(year.countryCode.astype(str)).InvoiceAmount.sum().to_dict()
    found = company.figure(
        "ar.sales", date(2013, 1, 1), date(2013, 12, 31), grain=None, by=("customer.region",)
    )
    assert found == pytest.approx(regions)
    quarterly = company.figure("ar.invoices", date(2012, 1, 1), date(2013, 1, 1), grain=Grain.QUARTER)
    counts = ledger[ledger.InvoiceDate.dt.year == 2012].groupby(ledger.InvoiceDate.dt.quarter).size()
    assert list(quarterly.values()) == list(counts)


def test_without_a_bank_balance_cash_is_unknown_and_not_hidden(company):
    with pytest.raises(PositionUnknownError, match="No bank balance"):
        viewer_in(company.layer, company.scope)
