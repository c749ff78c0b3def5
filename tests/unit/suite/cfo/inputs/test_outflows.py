"""Calendars of payments that come round, and the habit by which bills are paid."""

from datetime import date

import numpy as np
import pytest

from symphonies.suite.cfo.pinnacle.books import day_number
from symphonies.suite.cfo.pinnacle.outflows import Calendar, find_calendar


def days(*text: str) -> np.ndarray:
    return np.array([day_number(date.fromisoformat(one)) for one in text])


def test_pay_on_the_25th_moved_to_friday_is_found() -> None:
    paid = Calendar(1, 0, 25, -1).dates(*days("2024-01-01", "2025-06-30"))
    found = find_calendar(paid)
    assert found is not None
    assert list(found.dates(*days("2025-10-01", "2025-10-31"))) == list(days("2025-10-24"))
    assert list(found.dates(*days("2026-03-01", "2026-03-31"))) == list(days("2026-03-25"))


def test_tax_on_the_15th_after_each_quarter_is_found() -> None:
    paid = days("2024-01-15", "2024-04-15", "2024-07-15", "2024-10-15", "2025-01-15", "2025-04-15")
    found = find_calendar(paid)
    assert found is not None
    assert (found.period, list(found.dates(*days("2025-05-01", "2025-12-31")))) == (
        3,
        list(days("2025-07-15", "2025-10-15")),
    )


def test_two_payments_a_year_apart_are_expected_again_and_two_others_are_not() -> None:
    yearly = find_calendar(days("2024-03-25", "2025-03-25"))
    assert yearly is not None
    assert list(yearly.dates(*days("2025-04-01", "2026-12-31"))) == list(days("2026-03-25"))
    assert find_calendar(days("2024-03-25", "2024-08-02")) is None


@pytest.mark.parametrize("seed", range(3))
def test_payments_at_random_have_no_calendar(seed: int) -> None:
    start = day_number(date(2024, 1, 1))
    assert find_calendar(np.sort(start + np.random.default_rng(seed).integers(0, 700, 14))) is None
