"""Scores: known answers and the properties they must have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symphonies.platform.learning import (
    chance_of_luck,
    concordance,
    coverage,
    crps,
    mase,
    pinball,
    seasonal_scale,
    smape,
    wmape,
)

FIGURES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


def test_smape_by_hand() -> None:
    assert smape(np.array([100.0, 0.0]), np.array([50.0, 0.0])) == pytest.approx(200 * 50 / 150 / 2)


def test_mase_by_hand() -> None:
    history = np.array([1.0, 2.0, 4.0, 3.0])
    assert seasonal_scale(history, 1) == pytest.approx(4 / 3)
    assert seasonal_scale(history, 2) == pytest.approx(2.0)
    assert mase(np.array([[5.0, 5.0]]), np.array([[4.0, 7.0]]), np.array([2.0])) == pytest.approx(0.75)


def test_mase_leaves_out_series_without_a_scale() -> None:
    actual, told = np.array([[1.0], [2.0]]), np.array([[2.0], [9.0]])
    assert mase(actual, told, np.array([1.0, 0.0])) == pytest.approx(1.0)
    assert np.isnan(seasonal_scale(np.array([1.0, 2.0]), 4))


def test_wmape_of_nothing_is_unknown() -> None:
    assert wmape(np.array([2.0, 2.0]), np.array([1.0, 4.0])) == pytest.approx(0.75)
    assert np.isnan(wmape(np.zeros(2), np.ones(2)))


def test_coverage_counts_both_ends() -> None:
    actual = np.array([1.0, 2.0, 3.0, 4.0])
    assert coverage(actual, np.full(4, 2.0), np.full(4, 3.0)) == 0.5


@given(FIGURES, st.floats(0.05, 0.95))
def test_the_pinball_loss_is_least_at_the_quantile(values: list[float], level: float) -> None:
    actual = np.array(values)
    best = np.quantile(actual, level, method="inverted_cdf")
    least = pinball(actual, np.full(len(actual), best), level)
    for other in values:
        assert least <= pinball(actual, np.full(len(actual), other), level) + 1e-6


def test_the_score_of_a_normal_forecast_is_the_known_one() -> None:
    from scipy.stats import norm

    levels = np.arange(0.0005, 1, 0.001)
    told = {float(level): np.array([norm.ppf(level)]) for level in levels}
    exact = 2 * norm.pdf(0) - 1 / np.sqrt(np.pi)
    assert crps(np.array([0.0]), told) == pytest.approx(exact, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=40))
def test_concordance_counts_pairs(rows: list[tuple[int, int]]) -> None:
    actual = np.array([a for a, _ in rows], dtype=float)
    told = np.array([b for _, b in rows], dtype=float)
    pairs = [(i, j) for i in range(len(rows)) for j in range(len(rows)) if actual[i] < actual[j]]
    agree = sum(1.0 if told[i] < told[j] else 0.5 if told[i] == told[j] else 0.0 for i, j in pairs)
    found = concordance(actual, told)
    assert (np.isnan(found) and not pairs) or found == pytest.approx(agree / len(pairs))


def test_the_chance_of_luck_is_that_of_the_paired_t_test_where_origins_do_not_overlap() -> None:
    from scipy import stats

    rng = np.random.default_rng(3)
    ours, theirs = rng.normal(1.0, 0.2, 15), rng.normal(1.1, 0.2, 15)
    known = stats.ttest_rel(ours, theirs, alternative="less").pvalue
    assert chance_of_luck(ours, theirs) == pytest.approx(float(known))
    assert chance_of_luck(theirs, ours) == 1.0
    assert chance_of_luck(ours[:1], theirs[:1]) == 1.0
    assert chance_of_luck(ours, ours + 0.1) == 0.0


def test_a_gain_from_overlapping_origins_counts_for_less() -> None:
    rng = np.random.default_rng(5)
    gain = np.convolve(rng.normal(0.03, 0.1, 32), np.ones(3) / 3, "valid")
    assert chance_of_luck(-gain, np.zeros(30), 3) > chance_of_luck(-gain, np.zeros(30)) > 0.0


def test_luck_is_told_no_oftener_than_it_comes_even_where_much_of_it_is_tried() -> None:
    rng = np.random.default_rng(7)
    gains = np.stack([np.convolve(rng.normal(0, 1, 18), np.ones(3), "valid") for _ in range(3000)])
    found = np.array([chance_of_luck(-gain, np.zeros(16), 3) for gain in gains])
    assert np.mean(found < 0.1) == pytest.approx(0.1, abs=0.03)
    assert np.mean(found < 0.005) < 0.008
