"""How often a band that is right holds by chance in a backtest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from scipy.stats import binom

from symphonies.suite.cfo.pinnacle.cash.chance import chance_range


def days(count: int, apart: int) -> list[date]:
    return [date(2026, 1, 1) + timedelta(days=apart * each) for each in range(count)]


@pytest.mark.parametrize("level", [0.5, 0.8])
def test_tests_that_look_over_other_days_are_worth_as_many_coins(level: float) -> None:
    low, high = chance_range(level, days(30, 91), 1)
    assert low == pytest.approx(binom.ppf(0.1, 30, level) / 30, abs=1 / 30)
    assert high == pytest.approx(binom.ppf(0.9, 30, level) / 30, abs=1 / 30)


def test_the_more_the_days_overlap_the_fewer_they_are_worth() -> None:
    (far_low, far_high), (low, high) = (chance_range(0.8, days(24, apart), 13) for apart in (91, 13))
    assert low < far_low < 0.8 < far_high < high


def test_it_does_not_matter_how_the_days_are_given() -> None:
    cuts = days(24, 13)
    assert chance_range(0.8, cuts[::-1], 13) == chance_range(0.8, cuts, 13)
    later = [cut + timedelta(days=700) for cut in cuts]
    assert chance_range(0.8, later, 13) == chance_range(0.8, cuts, 13)
