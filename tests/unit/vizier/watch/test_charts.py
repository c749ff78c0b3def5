"""Process-behaviour charts and signals judged together."""

from __future__ import annotations

import numpy as np
import pytest

from symphonies.platform.vizier.watch import JointDetector, behaviour_chart
from symphonies.platform.vizier.watch.errors import HistoryInvalidError


def test_limits_follow_from_the_mean_moving_range() -> None:
    chart = behaviour_chart([10, 12, 11, 13, 12, 10])
    # moving ranges 2 1 2 1 2, mean 1.6
    assert (chart.centre, chart.range_limit) == (pytest.approx(34 / 3), pytest.approx(3.267 * 1.6))
    assert (chart.lower, chart.upper) == (
        pytest.approx(34 / 3 - 2.66 * 1.6),
        pytest.approx(34 / 3 + 2.66 * 1.6),
    )
    assert chart.signals == ()


def test_each_rule_speaks_where_it_should() -> None:
    quiet = [10, 11, 10, 9, 10, 11, 10, 9, 10, 11]
    assert behaviour_chart([*quiet, 30], baseline=10).signals == ((10, "outside"), (10, "range"))
    long_run = behaviour_chart([*quiet, *[10.6] * 8], baseline=10).signals
    assert (17, "run") in long_run
    near = behaviour_chart([*quiet, 12, 12, 10, 12], baseline=10).signals
    assert (13, "near limit") in near


def test_too_few_values_have_no_limits() -> None:
    with pytest.raises(HistoryInvalidError, match="3 values"):
        behaviour_chart([1, 2, 3])


def test_signals_that_part_are_seen_though_each_is_usual() -> None:
    rng = np.random.default_rng(4)
    common = rng.normal(0, 1, 600)
    values = np.stack([common, common + rng.normal(0, 0.05, 600)], axis=1)
    values[500:, 1] = -values[500:, 1]
    detector = JointDetector(values[:400], smooth=1)
    assert detector.outliers(values)[500:].mean() > 0.8
    assert detector.outliers(values)[400:500].mean() < 0.05
    assert not detector.outliers(values)[:400].any()


def test_a_reference_with_gaps_or_too_short_is_refused() -> None:
    with pytest.raises(HistoryInvalidError, match="shape"):
        JointDetector(np.zeros((5, 3)))
    with pytest.raises(HistoryInvalidError, match="gaps"):
        JointDetector(np.full((50, 2), np.nan))
