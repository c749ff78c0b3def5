"""Calibration: promises that hold, with and without cases that are still running."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.learning import (
    censored_quantile,
    conformal_quantile,
    event_curve,
    least_count,
    widening,
)


def test_the_quantile_of_nineteen_errors_by_hand() -> None:
    errors = np.arange(1.0, 20.0)
    assert conformal_quantile(errors, 0.95) == 19.0
    assert conformal_quantile(errors, 0.5) == 10.0
    assert conformal_quantile(errors[:18], 0.95) is None
    assert least_count(0.95) == 19


@given(st.integers(1, 200), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_there_is_a_quantile_from_the_least_count_on(count: int, level: float) -> None:
    assert (conformal_quantile(np.arange(count, dtype=float), level) is None) == (count < least_count(level))


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=60), st.sampled_from([0.5, 0.8, 0.9]))
def test_equal_weights_are_no_weights(errors: list[float], level: float) -> None:
    values = np.array(errors)
    assert conformal_quantile(values, level, np.ones(len(values))) == conformal_quantile(values, level)


def test_recent_errors_can_count_more() -> None:
    errors = np.concatenate([np.full(50, 1.0), np.full(50, 5.0)])
    recent = np.concatenate([np.full(50, 0.1), np.full(50, 1.0)])
    assert conformal_quantile(errors, 0.4) == 1.0
    assert conformal_quantile(errors, 0.4, recent) == 5.0


def test_a_band_is_widened_or_narrowed_to_its_level() -> None:
    rng = np.random.default_rng(3)
    actual = rng.normal(size=20_000)
    for half in (0.2, 4.0):
        low, high = np.full(10_000, -half), np.full(10_000, half)
        wider = widening(actual[:10_000], low, high, 0.8)
        assert wider is not None
        assert half + wider == pytest.approx(1.2816, abs=0.03)


def test_the_event_curve_of_a_textbook() -> None:
    # Kaplan & Meier by hand: 6 cases, two of them still running
    times = np.array([1.0, 2.0, 2.0, 3.0, 4.0, 5.0])
    seen = np.array([True, True, False, True, False, True])
    moments, shares = event_curve(times, seen)
    assert moments.tolist() == [1.0, 2.0, 3.0, 5.0]
    assert shares == pytest.approx([1 / 6, 1 - 5 / 6 * 4 / 5, 1 - 5 / 6 * 4 / 5 * 2 / 3, 1.0])


def test_open_cases_count_as_slow_ones() -> None:
    rng = np.random.default_rng(5)
    took, watched = rng.exponential(10.0, 40_000), rng.uniform(0, 25, 40_000)
    seen = took <= watched
    told = np.minimum(took, watched) / 10.0  # 10 was predicted for each
    factor = censored_quantile(told, seen, 0.8)
    assert factor == pytest.approx(-np.log(0.2), rel=0.03)
    closed_only = conformal_quantile(told[seen], 0.8)
    assert closed_only is not None
    assert closed_only < 0.75 * -np.log(0.2)


def test_a_cohort_watched_too_briefly_has_no_answer() -> None:
    assert censored_quantile(np.ones(50), np.zeros(50, dtype=bool), 0.5) is None
    assert event_curve(np.ones(3), np.zeros(3, dtype=bool))[0].size == 0
