"""The books of the sample company balance, and what was planted shows in the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from symphonies.kernel import Grain, Period
from tests.contract.products import AS_OF, Sampled, figure, figures, month, sample


@pytest.fixture(scope="module")
def books() -> Sampled:
    return sample()


def test_every_journal_sums_to_zero(books: Sampled) -> None:
    open_journals = books.rows(
        "SELECT journal_id FROM corporate.ledger_line GROUP BY journal_id, currency, entity_id HAVING SUM(amount) <> 0"
    )
    assert open_journals == []


def test_cash_moves_equal_statement_lines_on_every_account_and_day(books: Sampled) -> None:
    different = books.rows("""
        WITH ledger AS (
          SELECT account_id, booked_on, SUM(amount) AS amount
          FROM corporate.ledger_line
          WHERE account_id IN (SELECT ledger_account_id FROM payments.bank_account)
          GROUP BY ALL
        ), statement AS (
          SELECT b.ledger_account_id AS account_id, s.booked_on, SUM(s.amount) AS amount
          FROM payments.statement_line AS s JOIN payments.bank_account AS b ON b.account_id = s.account_id
          GROUP BY ALL
        )
        SELECT * FROM ledger FULL JOIN statement USING (account_id, booked_on)
        WHERE ledger.amount IS DISTINCT FROM statement.amount
    """)
    assert different == []


@pytest.mark.parametrize(("account", "movement"), [("1100", "ar_movement"), ("2000", "ap_movement")])
def test_receivables_and_payables_equal_the_ledger(books: Sampled, account: str, movement: str) -> None:
    sign = 1 if account == "1100" else -1
    different = books.rows(f"""
        WITH ledger AS (
          SELECT entity_id, currency, {sign} * SUM(amount) AS amount
          FROM corporate.ledger_line WHERE account_id = '{account}' GROUP BY ALL
        ), documents AS (
          SELECT entity_id, currency, SUM(amount) AS amount FROM invoicing.{movement} GROUP BY ALL
        )
        SELECT * FROM ledger FULL JOIN documents USING (entity_id, currency)
        WHERE ledger.amount IS DISTINCT FROM documents.amount
    """)
    assert different == []


def test_debt_in_the_ledger_equals_the_facilities(books: Sampled) -> None:
    ledger = books.rows(
        "SELECT currency, -SUM(amount) AS amount FROM corporate.ledger_line WHERE account_id = '2500' GROUP BY ALL ORDER BY 1"
    )
    drawn = books.rows(
        "SELECT currency, SUM(amount) AS amount FROM corporate.facility_movement GROUP BY ALL ORDER BY currency"
    )
    assert [row["amount"] for row in ledger] == [row["amount"] for row in drawn]


def test_each_receipt_stands_on_a_statement(books: Sampled) -> None:
    missing = books.rows("""
        SELECT r.receipt_id FROM invoicing.receipt AS r
        LEFT JOIN payments.statement_line AS s ON s.reference = r.receipt_id AND s.category = 'customer_receipt'
        WHERE s.amount IS DISTINCT FROM r.amount OR s.booked_on <> r.received_on OR s.currency <> r.currency
    """)
    assert missing == []


def test_nobody_pays_more_than_is_owed(books: Sampled) -> None:
    assert books.rows("SELECT * FROM invoicing.receivable WHERE open_amount < 0") == []
    assert books.rows("SELECT * FROM invoicing.payable WHERE open_amount < 0") == []


def test_open_amounts_of_both_views_agree(books: Sampled) -> None:
    for period in ("2025-12", "2026-06", "2026-10"):
        by_age = figure(books.semantics, "ar.ageing", month(period))
        assert by_age == pytest.approx(figure(books.semantics, "ar.open", month(period)))


def test_no_account_is_overdrawn_for_long(books: Sampled) -> None:
    cash = figures(books.semantics, "corp.cash", last=Period(date(2024, 1, 1), date(2026, 11, 1)))
    assert min(row["corp.cash"] for row in cash) > 25e6


@pytest.mark.parametrize(
    ("metric", "low", "high"),
    [
        ("corp.ebitda_margin", 0.13, 0.22), ("corp.gross_margin", 0.44, 0.56), ("ar.dso", 35, 60), ("ar.dpo", 30, 60),
        ("corp.dio", 20, 45), ("corp.leverage", 1.0, 3.5), ("ar.overdue", 0.05, 0.35), ("pay.success", 0.95, 1.0),
        ("audit.recon", 0.8, 0.98), ("corp.roic", 0.1, 0.3), ("corp.covenant", 0.0, 0.7), ("con.obligation", 0.8, 1.0),
    ],
)  # fmt: skip
def test_the_group_looks_like_a_group(books: Sampled, metric: str, low: float, high: float) -> None:
    year = Period(date(2026, 1, 1), date(2026, 11, 1))
    if metric in (
        "ar.dso",
        "ar.dpo",
        "corp.dio",
        "corp.covenant",
        "corp.roic",
        "corp.leverage",
        "ar.overdue",
    ):
        year = month("2026-07")
    value = figure(books.semantics, metric, year)
    assert value is not None
    assert low <= value <= high


def test_the_group_sells_six_hundred_million_a_year(books: Sampled) -> None:
    revenue = figure(books.semantics, "corp.revenue", Period(date(2025, 11, 1), date(2026, 11, 1)))
    assert revenue == pytest.approx(600e6, rel=0.06)


def region(books: Sampled, metric: str, period: str, name: str) -> float:
    return figure(books.semantics, metric, month(period), where={"entity.region": name}) or 0.0


def test_longer_terms_raise_days_outstanding_in_dach(books: Sampled) -> None:
    before, after = region(books, "ar.dso", "2026-07", "DACH"), region(books, "ar.dso", "2026-10", "DACH")
    other = region(books, "ar.dso", "2026-10", "US") - region(books, "ar.dso", "2026-07", "US")
    assert after - before > 6
    assert after - before > other + 3


def test_sterling_jumps_on_its_day(books: Sampled) -> None:
    day = books.planted["fx_jump"].first_on
    rates = books.rows(
        f"SELECT closing_rate FROM corporate.fx_rate WHERE currency = 'GBP' AND rate_on >= DATE '{day - timedelta(days=1)}' "
        "ORDER BY rate_on LIMIT 2"
    )
    assert rates[1]["closing_rate"] / rates[0]["closing_rate"] - 1 == pytest.approx(-0.06, abs=0.02)


def test_the_overrun_shows_in_its_cost_centre(books: Sampled) -> None:
    cost = {"cost_centre": "CC-410", "account.caption": "Technology"}
    before = figure(books.semantics, "corp.opex", Period(date(2026, 2, 1), date(2026, 6, 1)), where=cost)
    after = figure(books.semantics, "corp.opex", Period(date(2026, 6, 1), date(2026, 10, 1)), where=cost)
    assert (after or 0) > 1.2 * (before or 1)


def test_dearer_terminals_lower_their_margin(books: Sampled) -> None:
    line = {"product_line": "Terminals"}
    before = figure(books.semantics, "corp.gross_margin", month("2026-03"), where=line) or 0
    after = figure(books.semantics, "corp.gross_margin", month("2026-09"), where=line) or 0
    assert before - after == pytest.approx(0.04, abs=0.015)


def test_instant_payments_fail_over_their_weekend(books: Sampled) -> None:
    plant = books.planted["rail_outage"]
    rows = figures(
        books.semantics, "pay.success", by=("rail",), grain=Grain.DAY,
        last=Period(plant.first_on, plant.last_on + timedelta(days=1)),
    )  # fmt: skip
    instant = [
        row["pay.success"] for row in rows if row["rail"] == "sepa_instant" and row["pay.success"] is not None
    ]
    assert all(value < 0.7 for value in instant)


def test_fraud_bursts_in_its_month(books: Sampled) -> None:
    rows = figures(books.semantics, "pay.fraud_bps", last=Period(date(2026, 1, 1), date(2026, 11, 1)))
    worst = max(rows, key=lambda row: row["pay.fraud_bps"] or 0)
    assert worst["period"] == books.planted["fraud_burst"].first_on.replace(day=1)


def test_the_run_that_was_sent_twice_pays_the_same_bills(books: Sampled) -> None:
    plant = books.planted["duplicate_run"]
    twice = books.rows(f"""
        SELECT document_id FROM payments.payment_order
        WHERE entity_id = 'DB-DE' AND kind = 'supplier' AND status = 'settled'
          AND executed_on BETWEEN DATE '{plant.first_on}' AND DATE '{plant.last_on}'
        GROUP BY document_id HAVING COUNT(*) = 2
    """)
    assert len(twice) == plant.effect


def test_controls_fail_in_asia(books: Sampled) -> None:
    asia = {"entity.region": "APAC"}
    before = (
        figure(books.semantics, "audit.control_pass", Period(date(2025, 7, 1), date(2026, 4, 1)), where=asia)
        or 0
    )
    after = (
        figure(books.semantics, "audit.control_pass", Period(date(2026, 7, 1), date(2026, 10, 1)), where=asia)
        or 1
    )
    assert after < before - 0.08


def test_contracts_leak_where_the_price_step_was_forgotten(books: Sampled) -> None:
    share = figure(
        books.semantics,
        "con.leakage_share",
        Period(date(2026, 5, 1), date(2026, 11, 1)),
        where={"entity": "DB-UK"},
    )
    assert share == pytest.approx(0.08, abs=0.03)


def test_the_as_of_day_is_the_companys(books: Sampled) -> None:
    assert books.lakehouse.company.as_of == AS_OF
