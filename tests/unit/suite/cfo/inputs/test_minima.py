"""What companies and accounts must hold, as contracts and policy say it on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from symphonies.platform.learning import Knowledge
from symphonies.suite.cfo.pinnacle.books import Group, read_group
from tests.unit.suite.cfo.inputs.selling import CUT, Selling

RULE = {"valid_from": "2025-01-01", "valid_to": None, "minimum": 100.0, "currency": "EUR"}


@pytest.fixture(scope="module")
def company() -> Selling:
    found = Selling(start="2026-05-01")
    found.frames["payments.bank_account"] = pd.DataFrame({
        "account_id": ["A", "D", "R"], "name": ["A", "D", "R"], "entity_id": "E",
        "currency": ["EUR", "USD", "EUR"], "restricted": [False, False, True],
    })  # fmt: skip
    rate = {"rate_on": pd.Timestamp("2026-01-02"), "base": "EUR"}
    found.frames["corporate.fx_rate"] = pd.DataFrame(
        [
            {"currency": "EUR", "closing_rate": 1.0, **rate},
            {"currency": "USD", "closing_rate": 0.5, **rate},
        ]
    )
    return found


def asked(company: Selling, accounts: list[dict[str, Any]], policy: float = 0.0) -> Group:
    rules = pd.DataFrame([RULE | each for each in accounts], columns=["account_id", *RULE])
    own = pd.DataFrame([RULE | {"entity_id": "E", "minimum": policy}])
    for frame in (rules, own):
        for name in ("valid_from", "valid_to"):
            frame[name] = pd.to_datetime(frame[name])
    company.frames |= {"payments.account_minimum": rules, "corporate.cash_policy": own}
    return read_group(Knowledge(company, date.fromisoformat(str(CUT))), "EUR")


def test_the_highest_rule_of_an_account_that_holds_on_the_day_counts(company: Selling):
    group = asked(company, [
        {"account_id": "A"},
        {"account_id": "A", "minimum": 250.0, "valid_to": "2026-07-01"},
        {"account_id": "A", "minimum": 900.0, "valid_to": "2026-06-30"},  # over
        {"account_id": "A", "minimum": 900.0, "valid_from": "2026-07-01"},  # to come
        {"account_id": "nobody's", "minimum": 900.0},
    ])  # fmt: skip
    assert group.least.tolist() == [250_00, 0, 0]


def test_a_rule_in_another_currency_is_told_in_that_of_the_account(company: Selling):
    group = asked(company, [{"account_id": "D"}, {"account_id": "A", "currency": "USD"}])
    assert group.least.tolist() == [50_00, 200_00, 0]


def test_a_rule_without_a_rate_asks_for_nothing(company: Selling):
    assert asked(company, [{"account_id": "D", "currency": "ZAR"}]).least.tolist() == [0, 0, 0]


@pytest.mark.parametrize(("policy", "least"), [(0.0, 300_00), (150.0, 300_00), (500.0, 500_00)])
def test_a_company_must_hold_what_policy_asks_and_what_its_usable_accounts_must(
    company: Selling, policy: float, least: int
):
    rules = [
        {"account_id": "A"},
        {"account_id": "D", "minimum": 200.0},
        {"account_id": "R", "minimum": 700.0},
    ]
    assert asked(company, rules, policy).minimum.tolist() == [least]
