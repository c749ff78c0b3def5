"""Payments under contracts: counted where past ones left the bank outside of bills, and only then."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge
from symphonies.suite.cfo.pinnacle.books import read_group
from symphonies.suite.cfo.pinnacle.outflows import Rows, foretell_obliged
from symphonies.suite.cfo.pinnacle.position import OUTFLOW_KINDS
from tests.integration.sample_tables import SampleTables

CUT = date(2026, 10, 31)
DAYS = [date(2025, 11, 13) + timedelta(days=60 * number) for number in range(8)]
"""Six of them are over on the cut."""


@pytest.fixture(scope="module")
def sample() -> SampleTables:
    return SampleTables(scale=0.01)


def leasing(
    sample: SampleTables,
    *,
    category: str = "other",
    seen: int = 6,
    side: str = "buy",
    agreed: str = "2025-10-01",
) -> SampleTables:
    """A company with one contract that costs 70,000 every 60 days, seen on statements so many times."""
    changed = object.__new__(SampleTables)
    due = pd.to_datetime(DAYS)
    lease = pd.DataFrame({
        "obligation_id": [f"L{n}" for n in range(8)], "contract_id": "LEASE", "entity_id": "DB-DE",
        "title": "Lease of the data centre", "agreed_on": pd.Timestamp(agreed), "due_on": due,
        "met_on": due.where(due <= pd.Timestamp(CUT)), "amount": 70_000.0, "currency": "EUR",
    })  # fmt: skip
    lines = sample.frames["payments.statement_line"]
    accounts = sample.frames["payments.bank_account"]
    account = accounts[(accounts["entity_id"] == "DB-DE") & (accounts["currency"] == "EUR")][
        "account_id"
    ].iloc[0]
    paid = pd.DataFrame({
        "account_id": account, "booked_on": due[:seen] + pd.Timedelta(days=2), "amount": -70_100.0,
        "category": category, "reference": "lease",
    })  # fmt: skip
    changed.frames = sample.frames | {
        "contracts.obligation": lease,
        "contracts.contract": pd.DataFrame({"contract_id": ["LEASE"], "side": [side]}),
        "payments.statement_line": pd.concat([lines, paid], ignore_index=True),
    }
    return changed


def foretold(tables: SampleTables) -> tuple[list[Rows], int]:
    past = Knowledge(tables, CUT)
    parts, lines = foretell_obliged(past, read_group(past, "EUR"))
    return parts, int(lines.sum())


def test_what_was_paid_outside_of_bills_is_expected_again(sample: SampleTables) -> None:
    (rows,), lines = foretold(leasing(sample))
    assert rows.names == ("Lease of the data centre",) * 2
    assert rows.day.tolist() == [(day - CUT).days for day in DAYS[6:]]
    assert rows.amount.tolist() == [70_000.0] * 2
    assert OUTFLOW_KINDS[rows.kind[0]] == "contract"
    assert lines == 6  # they are no unexplained movements any more


@pytest.mark.parametrize(
    "company",
    [
        {"category": "supplier_payment"},  # by bills, which are foretold as bills
        {"seen": 2},  # mostly not seen
        {"side": "sell"},  # the other side pays
        {"agreed": "2026-11-15"},  # nobody knew of it
    ],
)
def test_what_was_not_is_left_to_the_bills(sample: SampleTables, company: dict[str, object]) -> None:
    assert foretold(leasing(sample, **company)) == ([], 0)  # type: ignore[arg-type]


def test_those_of_the_sample_company_are_paid_by_bills(sample: SampleTables) -> None:
    assert foretold(sample) == ([], 0)
