"""How long cash lasts, and what is lost of what is not paid."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.estimates import RunwaySettings, tell_runway
from symphonies.suite.cfo.pinnacle.estimates.losses import loss_given_default
from symphonies.suite.cfo.pinnacle.receipts import NO_DAY, Ledger, Reductions
from tests.bench.cash.companies import company


def sales(
    amount: float, reductions: list[tuple[int, float, bool]], given_up: int = NO_DAY, count: int = 1
) -> Any:
    """Invoices of one kind, sent on day 0 and due on day 30."""
    size = np.zeros(count, np.int64)
    rows = [(place, *each) for place in range(count) for each in reductions]
    place, day, taken, cash = (np.array(column) for column in zip(*rows, strict=True)) if rows else (
        size[:0], size[:0], np.zeros(0), np.zeros(0, bool)
    )  # fmt: skip
    never = size + NO_DAY
    ledger = Ledger(
        size, size, size + 30, np.full(count, amount), Reductions(place, day, taken, cash), never, never, never,
        never, size, ("DE",),
    )  # fmt: skip
    return cast("Any", SimpleNamespace(ledger=ledger, written_off=size + given_up))


@pytest.mark.parametrize(
    ("reductions", "given_up", "share"),
    [
        ([], NO_DAY, 1.0),  # still open after a year
        ([(200, 100.0, False)], 200, 1.0),  # written off
        ([(200, 100.0, False)], NO_DAY, 0.0),  # credited: nothing is lost
        ([(500, 100.0, True)], NO_DAY, 0.0),  # paid, if late
        ([(20, 60.0, True), (400, 40.0, False)], 400, 1.0),  # the rest was given up
    ],
)
def test_what_is_given_up_or_still_open_is_lost(reductions: list[Any], given_up: int, share: float) -> None:
    # ten cases weigh as much as what is assumed without any
    found = loss_given_default(sales(100.0, reductions, given_up, count=10), 600)
    assert found == pytest.approx((share + 0.45) / 2)


def test_without_a_case_the_assumption_is_taken() -> None:
    assert loss_given_default(sales(100.0, [(10, 100.0, True)]), 600) == 0.45
    assert loss_given_default(sales(100.0, []), 300) == 0.45  # not a year old


def test_a_row_of_runway_is_told_from_a_position_of_a_year() -> None:
    row = tell_runway(replace(company(3, days=364)), RunwaySettings(paths=50))
    assert row["estimated_on"] == [company(3).cut]
    told = [row[name][0] for name in ("runway_months", "middle_months", "best_months")]
    assert all(months is None or 0 <= months <= 24 for months in told)
    assert told == sorted(told, key=lambda months: 24 if months is None else months)
    assert row == tell_runway(company(3, days=364), RunwaySettings(paths=50))
