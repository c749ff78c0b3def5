"""A position that says too little is refused with what is missing: a flat line is no forecast."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.desk.drawn import check_foretold
from symphonies.suite.cfo.pinnacle.errors import PositionUnknownError
from symphonies.suite.cfo.pinnacle.markets.markets import _correlation
from symphonies.suite.cfo.pinnacle.position import PAY_DAYS, Gap, Position
from tests.bench.cash.companies import company


def with_gaps(*gaps: Gap) -> Position:
    return replace(company(3), gaps=gaps)


def empty(table: Any) -> Any:
    """A table without rows; curves are shared by rows and stay."""
    columns = {each.name: getattr(table, each.name)[:0] for each in fields(table) if each.name != "curves"}
    return replace(table, **columns)


def test_a_position_that_knows_what_is_to_come_is_taken() -> None:
    check_foretold(company(3))
    check_foretold(with_gaps(Gap("bills to come", "Not enough history of bills: 3 of 12 months.")))


def test_too_few_payments_are_told_with_both_figures() -> None:
    why = "Not enough history of payments: 10 of 60."
    with pytest.raises(PositionUnknownError, match=f"Cash cannot be foretold. {why}"):
        check_foretold(with_gaps(Gap(PAY_DAYS, why)))


def test_accounts_without_any_statement_line_have_no_balance_to_start_from() -> None:
    accounts = company(3).accounts.ids
    gaps = [Gap(f"balance of {name}", "no statement line") for name in accounts]
    check_foretold(with_gaps(*gaps[1:]))  # one of them is known
    with pytest.raises(PositionUnknownError, match="No account has a statement line"):
        check_foretold(with_gaps(*gaps))


def test_nothing_to_come_is_told_with_the_reasons() -> None:
    position = company(3)
    nothing = replace(
        position,
        receivables=empty(position.receivables),
        billings=empty(position.billings),
        outflows=empty(position.outflows),
        gaps=(Gap("rate of ZAR", "no rate against the base currency"),),
    )
    with pytest.raises(PositionUnknownError, match="rate of ZAR: no rate against the base currency"):
        check_foretold(nothing)


def test_without_rates_nothing_is_correlated() -> None:
    assert np.array_equal(_correlation(np.empty((0, 2)), 0), np.eye(2))
