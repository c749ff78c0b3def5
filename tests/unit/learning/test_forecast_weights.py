"""How much each member counts: what its errors before prove, and no more."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symphonies.platform.learning.forecasting.ensemble import Told
from symphonies.platform.learning.forecasting.members import PRIORS
from symphonies.platform.learning.forecasting.weights import Trial, weigh

RNG = np.random.default_rng(3)
NAMES = list(PRIORS)
ASKED = [NAMES.index(name) for name in ("dynamic theta", "theta", "smoothing")]


def said(errors: np.ndarray) -> Told:
    """Tell what the asked members said of points that turn out to be 0, shape (3, series, horizon)."""
    values = np.full((len(NAMES), *errors.shape[1:]), np.nan)
    values[ASKED] = errors
    return Told(values, np.ones(errors.shape[1:]), np.full(errors.shape[1], "regular"))


def trial(errors: np.ndarray) -> Trial:
    return Trial(said(errors), np.zeros(errors.shape[1:]), np.arange(errors.shape[1]))


def noise(series: int, *factors: float) -> np.ndarray:
    return np.array(factors)[:, None, None] * RNG.uniform(0.7, 1.3, (3, series, 6))


def test_untested_members_count_as_far_as_they_are_trusted() -> None:
    weights = weigh([], said(noise(4, 1, 1, 1)))
    assert weights[ASKED, 0] == pytest.approx([1 / 2.3, 1 / 2.3, 0.3 / 2.3])
    assert weights.sum(axis=0) == pytest.approx(np.ones(4))


def test_members_that_are_equally_good_stay_equal() -> None:
    weights = weigh([trial(noise(50, 1, 1, 1)) for _ in range(3)], said(noise(50, 1, 1, 1)))
    assert weights[ASKED].mean(axis=1) == pytest.approx([1 / 2.3, 1 / 2.3, 0.3 / 2.3], abs=0.04)


def test_a_member_that_was_much_better_leads() -> None:
    weights = weigh([trial(noise(30, 1, 1, 0.5)) for _ in range(3)], said(noise(30, 1, 1, 1)))
    assert weights[ASKED[2]].min() > 0.9


def test_each_series_has_its_own_leader_where_it_stays_the_same() -> None:
    halves = np.concatenate([noise(20, 0.5, 1, 1), noise(20, 1, 0.5, 1)], axis=1)
    weights = weigh([trial(halves * RNG.uniform(0.9, 1.1, halves.shape)) for _ in range(3)], said(halves))
    assert np.all(weights[ASKED[0], :20] > weights[ASKED[1], :20])
    assert np.all(weights[ASKED[0], 20:] < weights[ASKED[1], 20:])


@given(
    scale=st.floats(1e-9, 1e12), series=st.integers(1, 5), origins=st.integers(1, 4), seed=st.integers(0, 99)
)
@settings(max_examples=30, deadline=None)
def test_weights_are_shares_and_know_no_units(scale: float, series: int, origins: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    errors = rng.lognormal(size=(origins, 3, series, 4))
    plain = weigh([trial(each) for each in errors], said(errors[0]))
    scaled = weigh([trial(each * scale) for each in errors], said(errors[0] * scale))
    assert plain.min() >= 0
    assert plain.sum(axis=0) == pytest.approx(np.ones(series))
    assert scaled == pytest.approx(plain, rel=1e-6, abs=1e-9)
